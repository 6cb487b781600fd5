"""Take the screenshots that the documents show, of the demo's library, in both themes."""
# ruff: noqa: INP001 - a program beside the documents, not a package

import io
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # the tests' browser is no part of the package

from artkeep import demo, jobs  # noqa: E402 - found through the line above
from artkeep.collect import add, follow, signing_in  # noqa: E402
from artkeep.explore import gallery  # noqa: E402
from artkeep.fakes import drawings, sketchbooks  # noqa: E402
from artkeep.fakes.pixiv import memory  # noqa: E402
from artkeep.fakes.web import Served, serving  # noqa: E402
from artkeep.handlers import HANDLERS  # noqa: E402
from artkeep.model.records import Kept  # noqa: E402
from artkeep.settings import Settings, load_settings  # noqa: E402
from artkeep.web.server import server_for  # noqa: E402
from artkeep.workbench import Workbench, open_workbench  # noqa: E402
from tests.browser.chromium import open_browser  # noqa: E402

SCREENSHOTS = Path(__file__).parent / "screenshots"
WIDE = {"width": 1440, "height": 900}
PATIENCE_MS = 120_000  # the first answer waits for what is compiled once
PHONE = {"width": 390, "height": 844}
ASKED = 46  # the number of the picture that is asked with, cropped
FAKED = 60  # works in the world of the sites
FOX = "9000001"  # a post that was edited
SHOWN = 25  # the one whose page is shown: a mirrored copy of it came back from the web


def main() -> None:
    """Draw a library, serve it, look at it."""
    SCREENSHOTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ann-") as folder, library(Path(folder)) as bench:
        question = Path(folder) / "that-one.jpg"
        sketchbooks.cropped(drawings.draw(ASKED)).save(question, quality=80)
        work = number_of(bench, drawings.title_of(SHOWN))
        post = number_of(bench, "Fox in the Snow")
        with served(bench) as address, open_browser() as browser:
            for theme in ("light", "dark"):
                with opened(browser, theme, WIDE) as page:
                    take_all(page, address, theme, question, work)
                    take_collecting(page, address, theme, post)
                with opened(browser, theme, PHONE) as page:
                    page.goto(address)
                    take(page, f"phone-{theme}")


@contextmanager
def library(folder: Path) -> Iterator[Workbench]:
    """Make the demo's library, the same each time, with lists of the demo's sites."""
    with serving(works=FAKED) as world, open_workbench(led(world, folder / "library")) as bench:
        for name, (kind, first, count) in demo.BOOKS.items():
            sketchbooks.KINDS[kind](folder / name, first, count)
            with bench.db.begin() as tx:
                add.start(tx, [folder / name], Kept.REFERENCE)
            jobs.work(bench, HANDLERS)
        collect(bench, world)
        yield bench


def led(world: Served, home: Path) -> Settings:
    """Return the settings that lead a library to the demo's sites, asked without pauses."""
    environ = {**world.settings(), "ARTKEEP_HOME": str(home)}
    told = load_settings(environ, home.parent).sites
    return Settings(
        home=home, sites={site: {**keys, "pace": "none"} for site, keys in told.items()}
    )


def collect(bench: Workbench, world: Served) -> None:
    """Follow some lists, and let a post change."""
    signing_in.with_key(bench, "pixiv", {"refresh_token": memory.REFRESH_TOKEN})
    names = world.world.collector.handles
    for address in (
        f"https://www.pixiv.net/users/{names['pixiv'].id}/bookmarks/artworks",
        f"https://www.imagefap.com/showfavorites.php?userid={names['imagefap'].id}",
        "https://danbooru.donmai.us/posts?tags=aoyama_mika",
    ):
        follow.address(bench, address)
    jobs.work(bench, HANDLERS)
    world.world.happen("danbooru", FOX, "edited")
    follow.address(bench, f"https://danbooru.donmai.us/posts/{FOX}")
    jobs.work(bench, HANDLERS)


def number_of(bench: Workbench, title: str) -> int:
    """Return the id of the first work with a title."""
    return min(
        tile.artwork_id for tile in gallery.page(bench, limit=500).tiles if tile.title == title
    )


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


def take_all(page: Page, address: str, theme: str, question: Path, work: int) -> None:
    """Take the gallery, a work with its look-alikes, an answer, the activity."""
    page.goto(address)
    take(page, f"gallery-{theme}")
    page.goto(f"{address}similar")
    page.set_input_files("[data-findinput]", question)
    page.wait_for_selector("[data-answer] img")
    take(page, f"find-{theme}")
    page.goto(f"{address}artworks/{work}")
    page.wait_for_selector(".alike img")
    take(page, f"work-{theme}")
    page.goto(f"{address}activity")
    take(page, f"activity-{theme}")


def take_collecting(page: Page, address: str, theme: str, post: int) -> None:
    """Take the sources, the page to sign in on, and a work that a post shows."""
    page.goto(f"{address}sources")
    take(page, f"sources-{theme}")
    page.goto(f"{address}login/pixiv")
    take(page, f"login-{theme}")
    page.goto(f"{address}artworks/{post}")
    take(page, f"post-{theme}")


def take(page: Page, name: str) -> None:
    """Write what the window shows, once every picture in it is there."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function("[...document.images].every((each) => each.complete)")
    shot = Image.open(io.BytesIO(page.screenshot()))
    shot.convert("RGB").save(SCREENSHOTS / f"{name}.webp", quality=82, method=6)


if __name__ == "__main__":
    main()
