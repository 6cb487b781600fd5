"""From the address of a list to its pictures, by a person who has never seen the program."""

import pytest
from playwright.sync_api import expect

from artkeep import jobs
from artkeep.collect import follow, refresh
from artkeep.fakes import danbooru, deviantart, pixiv
from artkeep.fakes.deviantart import memory
from artkeep.fakes.web import serving
from artkeep.handlers import HANDLERS
from artkeep.library import collections, told
from artkeep.model.found import Listing
from artkeep.model.refs import PostRef
from tests.browser.serving import running
from tests.web.led import led

pytestmark = pytest.mark.browser


@pytest.fixture
def world():
    """The copies of three sites."""
    played = {
        "pixiv": pixiv.routes,
        "danbooru": danbooru.routes,
        "deviantart": deviantart.routes,
    }
    with serving(works=24, played=played) as served:
        yield served


@pytest.fixture
def bench(world, home, decoders):
    """A library with nothing in it, led to the copies, with an application at DeviantArt."""
    of_ours = {
        "ARTKEEP_SITES__DEVIANTART__CLIENT_ID": memory.CLIENT_ID,
        "ARTKEEP_SITES__DEVIANTART__CLIENT_SECRET": memory.CLIENT_SECRET,
    }
    with led(world, home, decoders, more=of_ours) as opened:
        yield opened


@pytest.fixture
def house(bench):
    """Its pages, and its workers."""
    with running(bench, HANDLERS) as served:
        yield served


def test_a_newcomer_signs_in_to_pixiv_and_sees_the_bookmarks_come(house, visit, world):
    user = world.world.collector.handles["pixiv"].id
    page = visit(house.url)
    page.get_by_role("link", name="Sources").click()
    field = page.get_by_label("Address of a list or a post")
    field.fill(f"https://www.pixiv.net/users/{user}/bookmarks/artworks")
    page.get_by_role("button", name="Follow", exact=True).click()

    # nobody may see somebody's bookmarks without saying who they are
    page.locator("#address-problem + p a").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open pixiv").click()
    theirs = opened.value
    theirs.get_by_role("button", name="Log in").click()
    ended_at = theirs.get_by_label("Address").input_value()
    theirs.close()
    page.get_by_label("The address you ended at").fill(ended_at)
    page.get_by_role("button", name="Sign in").first.click()

    # back where one was, with the address still in the field
    expect(field).to_have_value(f"https://www.pixiv.net/users/{user}/bookmarks/artworks")
    page.get_by_role("button", name="Follow", exact=True).click()
    row = page.locator(".list").first
    expect(row).to_contain_text("read just now")
    expect(page.locator("#pixiv > .facts-line")).to_contain_text("pictures here")
    expect(page.get_by_role("link", name="sample_user")).to_be_visible()


def test_numbers_move_while_a_list_is_read_and_what_is_open_stays(bench, visit):
    held = follow.address(bench, "https://danbooru.donmai.us/posts?tags=aoyama_mika").collection
    with running(bench, {}) as served:
        turn = jobs.take(bench.db, {refresh.KIND})
        page = visit(f"{served.url}/sources")
        page.locator(".more summary").click()
        written = page.locator(f"#only-{held.id}")
        written.fill("fox")

        for number in range(2):
            with turn.begin() as tx:
                ref = PostRef("danbooru", str(number))
                saved = told.listed(tx, ref, f"https://danbooru.example/{number}")
                collections.put(tx, held, [saved.post_id], Listing((), None))
            turn.progress(done=number + 1, unit="posts")
            turn.beat()
            words = "1 post to be asked for" if number == 0 else "2 posts to be asked for"
            expect(page.locator("#danbooru > .facts-line")).to_contain_text(words)
            expect(page.locator(f"#facts-{held.id}")).to_contain_text(words)
        expect(written).to_have_value("fox")
        turn.finish()


def test_a_newcomer_signs_in_to_deviantart_and_is_led_back(house, visit):
    page = visit(f"{house.url}/sources")
    page.get_by_role("link", name="Accounts").click()
    page.locator("#at-deviantart + a").click()

    page.get_by_role("link", name="To DeviantArt").click()
    page.get_by_role("button", name="Authorize").click()

    expect(page.get_by_text("Signed in.")).to_be_visible()
    assert page.url == f"{house.url}/login/deviantart?done=yes"
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)


def test_a_list_that_is_paused_and_removed_can_be_taken_up(house, visit):
    page = visit(f"{house.url}/sources")
    page.keyboard.press("/")
    page.keyboard.type("danbooru.donmai.us/posts?tags=aoyama_mika")
    page.keyboard.press("Enter")
    row = page.locator(".list")
    expect(row).to_contain_text("read just now")

    row.get_by_label("More about").click()
    row.get_by_label("Read by itself").select_option("only when told")
    row.get_by_role("button", name="Set").first.click()
    expect(row).to_contain_text("only when told")
    row.get_by_label("More about").click()
    row.get_by_role("button", name="Follow no longer").click()
    expect(page.get_by_role("status").first).to_contain_text("Its posts stay")
    page.get_by_role("button", name="Follow it again").click()

    expect(row).to_contain_text("again in 1 day")
