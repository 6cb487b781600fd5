"""What happens while a person looks on: lists are followed, and pictures of one's own added."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Self

from artkeep import sites
from artkeep.collect import add, follow, refresh
from artkeep.fakes import sketchbooks
from artkeep.fakes.world import World
from artkeep.library import collections
from artkeep.model.found import CollectionInfo
from artkeep.model.records import Kept
from artkeep.model.refs import CollectionRef
from artkeep.workbench import Workbench

# those first that tell the digests of pictures: they have to be drawn before the list is told
FOLLOWED = (
    "https://danbooru.donmai.us/posts?tags=aoyama_mika",
    "https://derpibooru.org/search?q=abstract",
    "https://sketch.example/@yuki",
    "https://www.imagefap.com/showfavorites.php?userid=77&folderid=501",
    "https://bsky.app/profile/sample.example/lists/3lsnowylist2c",
    "https://x.com/kofi_mensah_art/media",
    "https://www.deviantart.com/ann/favourites",
)
# followed in better days: pixiv wants to know who asks by now, and an artist locked her door
CLOSED = {
    "https://www.pixiv.net/users/7001/bookmarks/artworks": "サンプル: bookmarks",
    "https://x.com/noor_haddad_art/media": "Noor Haddad: pictures",
}
SKETCHES = range(6, 18)
COPIED = (0, 4, 12, 16, 24, 28, 36, 40)  # works that Danbooru has, and of which a copy came back


class Evening:
    """A thread that does it, inside a `with` block."""

    def __init__(self, bench: Workbench, world: World, folder: Path) -> None:
        self._steps = steps(bench, world, folder)
        self._ended = Event()
        self._thread = Thread(target=self._run, name="evening")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        for _ in self._steps:
            if self._ended.is_set():
                return


def steps(bench: Workbench, world: World, folder: Path) -> Iterator[None]:
    """Do one thing after the other, and yield between them."""
    for address, title in CLOSED.items():
        _follow_unseen(bench, address, title)
    for address in FOLLOWED:
        follow.address(bench, address)
        yield
    for number in SKETCHES:
        sketchbooks.write_page(folder / "Sketchbook", number)
        yield
    _add(bench, folder)
    yield from copied(world, folder / "Downloads")
    _add(bench, folder)


def copied(world: World, folder: Path) -> Iterator[None]:
    """Write what came back of some works, one after the other."""
    for number, index in enumerate(COPIED):
        sketchbooks.write_copy(folder, number, world.drawing(index))
        yield


def _follow_unseen(bench: Workbench, address: str, title: str) -> None:
    """Follow a list without a look at it, which nobody would be granted."""
    ref = sites.parse(address)
    assert isinstance(ref, CollectionRef)
    with bench.db.begin() as tx:
        held, _ = collections.follow(tx, CollectionInfo(ref, title, address))
        refresh.ask(tx, held.id)


def _add(bench: Workbench, folder: Path) -> None:
    with bench.db.begin() as tx:
        add.start(tx, [folder], Kept.REFERENCE)
