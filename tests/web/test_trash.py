"""Works are thrown away, taken back, and never come again when that was said."""

import pytest
import sqlalchemy as sa

from artkeep import jobs
from artkeep.collect import discard, doctor, follow, refresh
from artkeep.collect import trash as emptying
from artkeep.collect.discard import Deed
from artkeep.db.tables import image, page
from artkeep.explore import similar
from artkeep.fakes import drawings
from artkeep.model.records import Kept, RunState
from artkeep.model.viewing import EVERYTHING
from tests.showing import tiles_of
from tests.web.browsing import said, works
from tests.working import add_all, work

SEARCH = "https://danbooru.donmai.us/posts?tags=aoyama_mika"
FOX = "Fox in the Snow"


@pytest.fixture
def list_id(led_bench):
    """A list of posts with their pictures; the list's number."""
    done = follow.address(led_bench, SEARCH)
    work(led_bench)
    return done.collection.id


@pytest.fixture
def two(bench, inbox):
    """Two pictures from files."""
    for number in (1, 2):
        drawings.write(number, inbox / f"{number}.png", width=160, height=120)
    add_all(bench, inbox)
    return [tile.artwork_id for tile in tiles_of(bench)]


def number_of(bench, title=FOX):
    return next(t.artwork_id for t in tiles_of(bench) if t.title == title)


def titles(bench):
    return {tile.title for tile in tiles_of(bench)}


def blobs(bench):
    return len(list(bench.blobs.list()))


def empty(bench, browser):
    browser.submit("/trash/empty", sure="yes")
    work(bench)


def test_an_empty_trash_says_what_it_is_for(newcomer):
    assert "Nothing lies here." in said(newcomer.get("/trash").text)


def test_all_of_a_search_is_taken_back_from_each_page_that_tells_of_it(bench, browser, two):
    with bench.db.begin() as tx:
        run_id = discard.ask(tx, Deed.TRASH, "type:png", EVERYTHING)
    work(bench)

    pages = [browser.get(path).text for path in ("/trash", "/activity", "/?q=type:png")]
    for words in map(said, pages):
        assert "Threw away works: type:png" in words
        assert "Take them back" in words
    answer = browser.submit(f"/activity/{run_id}/back")
    work(bench)

    assert (303, 2) == (answer.status_code, len(tiles_of(bench)))
    for path in ("/trash", "/activity", "/?q=type:png"):
        assert "Take them back" not in said(browser.get(path).text)
    assert 404 == browser.submit("/activity/999/back").status_code


def test_what_is_deleted_leaves_the_gallery_and_can_be_taken_back(bench, browser, two):
    number = two[0]

    browser.submit(f"/artworks/{number}/trash")

    assert [two[1]] == list(works(browser.get("/").text))
    assert "In the trash since" in said(browser.get(f"/artworks/{number}").text)
    assert [number] == list(works(browser.get("/trash").text))
    browser.submit(f"/artworks/{number}/restore")
    assert two == list(works(browser.get("/").text))
    assert "Nothing lies here." in said(browser.get("/trash").text)


def test_look_alikes_say_that_they_are_in_the_trash(bench, browser, two):
    tile = next(t for t in tiles_of(bench) if t.artwork_id == two[0])
    browser.submit(f"/artworks/{two[0]}/trash")

    (match,) = similar.to_file(bench, bench.blobs.path(tile.sha256))[:1]

    assert match.is_trashed


def test_emptying_wants_to_be_sure(browser, two):
    browser.submit(f"/artworks/{two[0]}/trash")

    assert 400 == browser.submit("/trash/empty").status_code


def test_emptying_deletes_the_bytes_of_what_nothing_else_shows(bench, browser, two):
    before = blobs(bench)
    browser.submit(f"/artworks/{two[0]}/trash")

    empty(bench, browser)

    assert before - 1 == blobs(bench)
    assert [two[1]] == list(works(browser.get("/").text))
    assert 404 == browser.get(f"/artworks/{two[0]}").status_code
    assert 404 == browser.submit(f"/artworks/{two[0]}/restore").status_code
    with bench.db.read() as tx:
        kept = tx.execute(sa.select(image.c.kept).order_by(image.c.kept)).scalars().all()
    assert [Kept.BLOB, Kept.NONE] == kept
    assert [] == list(doctor.examine(bench))


def test_what_another_work_shows_too_keeps_its_bytes(bench, browser, two):
    with bench.db.begin() as tx:
        first, second = tx.execute(sa.select(page.c.id, page.c.image_id).order_by(page.c.id)).all()
        tx.execute(sa.update(page).where(page.c.id == second.id).values(image_id=first.image_id))
    before = blobs(bench)
    browser.submit(f"/artworks/{two[1]}/trash")

    empty(bench, browser)

    assert before == blobs(bench)


def test_files_that_were_only_referred_to_stay_where_they_lie(bench, browser, fox):
    add_all(bench, fox, kept=Kept.REFERENCE)
    (tile,) = tiles_of(bench)
    browser.submit(f"/artworks/{tile.artwork_id}/trash")

    empty(bench, browser)

    assert fox.exists()
    assert [] == tiles_of(bench)


def test_emptying_goes_on_where_it_was_interrupted(bench, browser, two):
    for number in two:
        browser.submit(f"/artworks/{number}/trash")
    with bench.db.begin() as tx:
        emptying.ask(tx)
    first = next(iter(bench.blobs.list()))
    bench.blobs.delete(first)  # as far as a worker came that died before it wrote so

    work(bench)

    assert 0 == blobs(bench)
    with bench.db.read() as tx:
        run = jobs.find(tx, emptying.KIND, emptying.SUBJECT)
    assert (RunState.DONE, {"deleted": 2}) == (run.state, run.counts)


def test_what_is_added_again_by_hand_lies_in_the_trash_again(bench, browser, fox, tmp_path):
    add_all(bench, fox)
    (tile,) = tiles_of(bench)
    browser.submit(f"/artworks/{tile.artwork_id}/trash")
    empty(bench, browser)
    copy = tmp_path / "again.png"
    copy.write_bytes(fox.read_bytes())

    add_all(bench, copy)

    assert [] == tiles_of(bench)
    assert [tile.artwork_id] == list(works(browser.get("/trash").text))
    browser.submit(f"/artworks/{tile.artwork_id}/restore")
    assert 200 == browser.get(f"/image/{tile.sha256}").status_code


def test_deleted_stays_deleted_when_its_list_is_read_again(led_bench, collector, list_id):
    collector.submit(f"/artworks/{number_of(led_bench)}/trash")
    empty(led_bench, collector)

    with led_bench.db.begin() as tx:
        refresh.ask(tx, list_id, full=True)
    work(led_bench)

    assert FOX not in titles(led_bench)


def test_never_again_is_respected_and_can_be_taken_back(led_bench, collector, list_id, world):
    collector.submit(f"/artworks/{number_of(led_bench)}/never")
    empty(led_bench, collector)
    world.world.happen("danbooru", "9000001", "replaced")
    with led_bench.db.begin() as tx:
        refresh.ask(tx, list_id, full=True)
    work(led_bench)
    assert FOX not in titles(led_bench)
    page_of_trash = collector.get("/trash").text
    assert FOX in said(page_of_trash)

    path = page_of_trash.split('action="/posts/')[1].split('"')[0]
    collector.submit(f"/posts/{path}")
    work(led_bench)

    assert FOX in titles(led_bench)
    assert FOX not in said(collector.get("/trash").text)


def test_taking_a_work_back_takes_its_post_back(led_bench, collector, list_id):
    number = number_of(led_bench)
    collector.submit(f"/artworks/{number}/never")
    assert "Never again" not in said(collector.get(f"/artworks/{number}").text)

    collector.submit(f"/artworks/{number}/restore")
    work(led_bench)

    assert FOX in titles(led_bench)
    assert "Never again" not in said(collector.get("/trash").text)


@pytest.mark.parametrize(
    "path", ["/artworks/99/trash", "/artworks/99/restore", "/artworks/99/never", "/posts/9/welcome"]
)
def test_what_is_not_there_is_not_found(newcomer, path):
    assert 404 == newcomer.submit(path).status_code
