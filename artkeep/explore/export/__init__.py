"""Works on their way out: ZIP, CBZ, PDF and what is known of them, streamed and never in memory.

First a plan is made: which works, which of their pictures, under which names, in which order
(`plan.py`, on disk). From a plan the length is known to the byte, and the same plan gives the
same bytes again, so a download that broke off can go on. Then the plan is carried out
(`zips.py`, `pdf.py`, `shelf.py`). What somebody may not see never gets into a plan (`works.py`).
"""
