"""A library with works of many pages, works that move, and artists on several sites."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from artkeep.collect import follow, signing_in
from artkeep.fakes import deviantart, mastodon, pixiv
from artkeep.fakes.pixiv.memory import REFRESH_TOKEN
from artkeep.fakes.web import serving
from artkeep.handlers import HANDLERS
from artkeep.imaging.pool import Pool
from tests.browser.serving import House, running
from tests.showing import tiles_of
from tests.web.led import led
from tests.working import work

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@contextmanager
def filled(home: Path, sqlite_library: Path, decoders: Pool) -> Iterator[House]:
    """Fill a library from the copies of three sites, and serve it."""
    shutil.copyfile(sqlite_library, home / "library.db")
    played = {
        each.__name__.rpartition(".")[2]: each.routes for each in (deviantart, mastodon, pixiv)
    }
    with serving(works=24, played=played) as world, led(world, home, decoders) as bench:
        signing_in.with_key(bench, "pixiv", {"refresh_token": REFRESH_TOKEN})
        for post in wanted(world.world):
            follow.address(bench, post)
        work(bench)
        with running(bench, HANDLERS) as house:
            yield house


def wanted(world):
    """Return the addresses of a few posts."""
    titles = {
        "mastodon": {"Salt Murmur", "Second Coast"},
        "pixiv": {"Slow Balance", "Long Garden", "Slow Voyage", "Salt Murmur"},
        "deviantart": {"Copper Valley"},
    }
    return [one.url for site, some in titles.items() for one in world.on(site) if one.title in some]


def work_of(house: House, title: str, *, animated: bool = False) -> str:
    """Return the address of a work's page."""
    tiles = [one for one in tiles_of(house.bench) if one.title == title]
    found = next(one for one in tiles if not animated or one.frames > 1)
    return f"{house.url}/artworks/{found.artwork_id}"


def faults_of(page, where):
    """Return what axe finds serious, and whether a page is wider than the phone."""
    found = Axe().run(page).response["violations"]
    bad = [one for one in found if one["impact"] in ("serious", "critical")]
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    faults = [(where, one["id"], [node["html"] for node in one["nodes"]][:3]) for one in bad]
    return faults + ([(where, wider)] if wider > 0 else [])
