import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from artkeep.clock import SystemClock
from artkeep.db import draft, revisions
from artkeep.db.engine import Database, Tx
from artkeep.db.migrate import migrate
from artkeep.db.migrations import OURS, VERSION_TABLE
from artkeep.db.tables import metadata, run
from artkeep.errors import (
    Damaged,
)
from tests.db.libraries import (
    ADD_NOTE,
    ANOTHER_TABLE,
    FAIL,
    columns,
    later,
    mark_of,
    sqlite_only,
    subjects,
    version,
    write_all,
)

# SQLite cannot tell Alembic of an index over an expression; PostgreSQL's are compared
pytestmark = [
    pytest.mark.filterwarnings("ignore:autogenerate skipping .* expression-based index"),
    pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index"),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def ours(empty_database: Database, home: Path) -> Database:
    """A library of today, with a row in it."""
    migrate(empty_database, home=home)
    write_all(empty_database, ["a"])
    return empty_database


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
        if draft.is_told(table, "table", None)
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
            tx.connection,
            opts={
                "version_table": VERSION_TABLE,
                "compare_server_default": True,
                "include_name": draft.is_told,
            },
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


def test_a_draft_shows_what_is_missing(empty_database: Database) -> None:
    drafted = draft.draft(empty_database)

    assert "op.create_table('image'" in drafted
    assert "sa.Column('added_at', Moment, nullable=False)" in drafted


def test_a_library_has_a_mark_of_its_own(ours: Database, tmp_path: Path) -> None:
    with Database(tmp_path / "other.db", SystemClock()) as other:
        migrate(other, home=tmp_path)
        marks = [mark_of(ours), mark_of(other)]

    assert [32, 32] == [len(mark) for mark in marks]
    assert marks[0] != marks[1]


# Migrating


def test_pending_migrations_keep_the_rows(ours: Database, tmp_path: Path) -> None:
    migrate(ours, home=tmp_path, steps=later(tmp_path, ADD_NOTE, ANOTHER_TABLE))

    assert "9002" == version(ours)
    assert "note" in columns(ours)
    assert ["a"] == subjects(ours)


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

    assert ["a"] == subjects(ours)


def test_a_migration_may_say_that_rows_go(ours: Database, tmp_path: Path) -> None:
    steps = later(tmp_path, 'op.execute("delete from run")', rows_change='{"run"}')
    migrate(ours, home=tmp_path, steps=steps)

    assert [] == subjects(ours)


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


def test_two_that_migrate_at_once_do_it_once(
    empty_database: Database, empty_url: str, home: Path
) -> None:
    def open_it(_: int) -> str:
        with Database(empty_url, SystemClock()) as database:
            migrate(database, home=home)
            return mark_of(database)

    with ThreadPoolExecutor(4) as threads:
        marks = set(threads.map(open_it, range(4)))

    assert {mark_of(empty_database)} == marks
