"""The migrations, run by Alembic inside a transaction of ours.

Nothing but `artkeep.db.migrate` imports this, and only when there is something to migrate.
"""

from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from artkeep.db.engine import Tx
from artkeep.db.migrations import VERSION_TABLE, Steps


def is_known(steps: Steps, revision: str) -> bool:
    """Say whether there is a migration of that name."""
    return revision in {each.revision for each in script(steps).walk_revisions()}


def run_pending(tx: Tx, steps: Steps) -> set[str]:
    """Run the migrations that the library has not seen, in their order.

    Returns the tables that they say will have other numbers of rows.
    """
    changed: set[str] = set()

    def pending(revision: Any, _: MigrationContext) -> Any:
        due = script(steps)._upgrade_revs("head", revision)  # noqa: SLF001 - see Alembic's manual
        for step in due:
            changed.update(getattr(step.revision.module, "ROWS_CHANGE", ()))
        return due

    context = MigrationContext.configure(
        tx.connection, opts={"fn": pending, "version_table": VERSION_TABLE}
    )
    with Operations.context(context):
        context.run_migrations()
    return changed


def script(steps: Steps) -> ScriptDirectory:
    """Return the migrations as Alembic sees them."""
    return ScriptDirectory(str(steps.folder))
