"""Find by picture: by drop, by paste, by choice, by address."""

import pytest
from playwright.sync_api import expect

from artkeep.fakes import drawings
from tests.browser.hands import drop, paste
from tests.browser.serving import running
from tests.web.elsewhere import asking, site

pytestmark = pytest.mark.browser
# The picture in the page is one that the policy of the page lets the browser read.
IS_DRAWN = """async () => {
  const image = new Image();
  image.src = document.querySelector('image#asked').href.baseVal;
  await image.decode();
  return image.naturalWidth === 512;
}"""


@pytest.fixture
def copy(tmp_path):
    """A smaller copy of the large picture in the library."""
    drawings.write(7, tmp_path / "copy.jpg", width=700, height=450)
    return tmp_path / "copy.jpg"


def test_a_dropped_picture_is_found_and_stands_beside_it(gallery, visit, copy):
    page = visit(f"{gallery.url}/similar")

    drop(page, "find", copy)

    expect(page.locator(".answer-head")).to_contain_text("Yes")
    pair = page.locator(".pair").first
    expect(pair.locator("img")).to_have_count(2)
    expect(pair).to_contain_text("large.jpg")
    pair.get_by_role("link", name="Open its page").click()
    expect(page.get_by_role("heading", name="large")).to_be_visible()


def test_a_picture_dropped_anywhere_can_be_found(gallery, visit, copy):
    page = visit(f"{gallery.url}/settings")

    drop(page, "find", copy)

    expect(page).to_have_url(f"{gallery.url}/similar")
    expect(page.locator(".answer-head")).to_contain_text("Yes")


def test_a_pasted_picture_is_found(gallery, visit, copy):
    page = visit(f"{gallery.url}/similar")

    paste(page, copy)

    expect(page.locator(".answer-head")).to_contain_text("Yes")


def test_a_chosen_picture_that_is_not_there_can_be_kept(empty, visit, copy):
    page = visit(f"{empty.url}/similar")

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="choose a file").click()
    chooser.value.set_files(copy)
    expect(page.get_by_role("heading", name="Not in your library")).to_be_visible()
    page.get_by_role("button", name="Keep it").click()

    expect(page.locator("[data-tray-counts]")).to_have_text("1 new")


def test_an_address_in_ones_own_network_is_refused_with_words(gallery, visit):
    page = visit(f"{gallery.url}/similar")

    page.get_by_label("Address of a picture").fill(f"{gallery.url}/thumb/x/s.webp")
    page.get_by_role("button", name="Find").click()

    expect(page.locator("[data-answer]")).to_contain_text("cannot be asked")
    expect(page.get_by_label("Address of a picture")).to_have_value(f"{gallery.url}/thumb/x/s.webp")


def test_what_is_no_picture_is_said_with_its_reason(gallery, visit, tmp_path):
    (tmp_path / "note.txt").write_text("no picture at all", encoding="utf-8")
    page = visit(f"{gallery.url}/similar")

    drop(page, "find", tmp_path / "note.txt")

    expect(page.locator("[data-answer]")).to_contain_text("a text, not a picture")


def test_the_picture_at_an_address_is_seen_beside_its_answer(gallery, visit, copy):
    with (
        site(copy.parent) as netloc,
        asking(gallery.bench, netloc) as bench,
        running(bench, {}) as house,
    ):
        page = visit(f"{house.url}/similar")
        page.get_by_label("Address of a picture").fill(f"http://{netloc}/copy.jpg")
        page.get_by_role("button", name="Find").click()
        asked = page.get_by_role("img", name="The picture you asked about").first

        expect(page.locator(".answer-head")).to_contain_text("Yes")
        expect(asked).to_be_visible()
        assert asked.bounding_box()["width"] > 100
        assert page.evaluate(IS_DRAWN)
