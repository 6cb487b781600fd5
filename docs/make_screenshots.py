"""Take the screenshots that the documents show, of the demo, in both themes and on a phone."""
# ruff: noqa: INP001 - a program beside the documents, not a package

import io
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # the tests' browser is no part of the package

from artkeep import demo, jobs  # noqa: E402 - found through the line above
from artkeep.collect import signing_in  # noqa: E402
from artkeep.demo import evening, past  # noqa: E402
from artkeep.explore import search  # noqa: E402
from artkeep.fakes import sketchbooks  # noqa: E402
from artkeep.fakes.pixiv.memory import REFRESH_TOKEN  # noqa: E402
from artkeep.fakes.world import World  # noqa: E402
from artkeep.fakes.world_works import REPLACED  # noqa: E402
from artkeep.handlers import HANDLERS  # noqa: E402
from artkeep.library import artists, publications, saved_searches  # noqa: E402
from artkeep.library.artists import By  # noqa: E402
from artkeep.model.viewing import EVERYTHING  # noqa: E402
from artkeep.web.server import server_for  # noqa: E402
from artkeep.workbench import Workbench  # noqa: E402
from tests.browser.chromium import open_browser  # noqa: E402

SCREENSHOTS = Path(__file__).parent / "screenshots"
WIDE = {"width": 1440, "height": 900}
LESS_WIDE = {"width": 1200, "height": 720}
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 120_000  # the first answer waits for what is compiled once
ASKED = 0  # the work that is asked for with a part of it: the fox
ASKED_FOR = "site:pixiv rating:general -is:ai order:score"
KEPT = {"Landscapes of 2026": "landscape date:2026", "Long reads": "pages:>=4"}
ARTIST = "mika"
ACCOUNTS = 6  # of the artist, which are joined
BETWEEN = 16  # pixels between phones
QUALITY = 64  # of WebP
DRAWN = """() => [...document.images].every((each) => {
  const { top, bottom } = each.getBoundingClientRect();
  return each.complete || !each.checkVisibility() || bottom < 0 || top > innerHeight;
})"""
PAGES = {"gallery": "", "sources": "sources", "login": "login/pixiv", "gone": "gone"}


def main() -> None:
    """Let the evening of the demo pass, serve its library, look at it."""
    SCREENSHOTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ann-") as folder, demo.staged() as (bench, fakes):
        for _ in evening.steps(bench, fakes.world, Path(folder) / "Pictures"):
            jobs.work(bench, HANDLERS)
        jobs.work(bench, HANDLERS)
        question = Path(folder) / "that-one.jpg"
        sketchbooks.cropped(fakes.world.drawing(ASKED)).save(question, quality=80)
        works = works_of(bench, fakes.world)
        with served(bench) as address, open_browser() as browser:
            for theme in ("light", "dark"):
                with opened(browser, theme, WIDE) as page:
                    take_all(page, address, theme, question, works)
                with opened(browser, theme, PHONE) as page:
                    page.goto(address)
                    take(page, f"phone-{theme}")
                    page.goto(f"{address}sources")
                    take(page, f"phone-sources-{theme}")
            explored = explore(bench)
            for theme in ("light", "dark"):
                with opened(browser, theme, LESS_WIDE) as page:
                    take_explored(page, address, theme, explored)
                with opened(browser, theme, PHONE) as page:
                    take_phones(page, address, theme, explored)


def works_of(bench: Workbench, world: World) -> dict[str, int]:
    """Return what is shown on a page of its own: a work of many copies, one that was changed."""
    wanted = {
        world.fox("bluesky").id: "work",
        past.found(world, "mastodon", REPLACED).id: "post",
    }
    found: dict[str, int] = {}
    with bench.db.read() as tx:
        for tile in search.page(bench, "", None, search.MOST, EVERYTHING).tiles:
            for post in publications.of_artwork(tx, tile.artwork_id):
                if post.ref.id in wanted:
                    found[wanted[post.ref.id]] = tile.artwork_id
    return found


@contextmanager
def served(bench: Workbench) -> Iterator[str]:
    """Serve the pages on a free port, and return their address."""
    server = server_for(bench, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, name="pages")
    thread.start()
    while not server.started:
        bench.clock.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def opened(browser: Browser, theme: str, size: dict[str, int]) -> Iterator[Page]:
    """Open a window."""
    scheme = "dark" if theme == "dark" else "light"
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]  # playwright wants its own kind of dict
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    context.close()


def take_all(page: Page, address: str, theme: str, question: Path, works: dict[str, int]) -> None:
    """Take the pages, the two works, an answer, the activity."""
    for name, path in PAGES.items():
        page.goto(f"{address}{path}")
        take(page, f"{name}-{theme}")
    for name, work in works.items():
        page.goto(f"{address}artworks/{work}")
        take(page, f"{name}-{theme}")
    page.goto(f"{address}similar")
    page.set_input_files("[data-findinput]", question)
    page.wait_for_selector("[data-answer] img")
    take(page, f"find-{theme}")
    page.goto(f"{address}activity")
    take(page, f"activity-{theme}")


@dataclass(frozen=True)
class Explored:
    """What exploring is shown with: a work of many pages, and an artist."""

    read: int
    artist: int


def explore(bench: Workbench) -> Explored:
    """Sign in to pixiv, whose bookmarks come then; keep two searches, join accounts."""
    signing_in.with_key(bench, "pixiv", {"refresh_token": REFRESH_TOKEN})
    jobs.work(bench, HANDLERS)
    longest = search.page(bench, "order:pages", None, 1, EVERYTHING).tiles[0]
    with bench.db.begin() as tx:
        for name, query in KEPT.items():
            saved_searches.save(tx, name, query)
        artist = artists.some(tx, By.WORKS, None, 1, ARTIST)[0][0]
        for other in artists.namesakes(tx, artist.id, ACCOUNTS):
            artists.join(tx, artist.id, other.id)
    return Explored(longest.artwork_id, artist.id)


def take_explored(page: Page, address: str, theme: str, shown: Explored) -> None:
    """Take a search, how it goes on, the reader, an artist."""
    page.goto(f"{address}?{urlencode({'q': ASKED_FOR})}")
    take(page, f"search-{theme}")
    page.goto(f"{address}artworks/{shown.read}/read")
    page.keyboard.press("2")
    page.keyboard.press("ArrowRight")
    take(page, f"reader-{theme}")
    page.goto(f"{address}artists/{shown.artist}")
    take(page, f"artist-{theme}")


def take_phones(page: Page, address: str, theme: str, shown: Explored) -> None:
    """Take three windows of a phone side by side: a selection, a work, the reader."""
    page.goto(f"{address}?{urlencode({'q': ASKED_FOR})}")
    page.keyboard.press("ArrowRight")
    for key in ("x", "Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    shots = [seen(page)]
    for path in (f"artworks/{shown.read}", f"artworks/{shown.read}/read?page=3"):
        page.goto(f"{address}{path}")
        shots.append(seen(page))
    width, height = shots[0].size
    side_by_side = Image.new("RGB", (3 * width + 2 * BETWEEN, height), "#808080")
    for number, shot in enumerate(shots):
        side_by_side.paste(shot, (number * (width + BETWEEN), 0))
    write(side_by_side, f"phones-{theme}")


def take(page: Page, name: str) -> None:
    """Write what the window shows."""
    write(seen(page), name)


def seen(page: Page) -> Image.Image:
    """Return what the window shows, once every picture in it is there."""
    page.wait_for_load_state("networkidle")
    while not page.evaluate(DRAWN):
        page.wait_for_timeout(100)
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def write(shot: Image.Image, name: str) -> None:
    """Write a screenshot."""
    shot.save(SCREENSHOTS / f"{name}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
