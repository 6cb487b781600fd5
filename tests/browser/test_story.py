"""Two thousand works: found, read, taken along and hidden, by keys alone and by thumb."""

import hashlib
import re
import zipfile

import pytest
from playwright.sync_api import expect

from artkeep.explore import gallery, search
from artkeep.library import preferences, saved_searches
from artkeep.model.viewing import EVERYTHING, Allow
from artkeep.web.visiting import POLICY
from tests.browser.conftest import sketch
from tests.browser.keyboard import Keyboard
from tests.browser.shelf import PHONE
from tests.browser.stacks import stacked

pytestmark = pytest.mark.browser
DRAWINGS = 40


@pytest.fixture(scope="module")
def stacks(tmp_path_factory, sqlite_library, decoders):
    """A library of two thousand synced works, which the walks leave as they found it."""
    folder = tmp_path_factory.mktemp("drawings")
    files = [folder / f"{number}.png" for number in range(DRAWINGS)]
    for number, file in enumerate(files):
        sketch(number).save(file)
    home = tmp_path_factory.mktemp("stacks")
    with stacked(home, sqlite_library, decoders, files) as made:
        yield made


@pytest.fixture
def left_as_found(stacks):
    """What a walk chose for everyone and kept goes again."""
    yield
    with stacks.house.bench.db.begin() as tx:
        preferences.choose(tx, {POLICY: "enabled"})
        for one in saved_searches.everything(tx):
            saved_searches.forget(tx, one.id)


def count(page):
    """The line that says how many works there are."""
    return page.locator(".grid-count")


def found_by(stacks, text, allow=EVERYTHING):
    """Return the number of works that a search finds, as the line says it."""
    return f"{search.count(stacks.house.bench, text, 10_000, allow):,} work"


def focused(page):
    """Return the address of the work that has the focus."""
    return page.evaluate("document.activeElement.closest('.tile a').pathname")


def check_zip(stacks, download, works):
    """Assert that a download is a ZIP of whole works, their pictures bit for bit."""
    with zipfile.ZipFile(download.path()) as taken:
        assert taken.testzip() is None
        names = [name for name in taken.namelist() if name.endswith(".png")]
        digests = {hashlib.sha256(taken.read(name)).hexdigest() for name in names}
    whole = [gallery.artwork(stacks.house.bench, work) for work in works]
    wanted = {image.sha256 for work in whole for image in work.images}
    assert wanted == digests
    assert len(wanted) > len(works)  # they have several pages each


def picked(page):
    """Return which works are selected."""
    shown = page.locator(".is-picked a").evaluate_all("all => all.map((one) => one.pathname)")
    return [int(each.removeprefix("/artworks/")) for each in shown]


@pytest.mark.usefixtures("left_as_found")
def test_by_keys_alone(stacks, visit):
    page = visit(stacks.url)
    keys = Keyboard(page)
    expect(count(page)).to_contain_text(found_by(stacks, ""))

    find(stacks, page, keys)
    look_and_come_back(page, keys)
    read(page, keys)
    take_along(stacks, page, keys)
    throw_away_and_take_back(stacks, page, keys)
    hide(stacks, page, keys)
    keep_a_search(stacks, page, keys)


def find(stacks, page, keys):
    """With a suggestion, an operator, and a part that is changed in its place."""
    keys.press("q")
    keys.type("cit")
    expect(page.get_by_role("option").first).to_contain_text("city")
    keys.press("ArrowDown", "Enter")
    keys.type("-is:many")
    keys.go("Enter", "**/?q=city+-is%3Amany")
    expect(count(page)).to_contain_text(found_by(stacks, "city -is:many"))

    keys.press("q")
    keys.tab_to("-is:many")
    keys.press("Enter")
    expect(page.locator(".term input[name=instead]").last).to_be_focused()
    keys.type("-order:score")  # no part of a search can be without an order
    keys.go("Enter", "**/?q=city*")
    expect(page.locator(".unread")).to_be_visible()
    keys.press("Control+a")
    keys.type("city")
    keys.go("Enter", "**/?q=city")
    expect(count(page)).to_contain_text(found_by(stacks, "city"))


def look_and_come_back(page, keys):
    """Far down in the list, and back at the same place."""
    keys.press("ArrowRight", *["ArrowDown"] * 9)
    work, place = focused(page), page.evaluate("scrollY")
    assert place > 0
    keys.press("Enter")
    expect(page.locator(".pswp--ui-visible")).to_be_visible()
    keys.press("d", "a", "Escape")
    expect(page.locator(".pswp")).to_have_count(0)
    assert (work, place) == (focused(page), page.evaluate("scrollY"))

    keys.press("Enter")
    expect(page.locator(".pswp--ui-visible")).to_be_visible()
    keys.go("Enter", f"**{work}?q=city")
    expect(page.locator(".work-title")).to_be_visible()
    keys.go("Escape", "**/?q=city")
    expect(page.locator(".tile a:focus")).to_have_count(1)
    assert (work, place) == (focused(page), page.evaluate("scrollY"))
    keys.look()


def read(page, keys):
    """Page by page, as wide as the window, and back to the list."""
    keys.press("q")
    page.keyboard.press("Control+a")
    keys.type("order:pages pages:>=4")
    keys.go("Enter", "**/?q=*pages*")
    keys.press("ArrowRight", "Enter")
    expect(page.locator(".pswp--ui-visible")).to_be_visible()
    keys.go("Enter", "**/artworks/*")
    keys.go("o", "**/read*")
    expect(page.locator("[data-count]")).to_have_text("1 / 12")
    for key in ("ArrowRight", "d", "z", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator("[data-count]")).to_have_text("4 / 12")
    keys.go("Escape", "**/artworks/*")
    expect(page.get_by_role("link", name="Continue at 4 of 12")).to_be_visible()
    keys.go("Escape", "**/?q=*pages*")
    expect(page.locator(".tile a:focus")).to_have_count(1)


def take_along(stacks, page, keys):
    """A range as a ZIP."""
    keys.press("x", "Shift+ArrowRight", "Shift+ArrowRight")
    expect(page.locator("[data-picked-count]")).to_have_text("3 works selected")
    works = picked(page)
    keys.tab_to("Export")
    keys.press("Enter")
    keys.tab_to("ZIP")
    with page.expect_download() as downloaded:
        keys.press("Enter")
    check_zip(stacks, downloaded.value, works)
    keys.press("Escape", "Escape")  # the sheet, then the selection
    expect(page.locator("[data-picked]")).to_be_hidden()


def throw_away_and_take_back(stacks, page, keys):
    """Two at once with undo; two by the page of the trash."""
    keys.look()
    whole = found_by(stacks, "order:pages pages:>=4")
    keys.press("x", "Shift+ArrowRight", "Delete")
    expect(page.locator("[data-undo-words]")).to_have_text("2 works are in the trash.")
    keys.look()
    keys.press("u")
    expect(page.locator("[data-undo-words]")).to_have_text("2 works are back.")
    expect(count(page)).to_have_text(re.compile(whole))
    keys.look()

    keys.press("x", "Shift+ArrowRight", "Delete")
    expect(page.locator("[data-undo-words]")).to_have_text("2 works are in the trash.")
    go_to(keys, "o", "/sources")
    keys.tab_to("Trash")
    keys.go("Enter", "**/trash")
    keys.tab_to("Select")
    keys.press("s", "a")
    expect(page.locator("[data-picked-count]")).to_have_text("2 works selected")
    keys.tab_to("Take back")
    keys.go("Enter", "**/trash")
    expect(page.get_by_text("Nothing lies here")).to_be_visible()
    assert found_by(stacks, "order:pages pages:>=4") == whole


def go_to(keys, letter, path):
    """Press g and a letter."""
    keys.page.keyboard.press("g")
    keys.go(letter, f"**{path}")


def hide(stacks, page, keys):
    """What is not for everybody: left out of lists, shown when asked for, blurred."""
    rule(page, keys, "Leave")
    go_to(keys, "g", "/")
    expect(count(page)).to_contain_text(found_by(stacks, "", Allow(nsfw=False)))
    keys.tab_to("Show 18+", "Shift+Tab")
    keys.go("Enter", "**/")
    expect(count(page)).to_contain_text(found_by(stacks, ""))

    show_settings(keys)
    keys.tab_to("Works that are not for everybody")
    page.keyboard.type("B")
    keys.tab_to("In this browser")
    keys.go("Enter", "**/display")
    keys.press("q")
    keys.type("rating:explicit")
    keys.go("Enter", "**/?q=rating*")
    expect(page.locator(".tile.is-nsfw img").first).to_have_css("filter", re.compile("blur"))
    rule(page, keys, "Show")


def show_settings(keys):
    """Go to how works are shown."""
    go_to(keys, "s", "/settings")
    keys.tab_to("How works are shown")
    keys.go("Enter", "**/display")


def rule(page, keys, words):
    """Choose the rule for everyone by its first letters."""
    show_settings(keys)
    keys.tab_to("The rule for everyone")
    page.keyboard.type(words)
    keys.tab_to("Let this be the rule")
    keys.go("Enter", "**/display")
    expect(page.locator("#nsfw ~ p b")).to_contain_text(words)


def keep_a_search(stacks, page, keys):
    """And come back to it when there is something new."""
    keys.press("q")
    keys.type("site:pixiv")
    keys.go("Enter", "**/?q=site*")
    keys.tab_to("Keep this search")
    keys.press("Enter")
    expect(page.get_by_label("Name")).to_be_focused()
    keys.type("From pixiv")
    keys.go("Enter", "**/?q=site*")
    before = search.count(stacks.house.bench, "site:pixiv", 10_000, EVERYTHING)
    stacks.bring_more(2)
    new = search.count(stacks.house.bench, "site:pixiv", 10_000, EVERYTHING) - before
    assert new > 0

    go_to(keys, "g", "/")
    expect(page.locator("[data-new]")).to_have_text(str(new))
    keys.tab_to("From pixiv")
    keys.go("Enter", "**/?q=site*")
    keys.tab_to(f"{new} new since you looked")
    keys.go("Enter", "**/?q=*")
    expect(count(page)).to_contain_text(f"{new} work")
    expect(page.locator(".tile")).to_have_count(new)


@pytest.mark.usefixtures("left_as_found")
def test_by_thumb(stacks, visit):
    page = visit(stacks.url, **PHONE)
    expect(count(page)).to_contain_text(found_by(stacks, ""))

    find_by_taps(stacks, page)
    look_by_taps(page)
    read_by_taps(page)
    take_along_by_taps(stacks, page)
    throw_away_by_taps(stacks, page)
    hide_by_taps(stacks, page)
    keep_by_taps(stacks, page)


def follow(page, link, url):
    """Tap what leads to another page."""
    with page.expect_navigation(url=url):
        link.tap()


def find_by_taps(stacks, page):
    """With a suggestion, and a part that is left out again."""
    page.locator("#q").tap()
    page.keyboard.type("cit")
    page.get_by_role("option").first.tap()
    page.keyboard.type("is:many")
    with page.expect_navigation(url="**/?q=city*"):
        page.keyboard.press("Enter")  # the phone's own keyboard has a key for it
    expect(count(page)).to_contain_text(found_by(stacks, "city is:many"))
    follow(page, page.locator(".term-out").first, "**/?q=is*")
    expect(count(page)).to_contain_text(found_by(stacks, "is:many"))


def look_by_taps(page):
    """Far down in the list, and back at the same place."""
    page.evaluate("scrollTo(0, 1400)")
    middle = "document.elementFromPoint(195, 400).closest('.tile')?.dataset.index"
    expect(page.locator(".tile").nth(3)).to_be_attached()
    tile = page.locator(f".tile[data-index='{page.evaluate(middle)}']")
    tile.tap()
    expect(page.locator(".pswp--ui-visible")).to_be_visible()
    page.get_by_role("button", name="Close").tap()
    expect(page.locator(".pswp")).to_have_count(0)
    place = page.evaluate("scrollY")
    assert place > 1000
    tile.tap()
    expect(page.locator(".pswp--ui-visible")).to_be_visible()
    follow(page, page.locator(".pswp__line a"), "**/artworks/*")
    page.go_back()
    expect(page.locator(".tile").first).to_be_visible()
    assert place == page.evaluate("scrollY")


def read_by_taps(page):
    """A tap at the side turns, one in the middle shows the way out."""
    page.locator(".tile").first.tap()
    expect(page.locator(".pswp--ui-visible")).to_be_visible()
    follow(page, page.locator(".pswp__line a"), "**/artworks/*")
    follow(page, page.locator(".read a"), "**/read*")
    page.touchscreen.tap(360, 420)
    expect(page.locator("[data-count]")).to_contain_text("2 / ")
    expect(page.locator("body")).to_have_class(re.compile("is-quiet"))
    page.touchscreen.tap(195, 420)
    follow(page, page.get_by_role("link", name="Back"), "**/artworks/*")
    expect(page.locator(".read")).to_contain_text("Continue at 2")
    follow(page, page.get_by_role("link", name="All of this search"), "**/?q=is*")


def take_along_by_taps(stacks, page):
    """A long press begins a selection, taps go on, and it comes as a ZIP."""
    hands = page.context.new_cdp_session(page)
    place = page.locator(".tile").first.bounding_box()
    at = {"x": place["x"] + 20, "y": place["y"] + 20}
    hands.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    expect(page.locator("[data-picked-count]")).to_have_text("1 work selected")
    hands.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    for number in (1, 3):
        page.locator(".tile").nth(number).tap()
    expect(page.locator("[data-picked-count]")).to_have_text("3 works selected")
    works = picked(page)
    page.locator(".picked summary").tap()
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="ZIP").tap()
    check_zip(stacks, downloaded.value, works)


def throw_away_by_taps(stacks, page):
    """What is selected, and back with Undo."""
    whole = found_by(stacks, "is:many")
    page.get_by_role("button", name="Trash", exact=True).tap()
    expect(page.locator("[data-undo-words]")).to_have_text("3 works are in the trash.")
    page.get_by_role("button", name="Undo").tap()
    expect(page.locator("[data-undo-words]")).to_have_text("3 works are back.")
    expect(count(page)).to_have_text(re.compile(whole))


def hide_by_taps(stacks, page):
    """What is not for everybody: left out, and shown for this phone by the bar at its foot."""
    more(page, "Settings", "**/settings")
    follow(page, page.get_by_role("link", name="How works are shown"), "**/display")
    page.get_by_label("The rule for everyone").select_option("hidden")
    follow(page, page.get_by_role("button", name="Let this be the rule"), "**/display")
    follow(page, page.get_by_role("link", name="Gallery"), "**/")
    expect(count(page)).to_contain_text(found_by(stacks, "", Allow(nsfw=False)))
    page.locator(".rail-more summary").tap()
    follow(page, page.get_by_role("button", name="Show 18+"), "**/")
    expect(count(page)).to_contain_text(found_by(stacks, ""))


def more(page, name, url):
    """Go to a place that is behind the last of the bar."""
    page.locator(".rail-more summary").tap()
    follow(page, page.locator(".rail-more").get_by_role("link", name=name), url)


def keep_by_taps(stacks, page):
    """And come back to it when there is something new."""
    page.locator("#q").tap()
    page.keyboard.type("site:pixiv")
    with page.expect_navigation(url="**/?q=site*"):
        page.keyboard.press("Enter")
    page.locator("summary", has_text="Keep this search").tap()
    page.get_by_label("Name").fill("All of pixiv")
    follow(page, page.get_by_role("button", name="Keep", exact=True), "**/?q=site*")
    more(page, "Activity", "**/activity")
    stacks.bring_more(2)

    follow(page, page.get_by_role("link", name="Gallery"), "**/")
    expect(page.locator("[data-new]")).to_have_text("2")
    follow(page, page.get_by_role("link", name="All of pixiv"), "**/?q=site*")
    follow(page, page.get_by_role("link", name="2 new since you looked"), "**/?q=*")
    expect(page.locator(".tile")).to_have_count(2)
