"""A library of two thousand synced works: a real list, read to its end, and its pictures.

The pictures are a few small drawings. Each file has bytes of its own behind the picture, so that
every work has one that no other shows, while only the few have to be decoded.
"""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from artkeep.collect import fetch, follow, signing_in
from artkeep.db.tables import post
from artkeep.errors import Withheld
from artkeep.fakes import pixiv
from artkeep.fakes.pixiv.memory import REFRESH_TOKEN
from artkeep.fakes.web import serving
from artkeep.fakes.world import World
from artkeep.handlers import HANDLERS
from artkeep.imaging import thumbs
from artkeep.imaging.pool import Pool
from artkeep.intake import pictures
from artkeep.intake.pictures import Brought, Taken
from artkeep.jobs import work
from artkeep.library import wanted
from artkeep.library.wanted import WantedPage
from artkeep.model.found import Look, PostInfo
from artkeep.workbench import Workbench
from tests.browser.serving import House, running
from tests.web.led import led

WORLD = 2_840  # works in the world; two thousand and some are on the list, and not moving
LIST = "https://www.pixiv.net/users/7001/bookmarks/artworks"
AT_ONCE = 250  # pictures kept together


@dataclass(frozen=True)
class Drawing:
    """A small picture: its bytes, what a decoder says of it, its thumbnail."""

    content: bytes
    look: Look
    thumb: Path


@dataclass(frozen=True)
class Stacks:
    """The house, and what brings more into it."""

    house: House
    drawings: Sequence[Drawing]
    others: Iterator[str]  # addresses of works that are not on the list

    @property
    def url(self) -> str:
        return self.house.url

    def bring_more(self, number: int) -> None:
        """Let works come that were not here."""
        come = 0
        while come < number:
            with suppress(Withheld):  # some are on pixiv's pages only
                follow.address(self.house.bench, next(self.others))
                come += 1
        bring(self.house.bench, self.drawings)


@contextmanager
def stacked(
    home: Path, sqlite_library: Path, decoders: Pool, files: Sequence[Path]
) -> Iterator[Stacks]:
    """Read a list to its end, bring its pictures, and serve the library."""
    shutil.copyfile(sqlite_library, home / "library.db")
    reading = {kind: handler for kind, handler in HANDLERS.items() if kind != fetch.KIND}
    with (
        serving(works=WORLD, played={"pixiv": pixiv.routes}) as world,
        led(world, home, decoders) as bench,
    ):
        signing_in.with_key(bench, "pixiv", {"refresh_token": REFRESH_TOKEN})
        follow.address(bench, LIST)
        work(bench, reading)
        drawings = [drawing(bench, file) for file in files]
        bring(bench, drawings)
        with running(bench, reading) as house:
            yield Stacks(house, drawings, not_listed(bench, world.world))


def drawing(bench: Workbench, file: Path) -> Drawing:
    """Have a picture decoded."""
    content = file.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    look = bench.pool.look(file, thumbs=bench.thumbs, details=None, sha256=sha256)
    return Drawing(content, look, thumbs.path_of(bench.thumbs, sha256, "s"))


def not_listed(bench: Workbench, world: World) -> Iterator[str]:
    """Yield the addresses of pictures that no list has told."""
    with bench.db.read() as tx:
        told = set(tx.execute(sa.select(post.c.site_post_id)).scalars())
    for one in world.on("pixiv"):
        if one.id not in told and one.kind == "still":
            yield one.url


def bring(bench: Workbench, drawings: Sequence[Drawing]) -> None:
    """Give a picture to each page that wants one, the first told first."""
    with bench.db.read() as tx:
        pages = wanted.pages(tx, "pixiv", 10_000)
    for first in range(0, len(pages), AT_ONCE):
        some = pages[first : first + AT_ONCE]
        brought = [brought_for(bench, page, drawings[page.id % len(drawings)]) for page in some]
        pictures.store(bench, [each.taken for each in brought])
        with bench.db.begin() as tx:
            pictures.record_pages(tx, brought)


def brought_for(bench: Workbench, page: WantedPage, drawn: Drawing) -> Brought:
    """Return a drawing as if it had been fetched for a page."""
    content = drawn.content + str(page.id).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    spool = bench.blobs.spool()
    spool.write_bytes(content)
    thumb = thumbs.path_of(bench.thumbs, sha256, "s")
    thumb.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(drawn.thumb, thumb)
    found = PostInfo(page.ref, page.told.url, "", (page.told,))
    return Brought(page, Taken(found, sha256, len(content), None, drawn.look, spool), None)
