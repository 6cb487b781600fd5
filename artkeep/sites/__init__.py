"""What others know: one file per site, no file knows another.

`SITES` is the table of all of them; so far the person's own disk is the only one.
"""
