"""Reading a work: by keys, by hand, on a phone; and what moves, frame by frame."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.shelf import PHONE, faults_of, work_of

pytestmark = pytest.mark.browser
PAGES = 12  # of the longest work
SHOWN = "[...document.querySelectorAll('.spread .leaf img')].map((one) => one.alt)"
WIDTH = "document.querySelector('.spread').getBoundingClientRect().width"
TWICE = "(name) => [1, 2].forEach(() => document.querySelector(`[data-${name}]`).click())"
FINGER = """(path) => {
  const book = document.querySelector('[data-book]');
  const touch = ([clientX, clientY], identifier) =>
    new Touch({ identifier, target: book, clientX, clientY });
  const send = (type, points) => book.dispatchEvent(new TouchEvent(type, {
    touches: points.map(touch), bubbles: true, cancelable: true,
  }));
  send('touchstart', path[0]);
  for (const points of path.slice(1)) send('touchmove', points);
  send('touchend', []);
}"""


@pytest.fixture
def voyage(shelf):
    """The page of the work with the most pages."""
    return work_of(shelf, "Slow Voyage")


def count(page):
    return page.locator("[data-count]")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_a_work_is_read_by_keys_and_gone_on_with(voyage, visit):
    page = visit(voyage)
    press(page, "o")
    expect(count(page)).to_have_text(f"1 / {PAGES}")
    press(page, "ArrowRight", "d", "Space", "ArrowRight", "a")
    expect(count(page)).to_have_text(f"4 / {PAGES}")
    page.wait_for_url("**/read?page=4")

    press(page, "Escape")
    page.wait_for_url(voyage, wait_until="load")
    expect(page.get_by_role("link", name=f"Continue at 4 of {PAGES}")).to_be_visible()
    expect(page.locator(".read progress")).to_have_attribute("value", "4")
    press(page, "o")

    expect(count(page)).to_have_text(f"4 / {PAGES}")


def test_two_pages_lie_side_by_side_as_they_are_read(voyage, visit):
    page = visit(f"{voyage}/read")
    press(page, "2", "ArrowRight")

    expect(count(page)).to_have_text(f"2\u20133 / {PAGES}")
    assert ["Page 2", "Page 3"] == page.evaluate(SHOWN)
    left = "document.querySelector('.spread .leaf img').getBoundingClientRect().x"
    first = page.evaluate(left)
    press(page, "4")
    assert page.evaluate(left) > first
    press(page, "ArrowRight")
    expect(count(page)).to_have_text(f"1 / {PAGES}")
    press(page, "5")
    expect(count(page)).to_have_text(f"1\u20132 / {PAGES}")


def test_behind_the_last_page_is_the_next_work(voyage, shelf, visit):
    page = visit(f"{voyage}/read")
    press(page, "End", "ArrowRight")
    expect(page.get_by_text(f"That was all of it, {PAGES} pages")).to_be_visible()
    expect(page.get_by_role("link", name="Next work")).to_be_focused()
    press(page, "ArrowLeft")
    expect(page.locator("[data-end]")).to_be_hidden()

    press(page, ".")
    page.wait_for_url("**/read*")
    expect(page.locator("[data-leave]")).not_to_have_attribute(
        "href", voyage.removeprefix(shelf.url)
    )
    press(page, ",")

    expect(count(page)).to_have_text(f"1 / {PAGES}")


def test_space_reads_down_a_page_before_it_turns(voyage, visit):
    page = visit(f"{voyage}/read", viewport={"width": 900, "height": 500})
    press(page, "z")  # as wide as the window: higher than it
    top = "document.querySelector('[data-book]').scrollTop"
    assert 0 == page.evaluate(top)

    press(page, "Space")
    assert page.evaluate(top) > 0
    expect(count(page)).to_have_text(f"1 / {PAGES}")
    for _ in range(5):
        press(page, "Space")
    expect(count(page)).not_to_have_text(f"1 / {PAGES}")
    press(page, "Home", "Shift+Space")

    expect(count(page)).to_have_text(f"1 / {PAGES}")


def test_zoom_is_kept_from_page_to_page_when_it_is_locked(voyage, visit):
    page = visit(f"{voyage}/read")
    whole = page.evaluate(WIDTH)
    press(page, "+", "+")
    assert page.evaluate(WIDTH) == pytest.approx(whole * 1.25**2, abs=1)
    press(page, "ArrowRight", "ArrowLeft")
    assert page.evaluate(WIDTH) == pytest.approx(whole, abs=1)

    press(page, "Z", "+", "ArrowRight", "ArrowLeft")

    assert page.evaluate(WIDTH) == pytest.approx(whole * 1.25, abs=1)


def test_how_one_likes_to_read_is_remembered(voyage, visit):
    page = visit(f"{voyage}/read")
    press(page, "b", "4", "z")
    expect(page.locator("body")).to_have_attribute("data-ground", "white")

    page.reload()

    expect(page.locator("body")).to_have_attribute("data-ground", "white")
    expect(page.locator("[name=rtl]")).to_be_checked()
    expect(page.locator("[name=fit][value=width]")).to_be_checked()


def test_a_book_is_taken_along_as_one_has_chosen_to_read_meanwhile(voyage, visit):
    page = visit(str(voyage))
    book = page.locator(".saves a", has_text="CBZ")
    expect(book).to_have_attribute("href", re.compile("/cbz$"))

    reader = page.context.new_page()
    reader.goto(f"{voyage}/read")
    press(reader, "4")
    expect(reader.locator("[name=rtl]")).to_be_checked()

    expect(book).to_have_attribute("href", re.compile("read=rtl"))
    page.reload()
    expect(book).to_have_attribute("href", re.compile("read=rtl"))


def test_a_strip_is_scrolled_and_knows_where_one_is(voyage, visit):
    page = visit(f"{voyage}/read")
    press(page, "3")
    expect(page.locator(".leaves .leaf").nth(11)).to_be_attached()
    press(page, "End")
    expect(count(page)).to_have_text(f"{PAGES} / {PAGES}")
    page.wait_for_url(f"**/read?page={PAGES}")

    page.reload()

    expect(page.locator(f"#p{PAGES} img")).to_be_in_viewport()
    press(page, "Home", "1")
    expect(count(page)).to_have_text(f"1 / {PAGES}")


def test_without_scripts_all_pages_lie_below_each_other(voyage, visit):
    page = visit(f"{voyage}/read", java_script_enabled=False)

    assert PAGES == page.locator(".leaf img").count()
    expect(page.get_by_role("link", name="Next work")).to_be_visible()


def test_a_slideshow_goes_by_itself_until_it_is_paused(voyage, visit):
    page = visit(f"{voyage}/read")
    page.get_by_role("button", name="How to read").click()
    page.get_by_label("Slideshow, each picture").select_option("3")
    press(page, "Escape", "s")
    expect(page.locator("[data-show]")).to_have_attribute("aria-pressed", "true")

    expect(count(page)).to_have_text(f"2 / {PAGES}")
    press(page, "Space")

    expect(page.locator("[data-show]")).to_have_attribute("aria-pressed", "false")


def test_everything_is_shown_one_after_the_other(shelf, visit):
    page = visit(f"{shelf.url}/slideshow", reduced_motion="reduce")
    title = page.locator(".reader-title")
    expect(page.locator("[data-show]")).to_have_attribute("aria-pressed", "false")
    before = title.inner_text()
    press(page, "d")
    expect(title).not_to_have_text(before)
    press(page, "a")
    expect(title).to_have_text(before)

    press(page, "Enter")

    expect(page.locator(".work-title")).to_have_text(before)


def test_frames_of_a_zip_are_shown_as_long_as_its_site_says(shelf, visit):
    page = visit(f"{work_of(shelf, 'Slow Balance', animated=True)}/read", reduced_motion="reduce")
    told = page.locator("[data-frame]")
    sha256 = page.locator(".leaves .leaf").get_attribute("data-sha")
    frames = page.request.get(f"{shelf.url}/api/frames/{sha256}").json()
    # at rest, for those who want no motion
    expect(told).to_have_text(f"1 / 10 \u00b7 {frames[0]['delay']} ms")
    expect(page.locator(".spread canvas")).to_be_visible()

    press(page, "l", "l")
    expect(told).to_have_text(f"3 / 10 \u00b7 {frames[2]['delay']} ms")
    page.evaluate(TWICE, "frame-on")  # quicker than a frame comes
    expect(told).to_contain_text("5 / 10")
    page.evaluate(TWICE, "frame-back")
    expect(told).to_contain_text("3 / 10")
    press(page, "j", "j", "j")
    expect(told).to_contain_text("10 / 10")
    press(page, "k")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(told).not_to_contain_text("10 / 10")
    press(page, "<", "<", "k")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_gif_is_taken_apart_by_the_browser(shelf, visit):
    page = visit(f"{work_of(shelf, 'Copper Valley', animated=True)}/read", reduced_motion="reduce")
    expect(page.locator("[data-frame]")).to_contain_text("1 / 10")

    press(page, "l")

    expect(page.locator("[data-frame]")).to_contain_text("2 / 10")


def test_a_browser_that_cannot_take_it_apart_plays_it_by_itself(shelf, visit):
    page = visit("about:blank")
    page.add_init_script("delete window.ImageDecoder")
    page.goto(f"{work_of(shelf, 'Copper Valley', animated=True)}/read")
    picture = page.locator(".spread img")
    expect(picture).to_have_attribute("src", beginning("/screen/"))

    press(page, "k")

    expect(picture).to_have_attribute("src", beginning("/thumb/"))
    expect(page.locator("[data-frame-on]")).to_be_hidden()


def beginning(text):
    return re.compile(f"^{text}")


def test_a_phone_turns_pages_by_thumb(voyage, visit):
    page = visit(f"{voyage}/read", **PHONE)
    page.touchscreen.tap(360, 500)
    expect(count(page)).to_have_text(f"2 / {PAGES}")
    page.evaluate(FINGER, [[[300, 400]], [[260, 402]], [[180, 405]]])
    expect(count(page)).to_have_text(f"3 / {PAGES}")
    page.touchscreen.tap(30, 500)
    expect(count(page)).to_have_text(f"2 / {PAGES}")
    page.touchscreen.tap(195, 500)
    expect(page.locator("body")).to_have_class(re.compile("is-quiet"))
    page.wait_for_timeout(400)  # two quick taps would zoom
    page.touchscreen.tap(195, 500)
    expect(page.locator("body")).not_to_have_class(re.compile("is-quiet"))

    wide = page.evaluate(WIDTH)
    page.evaluate(FINGER, [[[150, 400], [240, 400]], [[105, 400], [285, 400]]])

    assert page.evaluate(WIDTH) == pytest.approx(wide * 2, abs=2)


def test_the_wheel_turns_and_zooms(voyage, visit):
    page = visit(f"{voyage}/read")
    page.mouse.move(640, 400)
    page.mouse.wheel(0, 120)
    expect(count(page)).to_have_text(f"2 / {PAGES}")
    wide = page.evaluate(WIDTH)

    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")

    assert page.evaluate(WIDTH) > wide


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_reader_can_be_used_by_everybody(voyage, shelf, visit, theme):
    page = visit(f"{voyage}/read", color_scheme=theme, reduced_motion="reduce", **PHONE)
    faults = faults_of(page, "reader")
    page.get_by_role("button", name="How to read").click()
    faults += faults_of(page, "how to read")
    page.goto(f"{work_of(shelf, 'Slow Balance', animated=True)}/read")
    expect(page.locator("[data-frame]")).to_contain_text("/ 10")
    faults += faults_of(page, "what moves")
    page.goto(f"{shelf.url}/slideshow")
    faults += faults_of(page, "slideshow")

    assert [] == faults
