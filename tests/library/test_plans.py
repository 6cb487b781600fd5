"""No page, no tick and no start walks through the library: what each asks for has its index."""

import re
from contextlib import contextmanager
from datetime import timedelta

import sqlalchemy as sa

from artkeep import jobs
from artkeep.library import (
    audits,
    checks,
    collections,
    emptying,
    images,
    outcomes,
    posts,
    publications,
    tallies,
    trash,
    wanted,
)
from artkeep.model.records import OutcomeStatus
from tests.library import many

MONTH = timedelta(days=30)
BIG = "post|page|image|artwork|collection_item|run_outcome|post_check"
SITES = ["pixiv", "danbooru", "imagefap"]

ASKED = {
    "sources: lists": tallies.of_lists,
    "sources: sites": lambda tx: tallies.of_sites(tx, SITES),
    "sources: runs": lambda tx: jobs.of_kinds(tx, {"fetch", "refresh"}),
    "sources: one list": lambda tx: collections.count(tx, 1),
    "missing: pictures": lambda tx: tallies.missing_pictures(tx, "danbooru", 0, 101),
    "missing: posts": lambda tx: tallies.missing_posts(tx, "danbooru", 0, 101),
    "fetch: posts": lambda tx: wanted.posts(tx, "danbooru", 2, [5, 6]),
    "fetch: pages": lambda tx: wanted.pages(tx, "danbooru", 16, [5, 6]),
    "fetch: left": lambda tx: wanted.left(tx, "danbooru"),
    "tick: what is wanted": wanted.sites,
    "tick: lists": collections.due,
    "tick: sites to look at": lambda tx: posts.sites(tx, SITES),
    "recheck: due": lambda tx: checks.due(tx, "danbooru", 500, tx.now + MONTH),
    "recheck: doubts": lambda tx: checks.doubtful(tx, "danbooru", 500),
    "recheck: missed": lambda tx: checks.missed(tx, "danbooru", 500),
    "recheck: controls": lambda tx: checks.healthy(tx, "danbooru"),
    "gone: shelf": lambda tx: checks.gone(tx, None, 60),
    "gone: further": lambda tx: checks.gone(tx, (tx.now, 99), 60),
    "gone: news": lambda tx: checks.news(tx, tx.now - MONTH, 60),
    "trash": lambda tx: trash.newest(tx, None, 60),
    "trash: further": lambda tx: trash.newest(tx, (tx.now, 99), 60),
    "trash: how much": trash.count,
    "trash: of a run": lambda tx: trash.of_run(tx, 1, 100),
    "trash: how much of a run": lambda tx: trash.count_of_run(tx, 1),
    "trash: never again": lambda tx: trash.shunned(tx, 0, 60),
    "trash: empty": lambda tx: emptying.doomed(tx, 0, 50),
    "audit: pictures": lambda tx: audits.images_of(tx, 1, 0, 200),
    "start: blobs": images.any_kept,
    "start: pictures": images.count,
    "compare": lambda tx: images.not_compared(tx, 100),
    "work": lambda tx: posts.of_artwork(tx, 99),
    "work: versions": lambda tx: posts.versions(tx, 99),
    "work: posts": lambda tx: publications.of_artwork(tx, 99),
    "post: pictures": lambda tx: publications.pages(tx, 99),
    "post: lists": lambda tx: publications.lists(tx, 99),
    "post: before": lambda tx: publications.revisions(tx, 99),
    "gone: covers": lambda tx: publications.covers(tx, [99, 3]),
    "picture": lambda tx: posts.places(tx, [99, 3]),
    "activity": lambda tx: jobs.recent(tx, 50),
    "activity: refused": lambda tx: outcomes.after(tx, 1, 0, 100, OutcomeStatus.REFUSED),
    "activity: files": lambda tx: outcomes.after(tx, 1, 0, 100),
}


@contextmanager
def overheard(tx):
    """The statements that are asked in the block, with what is bound to them."""
    said = []

    def listen(connection, cursor, statement, parameters, context, executemany):
        said.append((statement, parameters))

    sa.event.listen(tx.connection, "before_cursor_execute", listen)
    yield said
    sa.event.remove(tx.connection, "before_cursor_execute", listen)


def plan(tx, statement, parameters):
    how = "explain query plan" if tx.engine_name == "sqlite" else "explain"
    return [row[-1] for row in tx.connection.exec_driver_sql(f"{how} {statement}", parameters)]


def walks(line):
    """Whether a step of a plan reads a whole table; that there is a way around, PostgreSQL says."""
    scanned = re.search(rf"SCAN ({BIG})\b(?! USING)|Seq Scan on ({BIG})\b", line)
    return scanned is not None


def test_everything_asked_for_in_a_large_library_has_its_index(database):
    many.fill(database, 2000)
    walking = {}
    for name, ask in ASKED.items():
        with database.begin() as tx, overheard(tx) as said:
            ask(tx)
        with database.read() as tx:
            if tx.engine_name == "postgresql":  # it prefers to read a few rows as they lie
                tx.connection.exec_driver_sql("set local enable_seqscan = off")
            selects = [each for each in said if each[0].startswith("SELECT")]
            assert selects, name
            steps = [step for each in selects for step in plan(tx, *each)]
        walking |= {f"{name}: {step}": True for step in steps if walks(step)}

    assert {} == walking


def test_what_one_site_wants_is_not_searched_among_what_another_wants(database):
    many.fill(database, 2000)
    with database.read() as tx, overheard(tx) as said:
        found = wanted.pages(tx, "danbooru", 16)
    with database.read() as tx:
        if tx.engine_name == "postgresql":
            tx.connection.exec_driver_sql("set local enable_seqscan = off")
            tx.connection.exec_driver_sql("set local enable_bitmapscan = off")
        ((statement, parameters),) = [each for each in said if each[0].startswith("SELECT")]
        steps = plan(tx, statement, parameters)

    assert {"danbooru"} == {page.ref.site for page in found}
    assert any("ix_page_wanted" in step for step in steps), steps
    assert not any("TEMP B-TREE" in step or "Sort" in step for step in steps), steps
