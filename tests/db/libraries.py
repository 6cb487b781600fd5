"""Libraries for the tests of the database: rows to see, migrations to run."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from artkeep.db.engine import Database, Tx
from artkeep.db.migrate import migrate
from artkeep.db.migrations import OURS, VERSION_TABLE, Steps
from artkeep.db.tables import library, run

sqlite_only = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
postgresql_only = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)

ADD_NOTE = 'op.add_column("run", sa.Column("note", sa.Text))'
ANOTHER_TABLE = 'op.create_table("extra", sa.Column("id", sa.Integer, primary_key=True))'
FAIL = 'op.execute("selekt 1")'


def bring_to(database: Database, revision: str, home: Path) -> None:
    """Make a library as it was at a revision of ours."""
    versions = home / "steps" / "versions"
    shutil.copytree(OURS.folder / "versions", versions)
    for file in versions.glob("r*.py"):
        if file.name[1:5] > revision:
            file.unlink()
    migrate(database, home=home, steps=Steps(home / "steps", revision))


def write(tx: Tx, subject: str) -> None:
    row = {"kind": "test", "subject": subject, "arguments": {}, "state": "queued"}
    tx.execute(sa.insert(run).values(**row, changed_at=tx.now, created_at=tx.now))


def write_all(
    database: Database, subjects: list[str], then: Callable[[], None] = lambda: None
) -> None:
    with database.begin() as tx:
        tx.after_commit(then)
        for subject in subjects:
            write(tx, subject)


def subjects(database: Database) -> list[str]:
    with database.read() as tx:
        return list(tx.execute(sa.select(run.c.subject).order_by(run.c.id)).scalars())


def later(folder: Path, *bodies: str, rows_change: str = "()") -> Steps:
    """Return our migrations and others after them, one for each body."""
    versions = folder / "steps" / "versions"
    shutil.copytree(OURS.folder / "versions", versions)
    before = OURS.head
    for number, body in enumerate(bodies, start=9001):
        text = f"""
from alembic import op
import sqlalchemy as sa
revision, down_revision = "{number}", "{before}"
ROWS_CHANGE = {rows_change}
def upgrade():
    {body}
"""
        (versions / f"r{number}_test.py").write_text(text)
        before = str(number)
    return Steps(folder / "steps", before)


def version(database: Database) -> str:
    with database.read() as tx:
        return str(tx.execute(sa.text(f"select version_num from {VERSION_TABLE}")).scalar_one())


def columns(database: Database) -> set[str]:
    with database.read() as tx:
        return {column["name"] for column in sa.inspect(tx.connection).get_columns("run")}


def mark_of(database: Database) -> str:
    with database.read() as tx:
        return str(tx.execute(sa.select(library.c.mark)).scalar_one())
