"""Print a draft of the migration that today's `tables` still lacks.

`python -m artkeep.db.draft`; a person reads, corrects and names it (`artkeep.db.migrations`).
"""

import sys
import tempfile
from pathlib import Path
from typing import Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext

from artkeep.clock import SystemClock
from artkeep.db.dialect import Moment
from artkeep.db.engine import Database
from artkeep.db.migrate import migrate
from artkeep.db.migrations import VERSION_TABLE
from artkeep.db.tables import Id, metadata


def is_told(name: str | None, kind: str, _: object) -> bool:
    """Say whether `tables` tells of something: all but the full-text index of SQLite's own kind."""
    return kind != "table" or not (name or "").startswith("artwork_words")


def draft(database: Database) -> str:
    """Return the body of the migration that brings a library's schema to `tables`."""
    with database.alter() as tx:
        context = MigrationContext.configure(
            tx.connection, opts={"version_table": VERSION_TABLE, "include_name": is_told}
        )
        operations = produce_migrations(context, metadata).upgrade_ops
        assert operations is not None
        return render_python_code(operations, render_item=_in_short)


def _in_short(_: str, item: object, __: object) -> str | Literal[False]:
    """Write the types that we use everywhere as in `tables`."""
    if isinstance(item, Moment):
        return "Moment"
    return "Id" if item is Id else False


def main() -> None:
    """Compare with a library made on the spot."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Database(Path(folder) / "library.db", SystemClock()) as database,
    ):
        migrate(database, home=Path(folder))
        sys.stdout.write(f"{draft(database)}\n")


if __name__ == "__main__":
    main()
