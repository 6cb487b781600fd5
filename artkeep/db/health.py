"""Whether a database file is sound, as the engine itself sees it."""

import sqlalchemy as sa

from artkeep.db.engine import Database


def troubles(database: Database) -> list[str]:
    """Return what SQLite finds wrong with its own file; PostgreSQL has its own keepers."""
    if database.engine_name != "sqlite":
        return []
    with database.read() as tx:
        told = [str(line) for line in tx.execute(sa.text("pragma quick_check")).scalars()]
    return [line for line in told if line != "ok"]
