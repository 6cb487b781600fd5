"""Artists, and the page of a work among their works, by keys and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.shelf import PHONE, faults_of, work_of

pytestmark = pytest.mark.browser


SWIPE = """() => {
  const stage = document.querySelector('.stage');
  const send = (type, clientX) => {
    const touch = new Touch({ identifier: 1, target: stage, clientX, clientY: 300 });
    const touches = type === 'touchend' ? [] : [touch];
    stage.dispatchEvent(new TouchEvent(type, { touches, changedTouches: [touch], bubbles: true }));
  };
  send('touchstart', 300);
  send('touchend', 120);
}"""


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def works(page):
    return page.get_by_role("list", name="Works, newest first").get_by_role("listitem")


def test_an_artist_is_found_by_any_name_and_their_works_are_gone_through(shelf, visit):
    page = visit(shelf.url)
    press(page, "g", "p")
    page.wait_for_url("**/artists")
    press(page, "/")
    expect(page.get_by_label("Name of an artist")).to_be_focused()
    page.keyboard.type("saki_tanaka")
    press(page, "Enter")
    page.wait_for_url("**/artists?*name=saki_tanaka")
    page.locator(".artist-name a").focus()  # the only one of that name
    press(page, "Enter")
    page.wait_for_url(re.compile(r"/artists/\d+$"))
    mine = page.url

    works(page).first.get_by_role("link").focus()
    press(page, "Enter")  # looked at, as in the gallery; once more: its page
    expect(page.locator(".pswp--ui-visible")).to_be_visible()
    press(page, "Enter")

    page.wait_for_url("**/artworks/*?q=artist*")
    expect(page.get_by_label("Search the gallery")).to_have_value(
        f"artist:#{mine.rpartition('/')[2]}"
    )
    page.locator(".byline a").first.focus()
    press(page, "Enter")
    page.wait_for_url(mine)


def test_two_become_one_and_are_parted_again_by_keys(shelf, visit):
    page = visit(f"{shelf.url}/artists?by=name&name=mika")
    names = page.locator(".artist-name")
    before = names.count()
    names.first.get_by_role("link").focus()
    press(page, "Enter")
    page.locator(".artist-join summary").focus()
    press(page, "Enter")
    page.get_by_role("button", name="The same person").first.focus()
    press(page, "Enter")
    expect(page.get_by_role("button", name="Not this artist")).to_have_count(2)
    page.goto(f"{shelf.url}/artists?by=name&name=mika")
    expect(names).to_have_count(before - 1)
    page.go_back()

    page.get_by_role("button", name="Not this artist").last.focus()
    press(page, "Enter")

    expect(page.get_by_role("button", name="Not this artist")).to_have_count(0)
    page.goto(f"{shelf.url}/artists?by=name&name=mika")
    expect(names).to_have_count(before)


def test_a_work_leads_through_the_search_one_came_from(shelf, visit):
    begun = f"{work_of(shelf, 'Slow Voyage')}?q=site%3Apixiv"
    page = visit(begun)
    press(page, "d")
    page.wait_for_url(lambda url: "?q=site" in url and url != begun)
    press(page, "a")
    page.wait_for_url(begun)

    press(page, "o")
    page.wait_for_url("**/read?q=site*")
    press(page, ".")
    page.wait_for_url(lambda url: "/read?q=site" in url and begun.partition("?")[0] not in url)
    press(page, "Escape")

    page.wait_for_url("**/artworks/*?q=site*")
    assert page.url != begun


def test_a_finger_leads_to_the_neighbours(shelf, visit):
    page = visit(f"{work_of(shelf, 'Slow Voyage')}?q=site%3Apixiv", **PHONE)
    begun = page.url

    page.evaluate(SWIPE)

    page.wait_for_url(lambda url: "?q=site" in url and url != begun)


def test_tags_lead_to_their_search_and_r_anywhere(shelf, visit):
    page = visit(work_of(shelf, "Slow Voyage"))
    tag = page.locator("a.tag").first
    assert "/?q=" in (tag.get_attribute("href") or "")

    press(page, "r")

    page.wait_for_load_state()
    expect(page.locator(".work-title")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_artists_can_be_used_by_everybody(shelf, visit, theme):
    page = visit(f"{shelf.url}/artists", color_scheme=theme, **PHONE)
    faults = faults_of(page, "artists")
    page.locator(".artist-name a").first.click()
    faults += faults_of(page, "artist")
    page.locator(".artist-join summary").click()
    page.get_by_role("link", name="Join with another").click()
    faults += faults_of(page, "join")
    page.goto(work_of(shelf, "Slow Voyage"))
    faults += faults_of(page, "work")

    assert [] == faults
