"""A page of a search over HTTP, beside the statement one would write by hand for it.

Each query is asked for in turn with its bare statement, in one process, on libraries of 100 k and
1 M works with six words each. What a page costs more than its statement is reading the query,
choosing how to walk, the server, and writing JSON. That is measured in time of the processor: what
else a machine does is no part of it. PostgreSQL walks in processes of its own, so there the clock
is asked too: what a page makes the database do beyond its statement counts as well.
"""

import http.client
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from artkeep.workbench import Workbench
from benchmarks.figure import Figure
from benchmarks.gallery import served
from benchmarks.search_library import library
from benchmarks.turns import Spent, spent
from tests.postgres import cluster

BENCH = "search"
WORKS = 120  # a page
POSTGRESQL = "PostgreSQL"
P95 = {100_000: 100, 1_000_000: 300}  # milliseconds
BESIDE = 15  # milliseconds a page may take beside its statement

COLUMNS = (
    "a.id, a.title, a.added_at, a.position, a.pages, a.rating, a.marks, "
    "i.sha256, i.width, i.height, i.frames, i.placeholder"
)
SHOWN = "a.cover_id is not null and a.trashed_at is null"
NEWEST = f"order by a.position desc, a.id desc limit {WORKS + 1}"
ALONG = f"order by t.position desc, t.artwork_id desc limit {WORKS + 1}"
# the columns of orders; works without the value come last, in a walk of their own
ORDERS = {
    "date": "posted_at",
    "score": "score",
    "size": "size_bytes",
    "pixels": "pixels",
    "width": "width",
    "height": "height",
    "ratio": "ratio",
    "pages": "pages",
}
IMAGE = "join image i on i.id = a.cover_id"
WORK = f"from artwork a {IMAGE}"
TERM = f"from artwork_term t join artwork a on a.id = t.artwork_id {IMAGE}"


def has(*terms: int) -> str:
    """Return that a work has one of these terms."""
    some = ", ".join(map(str, terms))
    return (
        f"exists (select 1 from artwork_term x where x.term_id in ({some}) "
        "and x.position = a.position and x.artwork_id = a.id)"
    )


def says(engine: str, *words: str) -> str:
    """Return how works that say these words are found."""
    if engine == "sqlite":
        return f"""a.id in (select rowid from artwork_words
            where artwork_words match '"{" ".join(words)}"')"""
    phrase = " <-> ".join(words)
    return f"a.id in (select artwork_id from artwork_words where tokens @@ '{phrase}'::tsquery)"


def queries(engine: str) -> dict[str, str]:
    """Return queries, each with what stands behind the columns of its bare statement."""
    score, ratio = by("score"), by("ratio")
    like = "(select id from term where key >= ':tag1234' and key < ':tag1235')"
    return {
        "": f"{WORK} where {SHOWN} {NEWEST}",
        "tag1": f"{TERM} where t.term_id = 1 {ALONG}",
        "tag20000": f"{TERM} where t.term_id = 20000 {ALONG}",
        "tag1 tag2": f"{TERM} where t.term_id = 2 and {has(1)} {ALONG}",
        "tag20000 tag1": f"{TERM} where t.term_id = 20000 and {has(1)} {ALONG}",
        "tag1 -tag2": f"{TERM} where t.term_id = 1 and not {has(2)} {ALONG}",
        "-tag1 -tag2": f"{WORK} where {SHOWN} and not {has(1)} and not {has(2)} {NEWEST}",
        "tag5 or tag9000": f"{WORK} where {SHOWN} and {has(5, 9000)} {NEWEST}",
        "site:pixiv width:>=1920": (f"{TERM} where t.term_id = 50001 and a.width >= 1920 {ALONG}"),
        "tag3 ratio:1:1": (
            f"{TERM} where t.term_id = 3 and a.width between a.height * 0.99 "
            f"and a.height * 1.01 {ALONG}"
        ),
        "size:>20018000": f"{WORK} where {SHOWN} and a.size_bytes > 20018000 {NEWEST}",
        "ratio:>8": f"{WORK} where {SHOWN} and a.ratio > 8 {NEWEST}",
        **orders(),
        "tag2 order:score": (f"{WORK} where {SHOWN} and a.score is not null and {has(2)} {score}"),
        "tag20000 order:score": f"{TERM} where t.term_id = 20000 {score}",
        "tag2 order:ratio": f"{WORK} where {SHOWN} and a.ratio is not null and {has(2)} {ratio}",
        '"word1 word2"': f"{WORK} where {SHOWN} and {says(engine, 'word1', 'word2')} {NEWEST}",
        '"word900 word1200"': (
            f"{WORK} where {SHOWN} and {says(engine, 'word900', 'word1200')} {NEWEST}"
        ),
        "tag1234*": (
            f"{WORK} where {SHOWN} and a.id in "
            f"(select artwork_id from artwork_term where term_id in {like}) {NEWEST}"
        ),
    }


def orders() -> dict[str, str]:
    """Return every order of works, down or up, with what stands behind its bare statement."""
    start = 7 * 2_654_435_761 % 2**31  # where the seed 7 begins
    up = f"order by a.position, a.id limit {WORKS + 1}"
    chance = f"order by a.shuffle, a.id limit {WORKS + 1}"
    found = {
        f"order:{name}": f"{WORK} where {SHOWN} and a.{column} is not null {by(column)}"
        for name, column in ORDERS.items()
    }
    return found | {
        "order:added_asc": f"{WORK} where {SHOWN} {up}",
        "order:id": f"{WORK} where {SHOWN} order by a.id limit {WORKS + 1}",
        "order:random:7": f"{WORK} where {SHOWN} and a.shuffle >= {start} {chance}",
    }


def by(column: str) -> str:
    """Return how works are sorted by a column, highest first."""
    return f"order by a.{column} desc, a.id desc limit {WORKS + 1}"


@dataclass(frozen=True, slots=True)
class Took:
    """What a page and its bare statement took, round by round."""

    pages: list[Spent]
    bare: list[Spent]

    @property
    def beside(self) -> float:
        """Seconds on the clock that a page takes beside its statement."""
        pairs = zip(self.pages, self.bare, strict=True)
        return median(page.seconds - bare.seconds for page, bare in pairs)

    @property
    def rendering(self) -> float:
        """Seconds of this process that it takes beside it, however busy the machine is."""
        pairs = zip(self.pages, self.bare, strict=True)
        return median(page.processor - bare.processor for page, bare in pairs)


def run(*, quick: bool) -> Iterator[Figure]:
    """Measure every query on three libraries."""
    small, large, rounds = (2_000, 5_000, 5) if quick else (100_000, 1_000_000, 30)
    with tempfile.TemporaryDirectory(prefix="artkeep-bench-") as folder, ExitStack() as open_:
        server = open_.enter_context(cluster())
        for name, size, url in (
            ("SQLite", small, None),
            (POSTGRESQL, small, server.url(server.make())),
            ("SQLite", large, None),
        ):
            home = Path(folder) / f"{name}-{size}"
            with library(home, size, url) as bench:
                yield from figures(name, size, measure(bench, rounds))


def measure(bench: Workbench, rounds: int) -> dict[str, Took]:
    """Ask for each page and for its bare statement, in turns."""
    asked = queries(bench.db.engine_name)
    took = {query: Took([], []) for query in asked}
    with served(bench) as port:
        for number in range(rounds + 1):
            for query, behind in asked.items():
                page = spent(partial(fetch, port, query))
                bare = spent(partial(ask, bench, f"select {COLUMNS} {behind}"))
                if number:  # the first, unhurried, is not counted
                    took[query].pages.append(page)
                    took[query].bare.append(bare)
    return took


def fetch(port: int, query: str) -> bytes:
    """Return a page. Raises HTTPException when it is not one."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        connection.request("GET", f"/api/search?{urlencode({'q': query, 'limit': WORKS})}")
        answer = connection.getresponse()
        if answer.status != http.HTTPStatus.OK:
            raise http.client.HTTPException(f"{query}: {answer.status} {answer.read()!r}")
        return answer.read()
    finally:
        connection.close()


def ask(bench: Workbench, statement: str) -> None:
    """Run a statement and read what it says."""
    with bench.db.read() as tx:
        tx.connection.exec_driver_sql(statement).fetchall()


def figures(name: str, size: int, took: dict[str, Took]) -> Iterator[Figure]:
    """Report each query beside its statement, then all of them together."""
    where = f"{name}, {size:,} works"
    for query, times in took.items():
        page, bare = (
            median(each.seconds for each in some) * 1000 for some in (times.pages, times.bare)
        )
        named = f"{where}: {query or 'everything'}"
        yield Figure(BENCH, named, page, "ms", f"its bare statement, {bare:.1f} ms", page / bare)
    slowest = max(took, key=lambda query: took[query].beside)
    most = f"{where}: the most beside a statement ({slowest})"
    by_clock = f"<= {BESIDE}" if name == POSTGRESQL else None
    yield Figure(BENCH, most, took[slowest].beside * 1000, "ms", goal=by_clock)
    dearest = max(took, key=lambda query: took[query].rendering)
    yield Figure(
        bench=BENCH,
        figure=f"{where}: the most work beside a statement ({dearest})",
        value=took[dearest].rendering * 1000,
        unit="ms",
        goal=f"<= {BESIDE}",
    )
    pages = sorted(page.seconds for times in took.values() for page in times.pages)
    yield Figure(
        bench=BENCH,
        figure=f"{where}: 95 of 100 pages within",
        value=quantiles(pages, n=20)[-1] * 1000,
        unit="ms",
        goal=f"<= {P95.get(size, 100)}",
    )
