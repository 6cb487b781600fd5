"""The steps of somebody at a keyboard, and nothing else, through two thousand works."""

import re

from playwright.sync_api import expect

from artkeep.explore import search
from artkeep.model.viewing import EVERYTHING, Allow
from tests.browser.seen import check_zip, count, found_by, picked


def focused(page):
    """Return the address of the work that has the focus."""
    return page.evaluate("document.activeElement.closest('.tile a').pathname")


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
    page.keyboard.press("Home")  # somebody may have begun with it
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
    for told in ("[data-picked-count]", "[data-say]"):  # to those who look, and who listen
        expect(page.locator(told)).to_have_text("3 works selected")
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
