"""The bar of what was done last: what it offers to take back is what it says."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from artkeep import jobs
from artkeep.collect import discard
from artkeep.db.tables import saved_search
from artkeep.handlers import HANDLERS
from artkeep.library import saved_searches
from artkeep.model.records import RunState
from tests.browser.serving import served
from tests.browser.tabs import hearing_the_end, hide, show

pytestmark = pytest.mark.browser
THROW = """async (q) => {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': token };
  const wish = { method: 'POST', headers, body: JSON.stringify({ deed: 'trash', q }) };
  const { run } = await (await fetch('/api/works', wish)).json();
  sessionStorage.setItem('artkeep-thrown', run);
  return run;
}"""


def slowly(bench, turn):
    """Stand in for throwing away: works to be counted for as long as nobody stops it."""
    turn.progress(unit="works", total=1000)
    step = 0
    while True:
        with turn.begin():
            pass
        step += 1
        turn.progress(done=min(step, 999))
        bench.clock.sleep(0.02)


@pytest.fixture
def slow(home, decoders, some):
    """A library of a few works, where throwing away all of a search does not end by itself."""
    with served(home, decoders, {**HANDLERS, discard.KIND: slowly}, some) as house:
        yield house


def said(page):
    return page.locator("[data-undo-words]")


def undo(page):
    return page.get_by_role("button", name="Undo")


def throw_cranes(house, page):
    """Have all cranes thrown away as this tab asked for it, and open the gallery; the run."""
    run_id = page.evaluate(THROW, "crane")
    wait_for(house, run_id)
    page.goto(house.url)
    expect(said(page)).to_contain_text("Threw away works: crane · 10 works")
    expect(undo(page)).to_be_visible()
    return run_id


def take_back(house, run_id):
    """Take back elsewhere what a run threw away."""
    with house.bench.db.begin() as tx:
        back = discard.ask_back(tx, run_id)
    wait_for(house, back)


def wait_for(house, run_id):
    """Wait until a run is done."""
    for _ in range(1000):
        with house.bench.db.read() as tx:
            if jobs.get(tx, run_id).state is RunState.DONE:
                return
        house.bench.clock.sleep(0.02)
    raise TimeoutError("the run is never done")


def test_the_last_deed_has_the_bar_and_no_run_takes_it(slow, visit):
    page = visit(slow.url)
    run_id = page.evaluate(THROW, "crane")
    page.goto(slow.url)
    expect(said(page)).to_contain_text("Throwing away works: crane")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    expect(said(page)).to_have_text("1 work is in the trash.")

    with hearing_the_end(page, run_id), slow.bench.db.begin() as tx:
        jobs.request_stop(tx, run_id)
    hide(page)
    show(page)

    expect(said(page)).to_have_text("1 work is in the trash.")
    page.keyboard.press("u")
    expect(said(page)).to_have_text("1 work is back.")


def test_taking_back_after_a_search_takes_back_what_came_last(changed, visit):
    page = visit(changed.url)
    throw_cranes(changed, page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    expect(said(page)).to_have_text("1 work is in the trash.")

    hide(page)
    show(page)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("u")

    expect(said(page)).to_have_text("1 work is back.")
    page.reload()
    expect(page.locator(".grid-count")).to_have_text("20 works")


def test_copying_offers_nothing_to_take_back(changed, visit):
    page = visit(changed.url)
    throw_cranes(changed, page)

    page.keyboard.press("ArrowRight")
    page.keyboard.press("x")
    page.get_by_role("button", name="Copy links").click()

    expect(said(page)).not_to_contain_text("Threw away")
    expect(undo(page)).to_be_hidden()


def test_what_was_taken_back_elsewhere_is_not_offered(changed, visit):
    page = visit(changed.url)
    run_id = throw_cranes(changed, page)
    hide(page)
    take_back(changed, run_id)

    show(page)

    expect(page.locator("[data-undo]")).to_be_hidden()
    assert page.evaluate("sessionStorage.getItem('artkeep-thrown')") is None


def test_a_failed_request_does_not_lose_the_way_back(changed, visit):
    page = visit(changed.url)
    throw_cranes(changed, page)
    page.route("**/api/runs/*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.reload()
    expect(page.locator("[data-undo]")).to_be_hidden()
    page.unroute("**/api/runs/*")

    hide(page)
    show(page)

    expect(said(page)).to_contain_text("Threw away works: crane · 10 works")
    undo(page).click()
    expect(said(page)).to_have_text("Took back works: crane · 10 works")


def test_the_number_of_works_is_counted_down_beside_the_news(changed, visit):
    with changed.bench.db.begin() as tx:
        saved_searches.save(tx, "Cranes", "crane")
        tx.execute(sa.update(saved_search).values(seen_at=0))
    page = visit(f"{changed.url}/?q=crane")
    expect(page.locator(".grid-count")).to_have_text("10 works · 10 new since you looked")

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")

    expect(page.locator(".grid-count")).to_have_text("9 works · 10 new since you looked")
