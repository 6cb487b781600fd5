"""How works are laid out: few nodes, whole widths, every layout to its end."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WORKS
from tests.browser.test_gallery import end

pytestmark = pytest.mark.browser

DRAWN = """async (frame) => {
  const { Grid } = await import(frame.replace('frame.js', 'grid.js'));
  const list = document.querySelector('[data-grid]');
  const work = { sha: 'f'.repeat(64), frames: 1, colour: '#336699', pages: 1, marks: [] };
  const works = Array.from({ length: 100_000 }, (_, id) => ({
    ...work, id, title: `No. ${id}`, w: 100 + (id * 37) % 900, h: 100 + (id * 53) % 700,
  }));
  const grid = new Grid(list, null);
  grid.adopt(works, '');
  scrollTo(0, list.getBoundingClientRect().height / 2);
  grid.draw();
  return { nodes: list.querySelectorAll('*').length, tiles: grid.drawn.size };
}"""
LAID = """async (frame) => {
  const { masonry, squares } = await import(frame.replace('frame.js', 'columns.js'));
  const works = Array.from({ length: 300 }, (_, i) => (
    { w: 100 + (i * 37) % 900, h: 100 + (i * 53) % 700 }));
  const shape = { width: 1237, height: 200, gap: 4 };
  const whole = masonry(works, shape);
  const first = masonry(works.slice(0, 100), shape);
  const rest = masonry(works.slice(100), { ...shape, first: 100, columns: first.columns });
  const square = squares(works, { ...shape, isLast: true });
  const overlap = (boxes) => boxes.some((a, i) => boxes.slice(i + 1, i + 40).some((b) =>
    a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h));
  return {
    same: JSON.stringify(whole.boxes) === JSON.stringify([...first.boxes, ...rest.boxes]),
    falls: whole.boxes.every((box, i) => i === 0 || box.y >= whole.boxes[i - 1].y),
    overlap: overlap(whole.boxes) || overlap(square.boxes),
    right: Math.max(...whole.boxes.map((box) => box.x + box.w)),
    edge: Math.max(...square.boxes.map((box) => box.x + box.w)),
  };
}"""


def script(page):
    return page.locator("script[src*='frame.js']").get_attribute("src")


def test_a_hundred_thousand_works_are_few_nodes(gallery, visit):
    page = visit(f"{gallery.url}/?q=large")

    drawn = page.evaluate(DRAWN, script(page))

    assert drawn["tiles"] > 20
    assert drawn["nodes"] < 500


def test_columns_and_squares_fill_their_width(gallery, visit):
    page = visit(gallery.url)

    laid = page.evaluate(LAID, script(page))

    assert {"same": True, "falls": True, "overlap": False, "right": 1237, "edge": 1237} == laid


@pytest.mark.parametrize("layout", ["Squares", "Columns of one width"])
def test_every_layout_shows_everything_and_goes_by_arrows(gallery, visit, layout):
    page = visit(gallery.url)
    page.locator("summary[title='Order and layout']").click()
    with page.expect_navigation():
        page.get_by_role("button", name=layout).click()
    expect(page.locator(".tile").first).to_be_visible()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".tile a:focus")).to_have_count(1)
    end(page)

    expect(page.locator("[data-end]")).to_contain_text(f"{WORKS + 2} works")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(f".tile[data-index='{WORKS + 1}']")).to_be_visible()
