"""The words of the field as frozen dataclasses: addresses, what a site told us, what we hold.

Nothing here knows a database, a site or a file format.
"""
