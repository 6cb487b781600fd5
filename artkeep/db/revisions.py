"""The migrations, run by Alembic inside a transaction of ours.

Nothing but `artkeep.db.migrate` imports this, and only when there is something to migrate.
"""

from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from artkeep.db import migrations
from artkeep.db.engine import Tx


def is_known(revision: str) -> bool:
    """Say whether this Artkeep has a migration of that name."""
    return revision in {each.revision for each in script().walk_revisions()}


def run_pending(tx: Tx) -> set[str]:
    """Run the migrations that the library has not seen, in their order.

    Returns the tables that they say will have other numbers of rows.
    """
    changed: set[str] = set()

    def pending(revision: Any, _: MigrationContext) -> Any:
        steps = script()._upgrade_revs("head", revision)  # noqa: SLF001 - as Alembic's manual does
        for step in steps:
            changed.update(getattr(step.revision.module, "ROWS_CHANGE", ()))
        return steps

    context = MigrationContext.configure(
        tx.connection, opts={"fn": pending, "version_table": migrations.VERSION_TABLE}
    )
    with Operations.context(context):
        context.run_migrations()
    return changed


def script() -> ScriptDirectory:
    """Return the folder of migrations as Alembic sees it."""
    return ScriptDirectory(str(Path(migrations.__file__).parent))
