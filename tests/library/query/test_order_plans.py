"""Every order is walked along an index, both ways, on both engines: no page is sorted."""

from artkeep.library.query import parse, search
from artkeep.library.query.qualifiers import ORDERS
from artkeep.model.viewing import EVERYTHING, Allow
from tests.library.query.shelf import fill_barely, shelf
from tests.library.test_plans import overheard, plan

NAMED = [name for name in ORDERS if name not in {"list", "random"}]  # a list has rows of its own
ALL = [*(f"{name}{way}" for name in NAMED for way in ("_asc", "_desc")), "random:7"]
SORTS = ("TEMP B-TREE", "Sort")


def steps(database, text, allow):
    """Return how an engine goes about a page of a query."""
    with database.read() as tx, overheard(tx) as said:
        assert search(tx, parse(text), None, 60, allow)
    with database.read() as tx:
        if tx.engine_name == "postgresql":  # it prefers to read a few rows as they lie
            tx.connection.exec_driver_sql("set local enable_seqscan = off")
            tx.connection.exec_driver_sql("set local enable_bitmapscan = off")
        walks = [each for each in said if "LIMIT" in each[0]]
        return [step for each in walks for step in plan(tx, *each)]


def test_no_order_sorts_the_works(database):
    with database.begin() as tx:
        fill_barely(tx, shelf(2500))
    if database.engine_name == "postgresql":
        with database.outside() as connection:
            connection.exec_driver_sql("analyze artwork")

    sorting = {}
    for order in ALL:
        for text in (f"order:{order}", f"width:>100 order:{order}"):
            for allow in (EVERYTHING, Allow(nsfw=False)):
                found = steps(database, text, allow)
                assert found, text
                if any(word in step for step in found for word in SORTS):
                    sorting[text, allow.nsfw] = found

    assert {} == sorting
