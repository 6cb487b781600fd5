"""The steps of somebody with a phone through two thousand works."""

import re

from playwright.sync_api import expect

from artkeep.model.viewing import Allow
from tests.browser.seen import check_zip, count, found_by, picked

# The first work about 400 pixels down: rows have gaps, and are drawn when somebody scrolls there.
AT_THUMB = """() => [...document.querySelectorAll('.tile')].find((one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return top < 440 && bottom > 360;
})?.dataset.index"""


def follow(page, link, url):
    """Tap what leads to another page."""
    with page.expect_navigation(url=url):
        link.tap()


def find(stacks, page):
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


def look(page):
    """Far down in the list, and back at the same place."""
    page.evaluate("scrollTo(0, 1400)")
    index = page.wait_for_function(AT_THUMB).json_value()
    tile = page.locator(f".tile[data-index='{index}']")
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


def read(page):
    """A tap at the side turns, one in the middle shows the way out."""
    page.locator(".tile").first.tap()
    expect(page.locator(".pswp--ui-visible")).to_be_visible()
    follow(page, page.locator(".pswp__line a"), "**/artworks/*")
    follow(page, page.locator(".read a").last, "**/read*")
    page.touchscreen.tap(360, 420)
    expect(page.locator("[data-count]")).to_contain_text("2 / ")
    expect(page.locator("body")).to_have_class(re.compile("is-quiet"))
    page.touchscreen.tap(195, 420)
    follow(page, page.get_by_role("link", name="Back"), "**/artworks/*")
    expect(page.locator(".read")).to_contain_text("Continue at 2")
    follow(page, page.get_by_role("link", name="All of this search"), "**/?q=is*")


def take_along(stacks, page):
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


def throw_away(stacks, page):
    """What is selected, and back with Undo."""
    whole = found_by(stacks, "is:many")
    page.get_by_role("button", name="Trash", exact=True).tap()
    expect(page.locator("[data-undo-words]")).to_have_text("3 works are in the trash.")
    page.get_by_role("button", name="Undo").tap()
    expect(page.locator("[data-undo-words]")).to_have_text("3 works are back.")
    expect(count(page)).to_have_text(re.compile(whole))


def hide(stacks, page):
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


def keep(stacks, page):
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
