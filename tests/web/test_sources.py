"""Followed lists at their page: what is read, what waits, what a person says to them."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from artkeep import jobs
from artkeep.collect import fetch, refresh
from artkeep.db.tables import post
from artkeep.jobs.lanes import LaneKey
from artkeep.library import collections, told
from artkeep.model.found import CollectionInfo, Listing, PageInfo, PostInfo
from artkeep.model.pace import Pace
from artkeep.model.records import RunState
from artkeep.model.refs import CollectionRef, PostRef
from tests.web.browsing import read, said
from tests.web.following import SEARCH, follow, held
from tests.working import work

POST = "https://danbooru.donmai.us/posts/9000001"
BOOKMARKS = "https://www.pixiv.net/users/700/bookmarks/artworks"


def run_of(bench, kind, subject):
    with bench.db.read() as tx:
        return jobs.find(tx, kind, str(subject))


def test_an_empty_page_shows_which_addresses_are_read(newcomer):
    words = said(newcomer.get("/sources").text)

    assert "outlive their sources" in words
    assert "https://danbooru.donmai.us/posts?tags=fox" in words
    assert "somebody's bookmarks" in words


def test_a_list_is_followed_from_its_address(led_bench, collector):
    answer = follow(collector, f"  {SEARCH} ")

    (followed,) = held(led_bench)
    assert (303, f"/sources#list-{followed.id}") == (
        answer.status_code,
        answer.headers["location"],
    )
    assert "not read yet" in said(collector.get("/sources").text)


def test_what_is_to_be_asked_for_and_to_be_fetched_is_told_while_a_list_is_read(
    led_bench, collector
):
    info = CollectionInfo(CollectionRef("danbooru", "tags/fox"), "fox", SEARCH)
    with led_bench.db.begin() as tx:
        one, _ = collections.follow(tx, info)
        one = collections.begin_reading(tx, one, full=True)
        pages = tuple(PageInfo(f"https://danbooru.example/{number}.png") for number in range(3))
        known = PostInfo(PostRef("danbooru", "1"), "https://danbooru.example/1", "a fox", pages)
        saved = [told.save(tx, known)]
        saved += [
            told.listed(tx, PostRef("danbooru", each), f"https://x.example/{each}") for each in "23"
        ]
        collections.put(tx, one, [each.post_id for each in saved], Listing((), None))

    words = said(collector.get("/sources").text)

    assert 2 == words.count("2 posts to be asked for")  # of the site, and of the list
    assert 2 == words.count("3 pictures to be fetched")


def test_what_was_read_is_counted(led_bench, collector):
    follow(collector)
    work(led_bench)

    words = said(collector.get("/sources").text)

    (followed,) = held(led_bench)
    with led_bench.db.read() as tx:
        posts = collections.count(tx, followed.id)
    assert posts > 1
    assert f"aoyama_mika {posts} posts" in words
    assert "read just now again in 1 day" in words
    assert "asked without pauses" in words


def test_a_single_post_is_kept(led_bench, collector):
    answer = follow(collector, POST)
    work(led_bench)

    assert "/sources?kept=danbooru" == answer.headers["location"]
    words = said(collector.get("/sources?kept=danbooru").text)
    assert "fetched from Danbooru now" in words
    assert "1 post 1 picture here" in words


@pytest.mark.parametrize(
    ("address", "status", "expected"),
    [
        ("", 400, "Paste the address"),
        ("https://example.org/x", 400, "is not the address of a post or a list"),
        ("https://danbooru.donmai.us/posts/1", 410, "danbooru"),
        (BOOKMARKS, 401, "Sign in"),
    ],
)
def test_an_address_that_leads_nowhere_is_said_at_its_field(collector, address, status, expected):
    answer = follow(collector, address)

    assert status == answer.status_code
    assert expected in said(answer.text)
    assert 'aria-invalid="true"' in answer.text


def test_who_has_to_sign_in_is_led_there_and_back(collector):
    links = read(follow(collector, BOOKMARKS).text).links

    back = "address=https%3A%2F%2Fwww.pixiv.net%2Fusers%2F700%2Fbookmarks%2Fartworks"
    assert f"/login/pixiv?{back}" in links
    assert f'value="{BOOKMARKS}"' in collector.get(f"/sources?{back}").text


def test_a_list_is_read_when_told(led_bench, collector):
    follow(collector)
    work(led_bench)
    (followed,) = held(led_bench)

    collector.submit(f"/sources/{followed.id}/read", full="yes")

    run = run_of(led_bench, refresh.KIND, followed.id)
    assert (RunState.QUEUED, {"full": True}) == (run.state, run.arguments)


def test_a_paused_list_is_not_read_until_told(led_bench, collector):
    follow(collector)
    (followed,) = held(led_bench)

    collector.submit(f"/sources/{followed.id}/pause")

    assert RunState.STOPPED is run_of(led_bench, refresh.KIND, followed.id).state
    assert held(led_bench)[0].next_at is None
    page = collector.get("/sources").text
    assert "paused" in said(page)
    assert f"/sources/{followed.id}/go-on" in page

    collector.submit(f"/sources/{followed.id}/go-on")

    assert RunState.QUEUED is run_of(led_bench, refresh.KIND, followed.id).state
    assert held(led_bench)[0].next_at is not None


@pytest.mark.parametrize(
    ("every", "expected"), [("3600", timedelta(hours=1)), ("604800", timedelta(days=7))]
)
def test_how_often_a_list_is_read_can_be_said(led_bench, collector, every, expected):
    follow(collector)
    (before,) = held(led_bench)

    collector.submit(f"/sources/{before.id}/schedule", every=every)

    (after,) = held(led_bench)
    assert expected == timedelta(seconds=after.every)
    assert after.next_at - led_bench.clock.now() <= expected


def test_a_list_can_be_read_only_when_told(led_bench, collector):
    follow(collector)
    work(led_bench)
    (followed,) = held(led_bench)

    collector.submit(f"/sources/{followed.id}/schedule", every="never")

    assert "only when told" in said(collector.get("/sources").text)
    assert 400 == collector.submit(f"/sources/{followed.id}/schedule", every="7").status_code


def test_what_is_no_longer_followed_keeps_its_posts_and_can_be_taken_up(led_bench, collector):
    follow(collector)
    work(led_bench)
    (followed,) = held(led_bench)

    answer = collector.submit(f"/sources/{followed.id}/remove")

    assert [] == held(led_bench)
    words = said(collector.get(answer.headers["location"]).text)
    assert "aoyama_mika is no longer followed. Its posts stay." in words
    assert "Single posts only" in words
    collector.submit(f"/sources/{followed.id}/follow")
    assert [followed.id] == [each.id for each in held(led_bench)]


def test_fetching_can_be_paused(led_bench, collector):
    follow(collector, POST)

    collector.submit("/sources/site/danbooru/pause")

    assert RunState.STOPPED is run_of(led_bench, fetch.KIND, "danbooru").state
    assert "stopped" in said(collector.get("/sources").text)
    collector.submit("/sources/site/danbooru/go-on")
    assert RunState.QUEUED is run_of(led_bench, fetch.KIND, "danbooru").state


def test_what_could_not_be_had_is_listed_with_its_reason(led_bench, collector, world):
    world.moods.set("danbooru", "pictures:page")
    follow(collector, POST)
    work(led_bench)
    world.moods.clear()

    words = said(collector.get("/sources/missing/danbooru").text)

    assert "Fox in the Snow · picture 1" in words
    assert "1 not had" in said(collector.get("/sources").text)
    collector.submit("/sources/missing/danbooru/again")
    work(led_bench)
    assert "Everything that was asked for" in said(collector.get("/sources/missing/danbooru").text)


def test_a_post_that_nobody_told_of_is_not_called_by_its_odd_id(led_bench, collector):
    odd, number = "8E1F2C33-7A0B-4D2E-9C11-5B7AB1C90001", "9000077"
    with led_bench.db.begin() as tx:
        for site, its_id in (("deviantart", odd), ("danbooru", number)):
            url = f"https://{site}.example/{its_id}"
            post_id = told.listed(tx, PostRef(site, its_id), url).post_id
            tx.execute(sa.update(post).where(post.c.id == post_id).values(error="it says no"))

    of_odd = said(collector.get("/sources/missing/deviantart").text)
    of_number = said(collector.get("/sources/missing/danbooru").text)
    with led_bench.db.begin() as tx:
        tx.execute(sa.update(post).values(shunned_at=tx.now, gone_at=tx.now, error=None))
    shunned, gone = (said(collector.get(path).text) for path in ("/trash", "/gone"))

    assert odd not in of_odd + shunned + gone
    for words in (of_odd, shunned, gone):
        assert "Untitled" in words
    for words in (of_number, shunned, gone):
        assert f"Danbooru {number}" in words


def test_why_a_site_rests_and_what_is_left_of_the_day_is_said(led_bench, collector):
    follow(collector, POST)
    key = LaneKey("danbooru", "", "base_url")
    with led_bench.lanes.turn(key, Pace(gap=0, per_day=500), seconds=1) as asked_at:
        until = asked_at + timedelta(minutes=5)
        led_bench.lanes.cool(key, until, "asked us to slow down", asked_at=asked_at)

    words = said(collector.get("/sources").text)

    assert f"Danbooru asked us to slow down: resting until {until.astimezone():%H:%M:%S}" in words
    assert "1 request today, 499 left" in words


def test_looking_changes_nothing(led_bench, collector):
    follow(collector)
    before = (held(led_bench), run_of(led_bench, refresh.KIND, held(led_bench)[0].id))

    for path in ("/sources", "/sources?address=x", "/sources/missing/danbooru"):
        assert 200 == collector.get(path).status_code

    assert before == (held(led_bench), run_of(led_bench, refresh.KIND, held(led_bench)[0].id))


@pytest.mark.parametrize(
    "path", ["/sources/99/read", "/sources/99/pause", "/sources/99/remove", "/sources/99/follow"]
)
def test_a_list_that_is_not_there_is_not_found(newcomer, path):
    assert 404 == newcomer.submit(path).status_code


def test_runs_are_called_by_the_titles_of_what_they_are_about(led_bench, collector):
    follow(collector)
    work(led_bench)

    words = said(collector.get("/activity").text)

    assert "Read aoyama_mika" in words
    assert "Fetched from Danbooru" in words
