"""Activity, live: what moves, what stops, what goes on."""

import re
from threading import Event

import pytest
from playwright.sync_api import expect

from artkeep import jobs
from artkeep.collect import add
from artkeep.handlers import HANDLERS
from artkeep.model.records import Kept, RunState
from tests.browser.conftest import SOME
from tests.browser.serving import served
from tests.browser.tabs import hide_for_long, show

pytestmark = pytest.mark.browser
STEPS = 2000


def slowly(bench, turn):
    """Stand in for adding: step by step, until stopped."""
    turn.progress(unit="files", total=STEPS)
    for step in range(turn.run.done, STEPS):
        with turn.begin():
            pass
        turn.progress(done=step + 1, counts={"new": step + 1})
        bench.clock.sleep(0.02)


def held(gate):
    """Stand in for adding a picture: it is brought when the gate opens."""

    def bring(bench, turn):
        turn.progress(unit="files", total=1)
        while not gate.is_set():
            with turn.begin():
                pass
            bench.clock.sleep(0.02)
        turn.progress(done=1, counts={"new": 1})

    return bring


@pytest.fixture
def busy(home, decoders):
    """A library where something takes long."""
    with served(home, decoders, {add.KIND: slowly}) as house:
        yield house


def ask(house, path="/home/ann/inbox"):
    with house.bench.db.begin() as tx:
        return jobs.add(tx, add.KIND, path, arguments={"paths": [path], "kept": "blob"})


def test_a_run_is_seen_moving_stopped_and_gone_on_with(busy, visit):
    page = visit(f"{busy.url}/activity")
    expect(page.get_by_text("Nothing has been done yet")).to_be_visible()
    run_id = ask(busy)

    run = page.locator(f"#run-{run_id}")
    expect(run).to_contain_text("Adding inbox")
    expect(run.locator("[data-field=progress]")).to_contain_text("left")
    before = run.locator("[data-field=counted]").inner_text()
    expect(run.locator("[data-field=counted]")).not_to_have_text(before)

    run.get_by_role("button", name="Stop").click()
    expect(run).to_contain_text("stopped")
    run.get_by_role("button", name="Go on").click()
    expect(run.locator(".run-state")).to_have_text("running")


def test_what_ends_before_anybody_listens_is_not_shown_as_running(busy, visit):
    run_id = ask(busy)
    page, held = visit("about:blank"), []
    page.route("**/api/activity/stream", lambda route: held.append(route))  # noqa: PLW0108 - it wants a function of its own
    page.goto(f"{busy.url}/activity")
    state = page.locator(f"#run-{run_id} .run-state")
    expect(state).to_have_text(re.compile("running|waiting"))

    with busy.bench.db.begin() as tx:
        jobs.request_stop(tx, run_id)
    wait_until(busy, run_id, RunState.STOPPED)
    held[0].continue_()

    expect(state).to_contain_text("stopped")


def wait_until(house, run_id, state):
    """Wait for a run to be in a state."""
    for _ in range(1000):
        with house.bench.db.read() as tx:
            if jobs.get(tx, run_id).state is state:
                return
        house.bench.clock.sleep(0.02)
    raise TimeoutError(f"the run is never {state}")


def test_every_page_shows_what_is_going_on(busy, visit):
    page = visit(f"{busy.url}/settings")
    expect(page.locator("[data-now]")).to_be_hidden()

    ask(busy)

    expect(page.locator("[data-now]")).to_contain_text("Adding inbox")
    expect(page.locator("[data-line]")).to_be_visible()


def test_a_gallery_hears_what_ended_behind_another_tab(home, decoders, some, visit):
    gate = Event()
    with served(home, decoders, {**HANDLERS, add.KIND: held(gate)}, some) as house:
        page = visit(house.url)
        run_id = ask(house)
        expect(page.locator("[data-now]")).to_contain_text("Adding inbox")
        hide_for_long(page)
        gate.set()
        wait_until(house, run_id, RunState.DONE)
        expect(page.locator("[data-fresh]")).to_be_hidden()

        show(page)

        expect(page.locator("[data-fresh]")).to_be_visible()


def test_the_first_page_hears_what_came_behind_another_tab(empty, some, visit):
    page = visit(empty.url)
    expect(page.get_by_role("heading", name="Keep the pictures you love")).to_be_visible()
    hide_for_long(page)
    with empty.bench.db.begin() as tx:
        run_id = add.start(tx, [some], Kept.BLOB)
    wait_until(empty, run_id, RunState.DONE)

    show(page)

    expect(page.locator(".grid-count")).to_have_text(f"{SOME} works")


def test_shutting_down_waits_for_no_stream(home, decoders, visit):
    with served(home, decoders, {add.KIND: slowly}) as house:
        page = visit(f"{house.url}/activity")
        run_id = ask(house)
        expect(page.locator(f"#run-{run_id}")).to_be_visible()
        with house.bench.db.begin() as tx:
            jobs.request_stop(tx, run_id)
    # leaving the block asserts that the server ended while the page was listening
