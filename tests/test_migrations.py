import re
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from artkeep.clock import SystemClock
from artkeep.db import draft, revisions
from artkeep.db.engine import Database, Tx
from artkeep.db.migrate import Standing, _alone, migrate, open_library, standing_of
from artkeep.db.migrations import OURS, VERSION_TABLE, Steps
from artkeep.db.tables import library, metadata, run
from artkeep.errors import (
    Damaged,
    ForeignDatabase,
    LibraryBusy,
    LibraryError,
    NewerLibrary,
    OlderLibrary,
)
from tests.clocks import HandClock

# SQLite cannot tell Alembic of an index over an expression; PostgreSQL's are compared
pytestmark = pytest.mark.filterwarnings("ignore:autogenerate skipping .* expression-based index")

sqlite_only = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
postgresql_only = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def empty(empty_url: str, clock: HandClock) -> Iterator[Database]:
    """A database with nothing in it."""
    with Database(empty_url, clock) as database:
        yield database


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def ours(empty: Database, home: Path) -> Database:
    """A library of today, with a row in it."""
    migrate(empty, home=home)
    add_run(empty, "a")
    return empty


def add_run(database: Database, subject: str) -> None:
    with database.begin() as tx:
        row = {"kind": "test", "subject": subject, "arguments": {}, "state": "queued"}
        tx.execute(sa.insert(run).values(**row, changed_at=tx.now, created_at=tx.now))


def subjects(tx: Tx) -> list[str]:
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


ADD_NOTE = 'op.add_column("run", sa.Column("note", sa.Text))'
ANOTHER_TABLE = 'op.create_table("extra", sa.Column("id", sa.Integer, primary_key=True))'
FAIL = 'op.execute("selekt 1")'


def version(database: Database) -> str:
    with database.read() as tx:
        return str(tx.execute(sa.text(f"select version_num from {VERSION_TABLE}")).scalar_one())


def columns(database: Database) -> set[str]:
    with database.read() as tx:
        return {column["name"] for column in sa.inspect(tx.connection).get_columns("run")}


# What is made


def schema(tx: Tx) -> dict[str, Any]:
    """Return what a schema is beside its columns, in words."""
    inspector = sa.inspect(tx.connection)
    return {
        table: {
            "checks": {
                check["name"]: words(check["sqltext"])
                for check in inspector.get_check_constraints(table)
            },
            "indexes": {
                index["name"]: (index["column_names"], bool(index["unique"]), condition(index))
                for index in inspector.get_indexes(table)
            },
            "unique": {
                each["name"]: each["column_names"]
                for each in inspector.get_unique_constraints(table)
            },
            "keys": {
                key["name"]: (key["constrained_columns"], key["referred_table"], key["options"])
                for key in inspector.get_foreign_keys(table)
            },
            "primary": inspector.get_pk_constraint(table)["constrained_columns"],
            "ids_come_again": not counts_on(tx, table),
        }
        for table in sorted(set(inspector.get_table_names()) - {VERSION_TABLE})
    }


def words(condition: str) -> list[str]:
    return re.findall(r"\w+", condition.lower())


def condition(index: Any) -> list[str]:
    options = index.get("dialect_options", {})
    return words(str(next((options[key] for key in options if key.endswith("_where")), "")))


def counts_on(tx: Tx, table: str) -> bool:
    if tx.engine_name == "postgresql":
        return True
    query = sa.text("select sql from sqlite_master where name = :table")
    return "autoincrement" in tx.execute(query, {"table": table}).scalar_one().lower()


def test_migrations_make_exactly_the_tables_of_today(ours: Database) -> None:
    with ours.alter() as tx:
        context = MigrationContext.configure(
            tx.connection, opts={"version_table": VERSION_TABLE, "compare_server_default": True}
        )
        assert [] == compare_metadata(context, metadata)
        migrated = schema(tx)
        for table in reversed(metadata.sorted_tables):
            table.drop(tx.connection)
        metadata.create_all(tx.connection)

        assert migrated == schema(tx)


def test_our_head_is_the_newest_migration() -> None:
    assert [OURS.head] == revisions.script(OURS).get_heads()


def test_nothing_is_left_to_draft(ours: Database) -> None:
    assert "pass" in draft.draft(ours)


def test_the_draft_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    draft.main()

    assert "pass" in capsys.readouterr().out


def test_a_draft_shows_what_is_missing(empty: Database) -> None:
    drafted = draft.draft(empty)

    assert "op.create_table('image'" in drafted
    assert "sa.Column('added_at', Moment, nullable=False)" in drafted


def test_a_library_has_a_mark_of_its_own(ours: Database, tmp_path: Path) -> None:
    with Database(tmp_path / "other.db", SystemClock()) as other:
        migrate(other, home=tmp_path)
        marks = [mark_of(ours), mark_of(other)]

    assert [32, 32] == [len(mark) for mark in marks]
    assert marks[0] != marks[1]


def mark_of(database: Database) -> str:
    with database.read() as tx:
        return str(tx.execute(sa.select(library.c.mark)).scalar_one())


# Opening


def test_opening_makes_a_library_where_there_is_none(
    tmp_path: Path, home: Path, clock: HandClock
) -> None:
    with Database(tmp_path / "new" / "library.db", clock) as database:
        open_library(database, home=home)
        with database.read() as tx:
            assert Standing.CURRENT is standing_of(tx)
            assert "wal" == tx.connection.exec_driver_sql("pragma journal_mode").scalar_one()

    assert not (home / "backups").exists()


@postgresql_only
def test_opening_leaves_an_empty_server_database_to_migrate(empty: Database, home: Path) -> None:
    with pytest.raises(OlderLibrary, match="artkeep migrate"):
        open_library(empty, home=home)

    migrate(empty, home=home)
    open_library(empty, home=home)


@postgresql_only
def test_opening_leaves_an_older_server_library_to_migrate(ours: Database, tmp_path: Path) -> None:
    steps = later(tmp_path, ADD_NOTE)
    with pytest.raises(OlderLibrary, match="older schema"):
        open_library(ours, home=tmp_path, steps=steps)

    migrate(ours, home=tmp_path, steps=steps)
    open_library(ours, home=tmp_path, steps=steps)
    assert "note" in columns(ours)


def test_opening_again_changes_nothing(ours: Database, home: Path) -> None:
    mark = mark_of(ours)
    open_library(ours, home=home)

    assert mark == mark_of(ours)
    assert not (home / "backups").exists()


def test_an_old_database_of_another_program_stays_as_it_is(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "deviant.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript("create table deviations (id integer); insert into deviations values (1)")
    before = path.read_bytes()

    with (
        Database(path, SystemClock()) as database,
        pytest.raises(ForeignDatabase, match="artkeep import-from"),
    ):
        open_library(database, home=home)

    assert before == path.read_bytes()
    assert ["deviant.db"] == [each.name for each in tmp_path.iterdir()]


def test_a_database_of_another_program_is_not_migrated(empty: Database, home: Path) -> None:
    with empty.alter() as tx:
        tx.connection.exec_driver_sql("create table alembic_version (version_num text)")
    with pytest.raises(ForeignDatabase):
        open_library(empty, home=home)
    with pytest.raises(ForeignDatabase):
        migrate(empty, home=home)

    with empty.read() as tx:
        assert ["alembic_version"] == sa.inspect(tx.connection).get_table_names()


def test_a_newer_library_stays_as_it_is(ours: Database, home: Path) -> None:
    with ours.begin() as tx:
        tx.execute(sa.text(f"update {VERSION_TABLE} set version_num = '7777'"))
    with pytest.raises(NewerLibrary, match="newest Artkeep"):
        open_library(ours, home=home)
    with pytest.raises(NewerLibrary):
        migrate(ours, home=home)

    assert "7777" == version(ours)


# Migrating


def test_pending_migrations_keep_the_rows(ours: Database, tmp_path: Path) -> None:
    migrate(ours, home=tmp_path, steps=later(tmp_path, ADD_NOTE, ANOTHER_TABLE))

    assert "9002" == version(ours)
    assert "note" in columns(ours)
    with ours.read() as tx:
        assert ["a"] == subjects(tx)


def test_a_migration_that_fails_leaves_everything_as_it_was(ours: Database, tmp_path: Path) -> None:
    steps = later(tmp_path, ADD_NOTE, ANOTHER_TABLE, FAIL)
    with pytest.raises(sa.exc.DBAPIError):
        migrate(ours, home=tmp_path, steps=steps)

    assert OURS.head == version(ours)
    assert "note" not in columns(ours)
    with ours.read() as tx:
        assert "extra" not in sa.inspect(tx.connection).get_table_names()


def test_a_migration_that_loses_rows_is_undone(ours: Database, tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="0 of 1 rows in run"):
        migrate(ours, home=tmp_path, steps=later(tmp_path, 'op.execute("delete from run")'))

    with ours.read() as tx:
        assert ["a"] == subjects(tx)


def test_a_migration_may_say_that_rows_go(ours: Database, tmp_path: Path) -> None:
    steps = later(tmp_path, 'op.execute("delete from run")', rows_change='{"run"}')
    migrate(ours, home=tmp_path, steps=steps)

    with ours.read() as tx:
        assert [] == subjects(tx)


@sqlite_only
def test_a_table_made_anew_keeps_what_refers_to_it(ours: Database, tmp_path: Path) -> None:
    with ours.begin() as tx:
        tx.execute(
            sa.text(
                "insert into run_outcome (run_id, ref_key, path, status) "
                "values (1, x'00', 'a', 'new')"
            )
        )
    body = """
    with op.batch_alter_table("run", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.alter_column("unit", type_=sa.Text)
    """.strip()
    migrate(ours, home=tmp_path, steps=later(tmp_path, body))

    with ours.read() as tx:
        assert 1 == tx.execute(sa.text("select count(*) from run_outcome")).scalar_one()
    with pytest.raises(sa.exc.IntegrityError), ours.begin() as tx:
        tx.execute(sa.delete(run))


@sqlite_only
def test_a_migration_that_breaks_a_reference_is_undone(ours: Database, tmp_path: Path) -> None:
    body = "op.execute(\"insert into run_outcome values (1, 404, x'00', 'a', null, 'new', null)\")"
    with pytest.raises(Damaged, match="run_outcome"):
        migrate(ours, home=tmp_path, steps=later(tmp_path, body, rows_change='{"run_outcome"}'))

    assert OURS.head == version(ours)


def test_two_that_migrate_at_once_do_it_once(empty: Database, empty_url: str, home: Path) -> None:
    def open_it(_: int) -> str:
        with Database(empty_url, SystemClock()) as database:
            migrate(database, home=home)
            return mark_of(database)

    with ThreadPoolExecutor(4) as threads:
        marks = set(threads.map(open_it, range(4)))

    assert {mark_of(empty)} == marks


# Copies


@sqlite_only
def test_a_library_is_copied_before_it_is_migrated(ours: Database, tmp_path: Path) -> None:
    migrate(ours, home=tmp_path, steps=later(tmp_path, ADD_NOTE))

    (copy,) = (tmp_path / "backups").iterdir()
    assert f"library-20260301-120000-{OURS.head}.db" == copy.name
    with Database(copy, SystemClock()) as before:
        assert "note" not in columns(before)
        with before.read() as tx:
            assert ["a"] == subjects(tx)


@sqlite_only
def test_the_newest_five_copies_are_kept(ours: Database, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    for day in range(1, 8):
        (backups / f"library-202601{day:02}-000000-0001.db").touch()
    (backups / "mine.db").touch()
    (backups / f"library-20260301-120000-{OURS.head}.db.part").write_text("cut short")
    migrate(ours, home=tmp_path, steps=later(tmp_path, ADD_NOTE))

    assert [
        "library-20260104-000000-0001.db",
        "library-20260105-000000-0001.db",
        "library-20260106-000000-0001.db",
        "library-20260107-000000-0001.db",
        f"library-20260301-120000-{OURS.head}.db",
        "mine.db",
    ] == sorted(each.name for each in backups.iterdir())


@sqlite_only
def test_where_no_copy_can_be_made_nothing_is_migrated(ours: Database, tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("a file in the way")
    with pytest.raises(LibraryError, match="was not migrated"):
        migrate(ours, home=tmp_path, steps=later(tmp_path, ADD_NOTE))

    assert OURS.head == version(ours)


def test_another_process_that_migrates_for_long_is_named(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with _alone(path), pytest.raises(LibraryBusy, match="migrating"), _alone(path, seconds=0):
        pass

    with _alone(path, seconds=0):
        pass
