"""Every page with works, artists or lists on it, at 100 k and at 1 M works, as the server sends it.

`artkeep up` serves both libraries, each in a process of its own; each page is asked for in turn of
both. What a page takes of a library ten times as large says whether anything on it is counted or
searched for by walking through all there is. Then the memory of a server is watched while it
sends pages.
"""

import http.client
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from benchmarks.figure import Figure
from benchmarks.pages_library import WORKS_EACH, whole
from benchmarks.paint_library import serving
from benchmarks.processes import memory_of
from benchmarks.turns import seconds

BENCH = "pages"
COOKIE = {"cookie": f"artkeep_browser={'a' * 32}"}  # a browser that has been here before
WARM = 200  # pages a server sends before its memory is looked at
MANY = 2_000  # pages, then
PIECE = 1 << 20  # bytes read at a time


@dataclass(slots=True)
class Served:
    """A library that is served: its size, its server, and how long each page took, in seconds."""

    size: int
    url: str
    pid: int
    took: dict[str, list[float]] = field(default_factory=dict)

    def get(self, path: str) -> None:
        """Read a page to its end. Raises HTTPException when it is not one."""
        for _ in self.pieces(path):
            pass

    def pieces(self, path: str) -> Iterator[int]:
        """Read a page bit by bit; yield how many bytes came. Raises HTTPException."""
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"))
        try:
            connection.request("GET", path, headers=COOKIE)
            answer = connection.getresponse()
            while piece := answer.read(PIECE):
                yield len(piece)
            if answer.status != http.HTTPStatus.OK:
                raise http.client.HTTPException(f"{path} answers {answer.status}")
        finally:
            connection.close()


def run(*, quick: bool) -> Iterator[Figure]:
    """Measure the pages of two libraries, then the memory of the smaller's server."""
    sizes, rounds = ((2_000, 20_000), 10) if quick else ((100_000, 1_000_000), 60)
    with tempfile.TemporaryDirectory(prefix="artkeep-bench-") as folder, ExitStack() as open_:
        libraries = []
        for size in sizes:
            home = Path(folder) / str(size)
            with whole(home, size):
                pass
            url, pid = open_.enter_context(serving(home))
            libraries.append(Served(size, url, pid))
        for number in range(rounds + 1):
            for one in libraries:
                for name, path in addresses(one.size).items():
                    time = seconds(partial(one.get, path))
                    one.took.setdefault(name, []).extend([time] if number else [])
        yield from figures(*libraries)
        yield memory(libraries[0], quick=quick)
        yield everything(libraries[0])


def addresses(size: int) -> dict[str, str]:
    """Return the pages, by what they show."""
    middle = size // 2
    return {
        "the gallery": "/",
        "a search by score": "/?q=tag1+order%3Ascore",
        "page 1 by number": "/p/1",
        "page 20 by number": "/p/20",
        "a work": f"/artworks/{middle}",
        "a work of a search": f"/artworks/{middle}?q=tag1",
        "artists by works": "/artists",
        "artists by name": "/artists?by=name",
        "an artist": f"/artists/{size // WORKS_EACH // 2}",
        "the lists": "/sources",
        "what is gone": "/gone",
        "the trash": "/trash",
        "finding by picture": "/similar",
        "what is done": "/activity",
        "the settings": "/settings",
        "words that begin": "/api/suggest?q=tag1",
        "OPDS": "/opds/works",
    }


def figures(small: Served, large: Served) -> Iterator[Figure]:
    """Report each page of the larger library beside that of the smaller."""
    for name, times in large.took.items():
        beside = median(small.took[name])
        yield Figure(
            bench=BENCH,
            figure=f"{name}, {large.size:,} works",
            value=median(times) * 1000,
            unit="ms",
            against=f"of {small.size:,}, {beside * 1000:.1f} ms",
            ratio=median(times) / beside,
            goal="<= 2",
        )
        slow = p95(times) * 1000
        yield Figure(BENCH, f"{name}, {large.size:,} works, 95 of 100", slow, "ms")


def p95(times: list[float]) -> float:
    """Return what 95 of 100 stay within."""
    return quantiles(times, n=20)[-1]


def memory(one: Served, *, quick: bool) -> Figure:
    """Report what the server holds after many pages, beside after some."""
    paths = [*addresses(one.size).values()]
    for number in range(WARM):
        one.get(paths[number % len(paths)])
    before = memory_of(one.pid)
    for number in range(MANY // 10 if quick else MANY):
        one.get(paths[number % len(paths)])
    return held(f"after {MANY:,} pages", memory_of(one.pid), f"after {WARM}", before)


def everything(one: Served) -> Figure:
    """Report the most that the server holds while it sends all works on one page."""
    before = memory_of(one.pid)
    after = max(memory_of(one.pid) for _ in one.pieces("/p/1/none/0/default"))
    return held(f"while it sends {one.size:,} works on one page", after, "before", before)


def held(when: str, after: int, earlier: str, before: int) -> Figure:
    """Report the bytes that the server holds, beside those that it held earlier."""
    return Figure(
        bench=BENCH,
        figure=f"memory of a server {when}",
        value=after / 1e6,
        unit="MB",
        against=f"{earlier}, {before / 1e6:.0f} MB",
        ratio=after / before,
        goal="<= 1.1",
    )
