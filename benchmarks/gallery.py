"""A page of the gallery, asked for over HTTP: at the top, in the middle, at the end.

The libraries hold rows without pictures. Every position of both sizes is asked for in turn, many
times; the slowest median against the fastest says whether place or size costs anything.
"""

import http.client
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import numpy as np
import sqlalchemy as sa

from artkeep.clock import SystemClock
from artkeep.db.tables import artwork, image
from artkeep.explore import search
from artkeep.library import query
from artkeep.settings import Settings
from artkeep.web.server import server_for
from artkeep.workbench import Workbench, open_workbench
from benchmarks.figure import Figure
from benchmarks.turns import seconds

BENCH = "gallery"
ROWS = 20_000  # written at a time
START = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """A page of one library, and how to ask for it."""

    name: str
    port: int
    address: str


def run(*, quick: bool) -> Iterator[Figure]:
    """Measure six pages of two libraries."""
    sizes, times = ((2_000, 20_000), 10) if quick else ((100_000, 1_000_000), 60)
    with tempfile.TemporaryDirectory(prefix="artkeep-bench-") as folder, ExitStack() as open_:
        places: list[Place] = []
        for size in sizes:
            bench = open_.enter_context(library(Path(folder) / str(size), size))
            port = open_.enter_context(served(bench))
            places += positions(bench, size, port)
        took = {place: [fetch(place)] for place in places}  # the first, unhurried, is not counted
        for _ in range(times):
            for place in places:
                took[place].append(fetch(place))
    yield from figures({place: median(times[1:]) for place, times in took.items()})


def figures(took: dict[Place, float]) -> Iterator[Figure]:
    """Report each page, then the slowest beside the fastest."""
    for place, each in took.items():
        yield Figure(BENCH, f"a page, {place.name}", each * 1000, "ms")
    slowest, fastest = max(took.values()), min(took.values())
    yield Figure(
        bench=BENCH,
        figure="the slowest of these pages",
        value=slowest * 1000,
        unit="ms",
        against="the fastest of them",
        ratio=slowest / fastest,
        goal="<= 2",
    )


@contextmanager
def library(home: Path, size: int) -> Iterator[Workbench]:
    """Make a library of rows, two works a second."""
    settings = Settings(home=home, workers=1)
    with open_workbench(settings, SystemClock()) as bench:
        dice = np.random.Generator(np.random.PCG64(size))
        for first in range(0, size, ROWS):
            with bench.db.begin() as tx:
                ids = range(first + 1, min(first + ROWS, size) + 1)
                tx.execute(sa.insert(image), [image_row(number, dice) for number in ids])
                tx.execute(sa.insert(artwork), [artwork_row(number) for number in ids])
        yield bench


def image_row(number: int, dice: np.random.Generator) -> dict[str, object]:
    """Return an image that was never seen."""
    return {
        "id": number,
        "sha256": dice.bytes(32),
        "size_bytes": 400_000,
        "media_type": "image/jpeg",
        "width": 1200 + number % 900,
        "height": 1000 + number % 700,
        "frames": 1,
        "pdq": dice.bytes(32),
        "dhash": dice.bytes(16),
        "quality": 100,
        "placeholder": number * 2654435761 % 2**24,
        "look_version": 1,
        "kept": "reference",
        "added_at": START + timedelta(seconds=number // 2),
        "shown_at": START + timedelta(seconds=number // 2),
    }


def artwork_row(number: int) -> dict[str, object]:
    """Return the work that an image shows."""
    return {
        "id": number,
        "title": f"Study no. {number}",
        "cover_id": number,
        "added_at": START + timedelta(seconds=number // 2),
        "shown_at": START + timedelta(seconds=number // 2),
        "position": (int(START.timestamp()) + number // 2) * 1_000_000,
    }


@contextmanager
def served(bench: Workbench) -> Iterator[int]:
    """Serve the pages on a free port, and return it."""
    server = server_for(bench, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, name="pages")
    thread.start()
    while not server.started:
        bench.clock.sleep(0.05)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def positions(bench: Workbench, size: int, port: int) -> Iterator[Place]:
    """Find the addresses of the first page, one in the middle and the last but one."""
    yield Place(f"{size:,} works, top", port, "/")
    for name, skipped in (("middle", size // 2), ("end", size - 2 * search.PAGE)):
        yield Place(f"{size:,} works, {name}", port, f"/?after={after(bench, skipped)}")


def after(bench: Workbench, skipped: int) -> str:
    """Return the position behind so many works."""
    inorder = sa.select(artwork.c.id).order_by(artwork.c.position.desc(), artwork.c.id.desc())
    with bench.db.read() as tx:
        last = tx.execute(inorder.offset(skipped - 1).limit(1)).scalar_one()
        return str(query.anchor_of(tx, query.parse(""), last))


def fetch(place: Place) -> float:
    """Return how many seconds a page takes, from connecting to its last byte."""
    return seconds(lambda: get(place))


def get(place: Place) -> bytes:
    """Return a page. Raises HTTPException when it is not one."""
    connection = http.client.HTTPConnection("127.0.0.1", place.port)
    try:
        connection.request("GET", place.address)
        answer = connection.getresponse()
        if answer.status != http.HTTPStatus.OK:
            raise http.client.HTTPException(f"{place.address} answers {answer.status}")
        return answer.read()
    finally:
        connection.close()
