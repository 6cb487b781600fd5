"""Pages in a language whose words are a third longer, and what scripts say in it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from artkeep.sites import SITES
from tests.browser.serving import running
from tests.browser.test_looks import PAGES, PHONE
from tests.web.pseudo import CODE, languages, unwrapped

pytestmark = pytest.mark.browser
# the names of pictures, and the examples in fields
OWN = (
    "large",
    "small",
    "fox -snow width:>=1920 order:score",
    "fox -snow rating:general",
    "https://…",
)


@pytest.fixture
def abroad(gallery):
    """The library of many pictures, once more, in the long language."""
    with running(gallery.bench, {}, languages()) as house:
        yield house


def test_every_page_fits_a_phone_in_a_longer_language_and_scripts_speak_it(abroad, visit):
    page = visit(abroad.url, locale=CODE, **PHONE)
    for path in (*PAGES, "/artworks/5/read", "/slideshow"):
        page.goto(abroad.url + path)
        page.wait_for_load_state("networkidle" if path == "/artworks/5" else "load")

        width = page.evaluate("document.documentElement.scrollWidth")
        assert (path, 390) == (path, width)
        assert (path, CODE) == (path, page.locator("html").get_attribute("lang"))
        assert (path, []) == (path, unwrapped(page.content(), (*OWN, *data(abroad))))


def test_what_scripts_say_is_in_the_language(abroad, visit):
    page = visit(abroad.url, locale=CODE)
    page.locator(".tile a").first.focus()
    page.keyboard.press("x")

    expect(page.locator("[data-picked-count]")).to_contain_text("⟦")
    assert [] == unwrapped(page.content(), (*OWN, *data(abroad)))
    page.keyboard.press("Escape")
    page.locator(".tile").nth(1).click()
    expect(page.locator(".pswp--open")).to_be_visible()
    assert [] == unwrapped(page.content(), (*OWN, *data(abroad)))


def data(house):
    """Return where this library lies, in all the ways that pages say it."""
    home = house.bench.settings.home
    sites = (site.about.title for site in SITES.values())
    return (str(home), str(home.parent), str(Path.home() / "Pictures"), *sites)
