"""How works are walked: what many have is never sorted, what few have is."""

import pytest
from sqlalchemy.dialects import sqlite

from artkeep.library.query import sorting
from artkeep.library.query.lookup import look_up
from artkeep.library.query.parser import parse
from artkeep.library.query.plan import plan
from artkeep.model.viewing import Allow
from tests.library.query.shelf import fill_barely, shelf

SORTS = "USE TEMP B-TREE FOR ORDER BY"
COMMON = [
    "",
    "type:png",
    "type:png frames:1",
    "-fox -cat",
    "type:png or type:jpg",
    "width:>100",
    "pages:1",
    "pages:1,2",
    "score:none",
    "date:>2020 -fox",
    "order:score",
    "pages:1 order:date_asc",
    "type:png order:size",
    "width:>100 order:pixels",
    "score:>0 order:score_asc",
    "order:width",
    "order:random:3",
    "-(fox cat) order:id",
]
RARE = ["id:7", "id:1..9 order:date", "type:png id:<3 order:score"]


@pytest.fixture
def engine():
    return "sqlite"


def plans(tx, text):
    """Return how SQLite goes about each leg of a query."""
    query = parse(text)
    by = sorting.column_name(query.order)
    walk = plan(tx, query.tree, look_up(tx, query.tree), Allow(nsfw=False), by)
    walk = sorting.in_order(walk, query.order)
    for leg in walk.legs:
        statement = sorting.statement(walk, leg, None, backwards=False).limit(60)
        plain = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        rows = tx.connection.exec_driver_sql(f"explain query plan {plain}")
        yield " | ".join(row.detail for row in rows)


def test_what_is_common_is_walked_in_order_and_what_is_rare_is_sorted(database):
    with database.begin() as tx:
        fill_barely(tx, shelf(2500))

    with database.read() as tx:
        sorted_ones = {text: any(SORTS in each for each in plans(tx, text)) for text in COMMON}
        assert dict.fromkeys(COMMON, False) == sorted_ones
        assert {True} == {any(SORTS in each for each in plans(tx, text)) for text in RARE}
