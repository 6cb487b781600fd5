"""A real browser in front of a real server.

Playwright keeps an event loop running in the main thread of this process from the first test
that asks for `chromium` until the end of the session, where it is closed; starting it anew for
each file would cost more than most of these tests. So `asyncio.run` in a test's own thread fails
from then on, in whatever file: call it in a thread, as `tests/web/test_live.py` does.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, expect

from artkeep.fakes import drawings
from artkeep.imaging.pool import Pool
from artkeep.settings import PictureLimits
from tests.browser.chromium import open_browser
from tests.browser.serving import House, served
from tests.browser.shelf import filled

WORKS = 110  # more than the first page and the next, so that scrolling brings more
SOME = 30  # works of a library that tests change
PATIENCE = 20_000  # milliseconds; a machine that does other things too is no failure
SIZES = ((160, 120), (96, 160), (200, 100), (120, 120), (260, 90))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each gets a profile of its own."""
    expect.set_options(timeout=PATIENCE)
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def decoders() -> Iterator[Pool]:
    """Decoders for all libraries: starting them takes longer than most of these tests."""
    with Pool(PictureLimits(), workers=2) as pool:
        yield pool


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory, decoders: Pool) -> Iterator[House]:
    """A library with many small pictures, which no test changes."""
    pictures = tmp_path_factory.mktemp("pictures")
    for number in range(WORKS):
        sketch(number).save(pictures / f"{number:03}.png")
    drawings.write(7, pictures / "large.jpg", width=2800, height=1800)
    drawings.write(7, pictures / "small.jpg", width=1400, height=900)
    with served(tmp_path_factory.mktemp("gallery"), decoders, pictures=pictures) as house:
        yield house


@pytest.fixture(scope="session")
def shelf(
    tmp_path_factory: pytest.TempPathFactory, sqlite_library: Path, decoders: Pool
) -> Iterator[House]:
    """A library with works of many pages and artists on several sites."""
    with filled(tmp_path_factory.mktemp("shelf"), sqlite_library, decoders) as house:
        yield house


def sketch(number: int) -> Image.Image:
    """Make a picture quickly: three discs on a ground, of a size and colours of their own."""
    width, height = SIZES[number % len(SIZES)]
    picture = Image.new("RGB", (width, height), f"hsl({number * 37 % 360}, 30%, 40%)")
    pen = ImageDraw.Draw(picture)
    for disc in range(3):
        centre = (number * (29 + disc) % width, number * (17 + 5 * disc) % height)
        colour = f"hsl({(number * 61 + disc * 90) % 360}, 60%, 60%)"
        pen.circle(centre, 12 + (number + disc * 7) % 30, fill=colour)
    return picture


@pytest.fixture
def home(tmp_path: Path, sqlite_library: Path) -> Path:
    """The folder of a library with nothing in it."""
    folder = tmp_path / "home"
    folder.mkdir()
    shutil.copyfile(sqlite_library, folder / "library.db")
    return folder


@pytest.fixture
def empty(home: Path, decoders: Pool) -> Iterator[House]:
    """A library with nothing in it."""
    with served(home, decoders) as house:
        yield house


@pytest.fixture
def some(tmp_path: Path) -> Path:
    """A few pictures, for a library that a test changes."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for number in range(SOME):
        sketch(number).save(pictures / f"{'fox' if number % 3 else 'crane'} {number:02}.png")
    return pictures


@pytest.fixture
def changed(home: Path, decoders: Pool, some: Path) -> Iterator[House]:
    """A library of a few works, for one test to change."""
    with served(home, decoders, pictures=some) as house:
        yield house


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages in profiles of their own; whatever a page complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(url: str, **options: object) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}} | options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if bad(said) else None)
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [] == complaints


def bad(said) -> bool:
    """Say whether a line of the console is a complaint; a 404 that a test asked for is none."""
    return said.type in ("error", "warning") and "Failed to load resource" not in said.text
