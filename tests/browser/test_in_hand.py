"""Lists that are drawn anew while somebody has them in hand."""

import pytest
from playwright.sync_api import expect

from artkeep import jobs
from artkeep.collect import follow, refresh
from artkeep.fakes import danbooru
from artkeep.fakes.web import serving
from artkeep.library import collections, told
from artkeep.model.found import Listing
from artkeep.model.refs import PostRef
from tests.browser.serving import running
from tests.web.led import led

pytestmark = pytest.mark.browser
TAGS = "https://danbooru.donmai.us/posts?tags=aoyama_mika"
WHILE = 5000  # milliseconds, more than between two drawings


class Reading:
    """A list that is read until a test says so, on the page of sources."""

    def __init__(self, bench, held, turn, url):
        self.bench, self.held, self.turn, self.url = bench, held, turn, url

    def find_one(self):
        """A post is on the list."""
        with self.turn.begin() as tx:
            saved = told.listed(tx, PostRef("danbooru", "1"), "https://danbooru.example/1")
            collections.put(tx, self.held, [saved.post_id], Listing((), None))

    def end(self, page):
        """End, and wait until a page has heard of it."""
        self.turn.finish()
        expect(page.locator("[data-line]")).to_be_hidden()

    def filter(self, page):
        """The field of the list's filter, with its panel open."""
        if not page.locator(".more[open]").count():
            page.locator(".more summary").click()
        return page.locator(f"#only-{self.held.id}")


@pytest.fixture
def reading(home, decoders):
    """A library that reads one list."""
    with (
        serving(works=2, played={"danbooru": danbooru.routes}) as world,
        led(world, home, decoders) as bench,
    ):
        held = follow.address(bench, TAGS).collection
        with running(bench, {}) as served:
            turn = jobs.take(bench.db, {refresh.KIND})
            yield Reading(bench, held, turn, f"{served.url}/sources")


@pytest.fixture
def page(reading, visit):
    """The page of sources, whose time a test can hurry."""
    opened = visit("about:blank")
    opened.clock.install()
    opened.goto(reading.url)
    expect(opened.locator("[data-line]")).to_be_visible()
    return opened


def hurry(page):
    """Let what a page has planned come to its end, and what it asks be answered."""
    asked, answered = heard(page, "request"), heard(page, "requestfinished")
    page.clock.run_for(WHILE)
    until(page, lambda: len(asked) <= len(answered))


def heard(page, event):
    """Return a list of what a page tells from now on."""
    some = []
    page.on(event, lambda one: some.append(one))  # noqa: PLW0108 - it wants a function of its own
    return some


def until(page, is_so):
    """Wait for something that a page tells this test, and a moment more."""
    for _ in range(500):
        if is_so():
            page.wait_for_timeout(100)
            return
        page.wait_for_timeout(20)
    raise TimeoutError("a page does not tell what is waited for")


def test_what_is_written_is_still_there_when_the_reading_has_ended(reading, page):
    field = reading.filter(page)
    field.fill("fox")
    page.keyboard.press("Tab")

    reading.end(page)
    hurry(page)

    expect(field).to_have_value("fox")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Only fox")).to_be_visible()


def test_why_a_filter_is_refused_stays_until_it_is_mended(reading, page):
    field = reading.filter(page)
    field.fill("is:gone")
    page.keyboard.press("Enter")
    refused = page.locator(f"#wrong-{reading.held.id}")
    expect(refused).to_be_visible()
    expect(page.locator("[data-line]")).to_be_visible()

    reading.end(page)
    hurry(page)

    expect(refused).to_be_visible()
    expect(field).to_have_value("is:gone")


def test_an_answer_that_comes_late_takes_no_numbers_back(reading, page):
    asked, late = [], []

    def keep_first(route):
        if asked:
            route.continue_()
            return
        asked.append(route)
        late.append(route.fetch())

    page.route("**/sources", keep_first)
    page.clock.run_for(WHILE)
    until(page, lambda: late)
    reading.find_one()
    reading.end(page)
    page.clock.run_for(WHILE)
    facts = page.locator(f"#facts-{reading.held.id}")
    expect(facts).to_contain_text("1 post to be asked for")

    answered = heard(page, "requestfinished")
    asked[0].fulfill(response=late[0])
    until(page, lambda: answered)

    expect(facts).to_contain_text("1 post to be asked for")
