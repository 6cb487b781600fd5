"""The copy of pixiv is as strict as pixiv: who shows nothing gets nothing."""

import http.client
import io
import json
import zipfile
from datetime import UTC, datetime
from importlib import import_module
from urllib.parse import urlencode, urlsplit

import pytest
from PIL import Image

from artkeep.fakes.pixiv import memory, works
from artkeep.fakes.web import serving

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
FOX = "90000001"
REFERER = {"referer": "https://www.pixiv.net/"}


@pytest.fixture(scope="module")
def all_tests():
    played = {"pixiv": import_module("artkeep.fakes.pixiv").routes}
    with serving(works=40, now=lambda: AT, played=played) as served:
        yield served


@pytest.fixture
def pixiv(all_tests):
    all_tests.moods.clear()
    return all_tests


def ask(served, url, method="GET", headers=None, form=None):
    """Return status, type and content."""
    address = url if url.startswith("http") else f"{served.url}/pixiv{url}"
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        connection.request(
            method, f"{parts.path}?{parts.query}", urlencode(form or {}), headers or {}
        )
        answer = connection.getresponse()
        return answer.status, answer.headers["content-type"], answer.read()
    finally:
        connection.close()


def call(served, path, **params):
    """Ask the app's API as the collector."""
    with served.stage.lock:
        known = memory.of(served.stage)
        token = memory.sign(known, served.stage.now(), memory.REFRESH_TOKEN)
    bearer = {"authorization": f"Bearer {token}"}
    status, _, content = ask(served, f"/base{path}?{urlencode(params)}", headers=bearer)
    return status, json.loads(content)


def moving(served):
    return next(post for post in served.world.on("pixiv") if post.kind == "moving")


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer x"}, {"authorization": "x"}])
def test_without_a_bearer_the_api_speaks_of_oauth(pixiv, headers):
    status, _, content = ask(pixiv, f"/base/v1/illust/detail?illust_id={FOX}", headers=headers)

    assert 400 == status
    assert "OAuth process" in json.loads(content)["error"]["message"]


@pytest.mark.parametrize("headers", [{}, {"referer": "https://evil.example/"}])
def test_pictures_are_for_those_who_come_from_pixiv(pixiv, headers):
    _, told = call(pixiv, "/v1/illust/detail", illust_id=FOX)
    address = told["illust"]["meta_pages"][0]["image_urls"]["original"]

    assert 403 == ask(pixiv, address, headers=headers)[0]
    assert (200, "image/png") == ask(pixiv, address, headers=REFERER)[:2]


def test_some_that_end_in_jpg_are_webp(pixiv):
    _, told = call(pixiv, "/v1/illust/detail", illust_id=FOX)
    kinds = {}
    for size, address in told["illust"]["image_urls"].items():
        assert address.endswith(".jpg")
        content = ask(pixiv, address, headers=REFERER)[2]
        kinds[size] = Image.open(io.BytesIO(content)).format

    assert {"square_medium": "WEBP", "medium": "JPEG", "large": "WEBP"} == kinds


def test_both_zips_of_an_ugoira_hold_every_frame(pixiv):
    post = moving(pixiv)
    _, told = call(pixiv, "/v1/ugoira/metadata", illust_id=post.id)
    small = told["ugoira_metadata"]["zip_urls"]["medium"]
    sizes = {}
    for address in (small, small.replace("600x600", "1920x1080")):
        content = ask(pixiv, address, headers=REFERER)[2]
        with zipfile.ZipFile(io.BytesIO(content)) as frames:
            assert [
                frame["file"] for frame in told["ugoira_metadata"]["frames"]
            ] == frames.namelist()
            sizes[address] = len(content)

    assert sizes[small] < sizes[small.replace("600x600", "1920x1080")]


def test_a_frame_can_be_had_alone(pixiv):
    _, told = call(pixiv, "/v1/illust/detail", illust_id=moving(pixiv).id)
    first = told["illust"]["meta_single_page"]["original_image_url"]

    assert (200, "image/jpeg") == ask(pixiv, first, headers=REFERER)[:2]
    assert 404 == ask(pixiv, first.replace("_ugoira0", "_ugoira99"), headers=REFERER)[0]


def test_a_placeholder_is_a_picture_of_its_own(pixiv):
    post = next(post for post in pixiv.world.on("pixiv") if works.LIMITED == post.work.index)
    _, told = call(pixiv, "/v1/illust/detail", illust_id=post.id)
    address = told["illust"]["meta_single_page"]["original_image_url"]
    path = address.removeprefix("https://s.pximg.net")

    assert "/common/images/limit_sanity_level_360.png" == path
    assert (200, "image/png") == ask(pixiv, f"/pictures{path}", headers=REFERER)[:2]


def test_an_address_of_a_replaced_picture_is_over(pixiv):
    _, before = call(pixiv, "/v1/illust/detail", illust_id=FOX)
    pixiv.world.happen("pixiv", FOX, "replaced")
    _, after = call(pixiv, "/v1/illust/detail", illust_id=FOX)
    old, new = (
        told["illust"]["meta_pages"][0]["image_urls"]["original"] for told in (before, after)
    )
    answers = [ask(pixiv, address, headers=REFERER)[0] for address in (old, new)]
    pixiv.world.happen("pixiv", FOX, "restored")

    assert [404, 200] == answers


def test_what_was_deleted_is_a_stub_in_the_list_and_nowhere_else(pixiv):
    deleted = next(post for post in pixiv.world.on("pixiv") if 2 == post.work.index)
    _, told = call(pixiv, "/v1/user/bookmarks/illust", user_id="7001", restrict="public")
    stub = next(work for work in told["illusts"] if deleted.id == str(work["id"]))
    _, theirs = call(pixiv, "/v1/user/illusts", user_id=deleted.account.id)
    picture = works.original(pixiv.stage, deleted, 0)

    assert (False, 0) == (stub["visible"], stub["user"]["id"])
    assert deleted.id not in [str(work["id"]) for work in theirs["illusts"]]
    assert 404 == call(pixiv, "/v1/illust/detail", illust_id=deleted.id)[0]
    assert 404 == ask(pixiv, picture, headers=REFERER)[0]


def test_a_list_of_works_ends_where_pixiv_lets_it_end(pixiv):
    status, told = call(pixiv, "/v1/user/illusts", user_id="4242", offset="5030")

    assert (400, '{"offset":["offset must be no more than 5000"]}') == (
        status,
        told["error"]["message"],
    )


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-client-time": "2026-11-21T12:00:00+00:00", "x-client-hash": "0" * 32},
        {"x-client-time": "now", "x-client-hash": "15b7caca4bd4d2d94bd4a6f5c0f4e2a5"},
    ],
)
def test_a_refresh_has_to_be_signed(pixiv, headers):
    form = {
        "grant_type": "refresh_token",
        "refresh_token": memory.REFRESH_TOKEN,
        "client_id": "MOBrBDS8blbauoSck0ZfDbtuzpyT",
        "client_secret": "lsACyCD94FhDUtGTXi3QzcFE2uU1hqtDaKeqrdwj",
    }
    status, _, content = ask(pixiv, "/oauth/auth/token", "POST", headers, form)

    assert (400, "invalid_request") == (status, json.loads(content)["error"])


def test_the_sign_in_page_wants_a_challenge(pixiv):
    whole = "/base/web/v1/login?code_challenge=x&code_challenge_method=S256&client=pixiv-android"

    assert 200 == ask(pixiv, whole)[0]
    assert 400 == ask(pixiv, "/base/web/v1/login")[0]


def test_a_challenge_cannot_break_out_of_the_page(pixiv):
    asked = urlencode({"code_challenge": '"><script>', "code_challenge_method": "S256"})
    _, _, page = ask(pixiv, f"/base/web/v1/login?{asked}")

    assert b"<script>" not in page


def test_busy_is_said_both_ways_by_turns(pixiv):
    pixiv.moods.set("pixiv", "busy")

    answers = [call(pixiv, "/v1/illust/detail", illust_id=FOX) for _ in range(2)]

    assert {403, 429} == {status for status, _ in answers}
    assert {"Rate Limit"} == {told["error"]["message"] for _, told in answers}


def test_what_only_the_pages_show_is_on_them(pixiv):
    status, _, content = ask(pixiv, f"/web/ajax/illust/{FOX}/pages")

    assert (200, 2) == (status, len(json.loads(content)["body"]))
    assert 404 == ask(pixiv, "/web/ajax/illust/1")[0]
    assert 404 == ask(pixiv, f"/web/ajax/illust/{FOX}/ugoira_meta")[0]


def test_a_bookmark_knows_its_labels(pixiv):
    labelled = pixiv.world.lists("pixiv")["public/風景"][0]
    _, told = call(pixiv, "/v2/illust/bookmark/detail", illust_id=labelled)

    assert (True, "public", ["風景"]) == (
        told["bookmark_detail"]["is_bookmarked"],
        told["bookmark_detail"]["restrict"],
        [tag["name"] for tag in told["bookmark_detail"]["tags"]],
    )
    assert {"user_state"} == set(call(pixiv, "/v1/user/me/state")[1])


def test_every_original_is_there_whatever_its_name(pixiv):
    some = [post for post in pixiv.world.on("pixiv") if "-" in works.stem(post)]
    assert some
    for post in some:
        assert 200 == ask(pixiv, works.original(pixiv.stage, post, 0), headers=REFERER)[0]
