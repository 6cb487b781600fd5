"""All fakes behind one port: what they have in common, seen by a client that knows nothing."""

import http.client
import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from artkeep.fakes.moods import Moods
from artkeep.fakes.web import fakes, serving
from artkeep.fakes.world import World

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
BODY = {"title": "Fox in the Snow", "mood": ""}


def shop(stage):
    """A fake of its own: an answer that says its mood, a picture, one of many homes."""

    def answer(request):
        return JSONResponse(BODY | {"mood": stage.moods.of("shop")})

    def picture(request):
        return Response(stage.world.fox("pixiv").pages[1].bytes(), media_type="image/png")

    return [
        Route("/shop/base/works", answer),
        Route("/shop/homes/{home}/works", answer),
        Route("/shop/pictures/fox.png", picture),
    ]


@pytest.fixture(scope="module")
def all_tests():
    with serving(World(4, quick=True), now=lambda: AT, played={"shop": shop}) as served:
        served.moods.slow_seconds = 0.05
        yield served


@pytest.fixture
def served(all_tests):
    all_tests.moods.clear()
    all_tests.log.clear()
    return all_tests


def ask(served, path, method="GET", headers=None):
    """Return status, content type and content."""
    connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=20)
    try:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers["content-type"], answer.read()
    finally:
        connection.close()


def test_a_fake_answers_below_its_own_path(served):
    status, kind, content = ask(served, "/shop/base/works")

    assert (200, "application/json", BODY) == (status, kind, json.loads(content))


def test_a_picture_is_served_as_it_is_in_the_world(served):
    _, kind, content = ask(served, "/shop/pictures/fox.png")

    assert ("image/png", served.world.fox("pixiv").pages[1].bytes()) == (kind, content)


def test_the_settings_lead_to_every_address(served):
    assert {
        "ARTKEEP_SITES__SHOP__BASE_URL": f"{served.url}/shop/base",
        "ARTKEEP_SITES__SHOP__HOMES_URL": f"{served.url}/shop/homes/{{home}}",
        "ARTKEEP_SITES__SHOP__PICTURES_URL": f"{served.url}/shop/pictures",
    } == served.settings()


def test_every_request_is_remembered(served):
    ask(served, "/shop/homes/art.example/works?page=2&q=%E7%8B%90", headers={"X-Who": "me"})
    (seen,) = served.log

    assert (AT, "shop", "homes", "GET") == (seen.at, seen.site, seen.key, seen.method)
    assert ("/art.example/works", "page=2&q=%E7%8B%90") == (seen.path, seen.query)
    assert "me" == seen.headers["x-who"]


def test_the_log_can_be_read_and_cleared_by_another_process(served):
    ask(served, "/shop/base/works")
    rows = [json.loads(line) for line in ask(served, "/_/log")[2].splitlines()]
    cleared = ask(served, "/_/log", "DELETE")[0]

    assert [("shop", "/works", AT.isoformat())] == [
        (row["site"], row["path"], row["at"]) for row in rows
    ]
    assert 204 == cleared
    assert [] == served.log


def test_a_site_that_is_down_says_so(served):
    served.moods.set("shop", "down")
    status, kind, content = ask(served, "/shop/base/works")

    assert (503, "text/html; charset=utf-8") == (status, kind)
    assert b"Service Unavailable" in content


def test_a_slow_answer_comes_whole(served):
    served.moods.set("shop", "slow")

    assert BODY | {"mood": "slow"} == json.loads(ask(served, "/shop/base/works")[2])


@pytest.mark.parametrize(
    ("mood", "path"),
    [
        ("truncated", "/shop/base/works"),
        ("wrong_length", "/shop/base/works"),
        ("pictures:truncated", "/shop/pictures/fox.png"),
        ("pictures:wrong_length", "/shop/pictures/fox.png"),
    ],
)
def test_an_answer_that_breaks_off_is_noticed(served, mood, path):
    served.moods.set("shop", mood, times=1)
    with pytest.raises(http.client.IncompleteRead):
        ask(served, path)

    assert 200 == ask(served, path)[0]


def test_a_mood_of_pictures_leaves_answers_alone_and_the_other_way_round(served):
    served.moods.set("shop", "pictures:missing", times=1)
    answered = ask(served, "/shop/base/works")[0]
    picture = ask(served, "/shop/pictures/fox.png")[0]
    served.moods.set("shop", "down")

    assert (200, 404, 200) == (answered, picture, ask(served, "/shop/pictures/fox.png")[0])


def test_a_page_can_stand_where_a_picture_should_be(served):
    served.moods.set("shop", "pictures:page")

    assert (200, "text/html; charset=utf-8") == ask(served, "/shop/pictures/fox.png")[:2]


def test_a_mood_lasts_as_many_answers_as_it_was_told(served):
    served.moods.set("shop", "busy", times=2)
    said = [json.loads(ask(served, "/shop/base/works")[2])["mood"] for _ in range(3)]

    assert ["busy", "busy", ""] == said


def test_another_process_can_set_a_mood(served):
    status = ask(served, "/_/moods/shop?mood=busy&times=3", "POST")[0]

    assert (204, "busy") == (status, served.moods.of("shop"))


def test_a_word_that_is_no_mood_is_refused(served):
    status, _, content = ask(served, "/_/moods/shop?mood=hungry", "POST")

    assert 400 == status
    assert b"hungry is no mood; known are blocked, busy, changed" in content
    with pytest.raises(ValueError, match="hungry is no mood"):
        Moods().set("shop", "hungry")


def test_another_process_can_let_things_happen(served):
    fox = served.world.fox("bluesky")
    status = ask(served, f"/_/works/bluesky/{fox.id}?event=deleted", "POST")[0]
    told = [json.loads(line) for line in ask(served, "/_/works/bluesky")[2].splitlines()]
    unknown = ask(served, "/_/works/bluesky/nothing?event=deleted", "POST")
    served.world.happen("bluesky", fox.id, "restored")

    assert 204 == status
    assert [(fox.id, "deleted")] == [(row["id"], row["fate"]) for row in told if row["fate"]]
    assert (400, b"bluesky has no post nothing\n") == (unknown[0], unknown[2])


def test_the_back_stage_is_not_part_of_the_log(served):
    ask(served, "/_/works/pixiv")

    assert [] == served.log


def test_what_a_fake_remembers_is_made_once(served):
    first = served.stage.state("shop", dict)
    first["bookmarks"] = ["90000001"]

    assert {"bookmarks": ["90000001"]} == served.stage.state("shop", dict)


def test_answers_come_after_a_pause_as_well():
    with serving(World(1), fast=False, played={"shop": shop}) as served:
        assert BODY == json.loads(ask(served, "/shop/base/works")[2])


def test_all_fakes_that_there_are_can_be_served_together():
    with serving(works=2) as served:
        assert set(fakes()) == set(served.addresses())
        assert [] == [
            address
            for keys in served.addresses().values()
            for address in keys.values()
            if not address.startswith(served.url)
        ]
