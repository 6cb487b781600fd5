"""Back to the gallery, of which the browser kept nothing: to the place and work one was at."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
DOWN = 1500  # pixels
WINDOW = {"viewport": {"width": 900, "height": 500}}
IN_WINDOW = """() => [...document.querySelectorAll('.tile')].find((tile) => {
  const { top, bottom } = tile.getBoundingClientRect();
  return top > 50 && bottom < innerHeight - 50;
})?.dataset.index ?? null"""
AT = "document.activeElement.closest('.tile')?.dataset.index ?? null"


def scroll(page):
    """Go down some screens without touching a work; the index of a work that is seen there."""
    for _ in range(400):
        page.evaluate(f"scrollTo(0, {DOWN})")
        index = page.evaluate(IN_WINDOW)
        if page.evaluate("scrollY") >= DOWN and index is not None:
            return int(index)
        page.wait_for_timeout(50)  # until more have come
    raise TimeoutError("the gallery is never long enough")


def leave_by_keys(page):
    """Go to another page without a work being opened."""
    page.keyboard.press("g")
    page.keyboard.press("v")
    expect(page.locator(".main-grid")).to_have_count(0)


def come_back(page):
    """Press Back; how far the page is scrolled then."""
    page.go_back()
    expect(page.locator(".grid.exact .tile").first).to_be_attached()
    return page.evaluate("scrollY")


def tile(page, index):
    return page.locator(f".tile[data-index='{index}'] a")


def test_back_from_a_work_leads_to_where_the_lightbox_was(gallery, visit):
    page = visit(gallery.url, **WINDOW)
    index = scroll(page)
    tile(page, index).click()
    expect(page.locator(".pswp--ui-visible")).to_be_visible()
    page.keyboard.press("ArrowRight")
    title = page.locator(f".tile[data-index='{index + 1}'] .tile-title").text_content()
    expect(page.locator(".pswp__line a")).to_have_text(title)
    before = page.evaluate("scrollY")
    page.keyboard.press("Enter")
    expect(page.locator(".main-work")).to_be_visible()

    after = come_back(page)

    assert abs(before - after) <= 2
    assert before > DOWN / 2
    expect(tile(page, index + 1)).to_be_focused()
    expect(page.locator(".tile a[tabindex='0']")).to_have_count(1)


def test_back_leads_to_where_one_was_though_nothing_there_was_touched(gallery, visit):
    page = visit(gallery.url, **WINDOW)
    scroll(page)
    before = page.evaluate("scrollY")
    leave_by_keys(page)

    after = come_back(page)

    assert abs(before - after) <= 2
    assert page.evaluate(AT) is None


def test_back_leads_to_where_one_was_though_the_focus_was_elsewhere(gallery, visit):
    page = visit(gallery.url, **WINDOW)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(tile(page, 1)).to_be_focused()
    scroll(page)
    before = page.evaluate("scrollY")
    leave_by_keys(page)

    after = come_back(page)

    assert abs(before - after) <= 2
    expect(tile(page, 1)).to_be_focused()
    page.keyboard.press("ArrowRight")  # goes on from there
    expect(tile(page, 2)).to_be_in_viewport()
