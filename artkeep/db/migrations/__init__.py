"""The steps from each released schema to today's, one file each in `versions`.

To add one: change `tables`; write `versions/r0002_what_for.py` by hand or from the draft that
`python -m artkeep.db.draft` prints; raise HEAD; `tests/test_migrations.py` says what is missing.

- Forward only. What is added comes first; what falls away, a release later.
- No `on delete cascade`: SQLite makes a table anew to alter it, and deleting the old one would
  empty its children. `op.batch_alter_table(…, table_kwargs={"sqlite_autoincrement": True})`, or
  the ids of deleted rows come back.
- A migration that changes how many rows a table has names it: `ROWS_CHANGE = {"page"}`.
- It spells out the words and types of its day; it imports nothing but `Moment`.
"""

from dataclasses import dataclass
from pathlib import Path

HEAD = "0019"
VERSION_TABLE = "artkeep_schema"


@dataclass(frozen=True, slots=True)
class Steps:
    """Migrations, in the folder `versions` of `folder`, up to the revision `head`."""

    folder: Path
    head: str


OURS = Steps(Path(__file__).parent, HEAD)
