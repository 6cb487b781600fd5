"""The grid and the lightbox: endless, exact, by hand and by keys."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WORKS

pytestmark = pytest.mark.browser
ALL = WORKS + 2

SHARP = ".pswp__item[aria-hidden=false] .pswp__img:not(.pswp__img--placeholder)"
PACKED = """async (frame) => {
  const { pack } = await import(frame.replace('frame.js', 'rows.js'));
  const shape = (i) => ({ w: 100 + (i * 37) % 900, h: 100 + (i * 53) % 700 });
  const works = Array.from({ length: 400 }, (_, i) => shape(i));
  const { rows, boxes } = pack(works, { width: 1237, height: 200, gap: 4 });
  const full = rows.filter((row) => !row.open);
  return {
    all: boxes.length,
    edges: [...new Set(full.map((row) => boxes[row.to - 1].x + boxes[row.to - 1].w))],
    gaps: [...new Set(full.flatMap((row) => boxes.slice(row.from + 1, row.to).map((box, i) =>
      box.x - boxes[row.from + i].x - boxes[row.from + i].w)))],
    whole: boxes.every((box) => [box.x, box.y, box.w, box.h].every(Number.isInteger)),
  };
}"""

# Jumps to the end in every frame, so that the end is never seen to come nearer.
STAY_AT_THE_END = """() => {
  const end = document.querySelector('[data-end]');
  const stay = () => {
    scrollTo(0, document.body.scrollHeight);
    if (!end.textContent.includes('everything')) requestAnimationFrame(stay);
  };
  stay();
}"""
KEPT = """async (frame) => {
  const { keep } = await import(frame.replace('frame.js', 'shelf.js'));
  const work = { sha: 'f'.repeat(64), w: 1200, h: 900, frames: 1, colour: '#336699' };
  const works = Array.from({ length: 100_000 }, (_, id) => ({ ...work, id, title: `No. ${id}` }));
  const ends = Array.from({ length: 1000 }, (_, i) => (i + 1) * 100);
  const pages = ends.map((to) => ({ to, next: `after ${to}` }));
  const anchor = () => ({ index: 50_000, part: 0 });
  keep('test', { works, pages, next: 'later', active: 50_000, anchor });
  const kept = JSON.parse(sessionStorage.getItem('test'));
  return {
    works: kept.works.length,
    first: kept.works[0][0],
    next: kept.next,
    at: kept.anchor.index,
    cut: kept.isCut,
  };
}"""


def end(page):
    """Scroll until there is no more."""
    for _ in range(60):
        page.mouse.wheel(0, 2500)
        if "everything" in page.locator("[data-end]").inner_text():
            return
        page.wait_for_timeout(50)


def looked_at(page):
    """Return the title of the picture in the lightbox, as soon as it is wholly open."""
    expect(page.locator(".pswp--ui-visible")).to_be_visible()
    return page.locator(".pswp__line a")


def test_rows_fill_their_width_to_the_pixel(gallery, visit):
    page = visit(gallery.url)
    frame = page.locator("script[src*='frame.js']").get_attribute("src")

    packed = page.evaluate(PACKED, frame)

    assert {"all": 400, "edges": [1237], "gaps": [4], "whole": True} == packed


def test_scrolling_brings_everything_and_draws_little(gallery, visit):
    page = visit(gallery.url)
    expect(page.locator(".tile").first).to_be_visible()

    end(page)

    expect(page.locator("[data-end]")).to_contain_text(f"{ALL} works")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert page.locator(".tile").count() < ALL / 2
    expect(page.locator(f".tile[data-index='{ALL - 1}']")).to_be_visible()


def test_who_stays_at_the_end_is_brought_more(gallery, visit):
    page = visit(gallery.url)
    page.route("**/api/gallery*", few)

    page.evaluate(STAY_AT_THE_END)

    expect(page.locator("[data-end]")).to_contain_text(f"{ALL} works")


def few(route):
    """Ask for ten works at a time, so that many pages follow one another."""
    route.continue_(url=re.sub(r"limit=\d+", "limit=10", route.request.url))


def test_of_very_many_works_those_around_are_kept_for_back(gallery, visit):
    page = visit(gallery.url)
    frame = page.locator("script[src*='frame.js']").get_attribute("src")

    kept = page.evaluate(KEPT, frame)

    assert {
        "works": 12_000,
        "first": 44_000,
        "next": "after 56000",
        "at": 6000,
        "cut": True,
    } == kept


def test_no_box_moves_when_pictures_arrive(gallery, visit):
    page = visit(gallery.url)
    boxes = "[...document.querySelectorAll('.tile')].map((one) => one.getBoundingClientRect().top)"
    before = page.evaluate(boxes)

    page.wait_for_load_state("networkidle")

    assert before == page.evaluate(boxes)


def test_back_leads_to_where_one_was(gallery, visit):
    page = visit(gallery.url)
    end(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    page.wait_for_timeout(100)
    before = page.evaluate("scrollY")
    link = page.locator(".tile a").nth(10)
    page.goto(gallery.url + link.get_attribute("href"))

    page.go_back()

    expect(page.locator(".tile").first).to_be_attached()
    assert abs(before - page.evaluate("scrollY")) <= 2
    assert before > 0


def test_the_lightbox_goes_by_keys_and_leads_to_the_page(gallery, visit):
    page = visit(gallery.url)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tile a:focus")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".pswp--open")).to_be_visible()
    first = looked_at(page).inner_text()

    page.keyboard.press("d")
    expect(looked_at(page)).not_to_have_text(first)
    page.keyboard.press("a")
    expect(looked_at(page)).to_have_text(first)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name=first)).to_be_visible()
    page.wait_for_load_state()  # keys are heard from then on
    page.keyboard.press("Escape")
    expect(page.locator(".tile").first).to_be_visible()


def test_escape_gives_the_picture_back_to_the_grid(gallery, visit):
    page = visit(gallery.url)
    page.locator(".tile").nth(3).click()
    expect(page.locator(".pswp--open")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")

    expect(page.locator(".pswp")).to_have_count(0)
    expect(page.locator(".tile[data-index='4'] a")).to_be_focused()
    assert page.url == f"{gallery.url}/"


def test_the_back_button_closes_the_lightbox(gallery, visit):
    page = visit(gallery.url)
    page.locator(".tile").nth(3).click()
    expect(page.locator(".pswp--open")).to_be_visible()

    page.go_back()

    expect(page.locator(".pswp")).to_have_count(0)
    expect(page.locator(".tile").first).to_be_visible()


def test_zoom_shows_more_of_less(gallery, visit):
    page = visit(gallery.url)
    page.locator(".tile", has_text="large").click()
    expect(looked_at(page)).to_have_text("large")
    page.wait_for_selector(SHARP)
    width = f"document.querySelector('{SHARP}').getBoundingClientRect().width"
    fitting = page.evaluate(width)

    page.keyboard.press("z")

    for _ in range(50):  # the policy of the pages forbids Playwright's own way of waiting
        if page.evaluate(width) > fitting * 1.5:
            break
        page.wait_for_timeout(50)
    assert page.evaluate(width) > fitting * 1.5


def test_pictures_grow_and_shrink(gallery, visit):
    page = visit(gallery.url)
    before = page.locator(".tile").first.bounding_box()["height"]

    page.keyboard.press("+")
    larger = page.locator(".tile").first.bounding_box()["height"]
    page.reload()

    assert larger > before
    assert larger == page.locator(".tile").first.bounding_box()["height"]


def test_without_scripts_pages_lead_on(gallery, visit):
    page = visit(gallery.url, java_script_enabled=False)
    first = page.locator(".tile-title").first.inner_text()

    page.get_by_role("link", name="Older pictures").click()

    expect(page.get_by_role("link", name="Back to the newest")).to_be_visible()
    assert first != page.locator(".tile-title").first.inner_text()
    assert page.locator(".tile").first.bounding_box()["height"] > 40


def test_a_work_goes_to_its_neighbours_and_hides_its_facts(gallery, visit):
    page = visit(f"{gallery.url}/artworks/5")

    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(f"{gallery.url}/artworks/4")
    page.wait_for_load_state()  # keys are heard from then on
    page.keyboard.press("i")
    expect(page.locator("#facts")).to_be_hidden()
    page.keyboard.press("ArrowLeft")

    expect(page).to_have_url(f"{gallery.url}/artworks/5")
    page.wait_for_load_state()
    expect(page.locator("#facts")).to_be_hidden()
    page.keyboard.press("i")
    expect(page.locator("#facts")).to_be_visible()


def test_look_alikes_come_to_a_work(gallery, visit):
    page = visit(f"{gallery.url}/artworks/{ALL}")

    expect(page.locator(".alike-list")).to_contain_text("same picture")


def test_a_picture_is_named_once(gallery, visit):
    page = visit(gallery.url)

    expect(page.get_by_role("link", name="large", exact=True)).to_be_visible()


def test_pictures_of_the_grid_are_as_they_were_chosen(gallery, visit):
    page = visit(f"{gallery.url}/display")
    found = {}
    for image in ("original", "medium", "square_medium", "none", "auto"):
        page.goto(f"{gallery.url}/display")
        page.locator("select[name=image]").first.select_option(image)
        with page.expect_navigation():
            page.get_by_role("button", name="In this browser").first.click()
        page.goto(f"{gallery.url}/?q=large")
        expect(page.locator(".tile a[tabindex='0']")).to_have_count(1)  # a script has drawn it
        drawn = page.locator(".tile img").evaluate_all("all => all.map((one) => one.src)")
        box = page.locator(".tile").bounding_box()
        digest = re.compile("[0-9a-f]{64}")
        named = [digest.sub("X", src.removeprefix(gallery.url)) for src in drawn]
        found[image] = (named, round(box["width"]) == round(box["height"]))

    assert {
        "original": (["/screen/X"], False),
        "medium": (["/image/X/medium.jpg"], False),
        "square_medium": (["/image/X/square_medium.jpg"], True),
        "none": ([], False),
        "auto": (["/thumb/X/s.webp"], False),
    } == found
