"""Works of pixiv through the adapter, over real sockets: what the world has is what is read."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from artkeep.errors import (
    Blocked,
    Gone,
    LoginNeeded,
    RateLimited,
    SiteChanged,
    SiteDown,
    Unreachable,
    Withheld,
)
from artkeep.fakes.pixiv.works import LIMITED
from artkeep.model.found import TagInfo
from artkeep.model.refs import AccountRef, PostRef
from artkeep.sites.base import Authenticates, Lists, LogsIn, Names, Site, TakesKey
from artkeep.sites.pixiv import SITE
from artkeep.sites.pixiv.kinds import Bookmarks, ref_of
from tests.sites.playing import restoring
from tests.sites.playing_pixiv import published

FOX = PostRef("pixiv", "90000001")
PUBLIC = ref_of(Bookmarks("7001", private=False))
PRIVATE = ref_of(Bookmarks("7001", private=True))


@pytest.fixture
def http(pixiv):
    way = pixiv.signed_in()
    pixiv.served.log.clear()
    return way


@pytest.fixture
def happen(pixiv):
    """Let something happen to a work, until the test ends."""
    with restoring(pixiv.world, "pixiv") as happen:
        yield happen


def ref_to(post):
    return PostRef("pixiv", post.id)


def test_it_offers_all_that_pixiv_has():
    for offered in (Site, Lists, Names, Authenticates, LogsIn, TakesKey):
        assert isinstance(SITE, offered)


def test_a_work_is_read_with_all_that_is_said_of_it(pixiv, http):
    post = pixiv.world.fox("pixiv")

    found = SITE.fetch(http, FOX)

    assert ("Fox in the Snow", post.caption_html, True) == (
        found.title,
        found.caption,
        found.caption_is_html,
    )
    assert (FOX, "https://www.pixiv.net/artworks/90000001") == (found.ref, found.url)
    assert post.published_at == found.published_at
    assert found.edited_at is None
    assert tuple(TagInfo(tag.name, tag.translated) for tag in post.tags) == found.tags
    assert (AccountRef("pixiv", "4242"), "mika_aoyama", "青山みか") == (
        found.account.ref,
        found.account.handle,
        found.account.name,
    )
    assert (post.counts.views, post.counts.favourites, post.counts.comments, None) == (
        found.counts.views,
        found.counts.favourites,
        found.counts.comments,
        found.counts.score,
    )
    assert 90000001 == json.loads(found.raw)["id"]


def test_every_page_leads_to_its_original(pixiv, http, tmp_path):
    post = pixiv.world.fox("pixiv")
    found = SITE.fetch(http, FOX)

    received = [
        http.stream_to(page.url, tmp_path / f"{place}", 1 << 30, page.referer)
        for place, page in enumerate(found.pages)
    ]

    assert [picture.sha256 for picture in post.pages] == [one.sha256 for one in received]


def test_an_original_that_is_not_there_has_a_smaller_one(http, tmp_path):
    page = SITE.fetch(http, FOX).pages[0]

    received = http.stream_to(page.fallbacks[0], tmp_path / "p", 1 << 30, page.referer)

    assert "image/jpeg" == received.content_type


def test_pictures_never_see_the_login(pixiv, http, tmp_path):
    page = SITE.fetch(http, FOX).pages[0]
    http.stream_to(page.url, tmp_path / "p", 1 << 30, page.referer)

    seen = [seen.headers for seen in pixiv.served.log if seen.key == "pictures"]

    assert [("https://www.pixiv.net/", False)] == [
        (headers["referer"], "authorization" in headers) for headers in seen
    ]


def test_an_ugoira_is_a_zip_with_the_time_of_every_frame(pixiv, http, tmp_path):
    post = next(post for post in pixiv.world.on("pixiv") if post.kind == "moving")
    (page,) = SITE.fetch(http, ref_to(post)).pages

    received = http.stream_to(page.url, tmp_path / "zip", 1 << 30, page.referer)
    frames = zipfile.ZipFile(io.BytesIO((tmp_path / "zip").read_bytes())).namelist()

    assert post.pages[0].sha256 == received.sha256
    assert (post.pages[0].delays, len(frames)) == (page.delays, len(page.delays))
    assert page.url.endswith("_ugoira1920x1080.zip")
    assert page.url.replace("1920x1080", "600x600") == page.fallbacks[0]


def test_a_deleted_work_is_gone(http, happen):
    happen(FOX.id, "deleted")

    with pytest.raises(Gone, match="artworks/90000001 is no longer there"):
        SITE.fetch(http, FOX)
    assert FOX in SITE.list(http, PUBLIC, None).posts


def test_a_work_for_friends_is_withheld(http, happen):
    happen(FOX.id, "private")

    with pytest.raises(Withheld, match="artworks/90000001"):
        SITE.fetch(http, FOX)
    assert FOX in SITE.list(http, PUBLIC, None).posts


def test_a_replaced_picture_has_another_stamp(http, happen):
    before = SITE.fetch(http, FOX)
    happen(FOX.id, "replaced")

    after = SITE.fetch(http, FOX)

    assert before.pages[0].stamp != after.pages[0].stamp
    assert before.published_at == after.published_at
    assert before.published_at + timedelta(days=3) == after.edited_at


def test_an_edited_caption_leaves_the_pictures_as_they_are(http, happen):
    before = SITE.fetch(http, FOX)
    happen(FOX.id, "edited")

    after = SITE.fetch(http, FOX)

    assert before.pages == after.pages
    assert "Fox in the Snow (edited)" == after.title


def test_what_the_app_does_not_show_is_withheld(pixiv, http):
    limited = ref_to(published(pixiv, LIMITED))

    with pytest.raises(Withheld, match="only on its pages"):
        SITE.fetch(http, limited)
    assert limited in SITE.list(http, PRIVATE, None).posts


def test_what_the_app_does_not_show_can_be_read_from_the_pages(pixiv):
    post = published(pixiv, LIMITED)
    way = pixiv.signed_in(ask_pages="yes", phpsessid="7001_abc")

    found = SITE.fetch(way, ref_to(post))

    assert (post.title, post.caption_html, post.published_at) == (
        found.title,
        found.caption,
        found.published_at,
    )
    assert tuple(TagInfo(tag.name, tag.translated) for tag in post.tags) == found.tags
    assert [(one.width, one.height) for one in post.pages] == [
        (page.width, page.height) for page in found.pages
    ]
    pages = [seen for seen in pixiv.served.log if seen.key == "web"]
    assert {"PHPSESSID=7001_abc"} == {seen.headers["cookie"] for seen in pages}
    assert [False] * len(pages) == ["authorization" in seen.headers for seen in pages]


def test_the_pages_are_never_asked_for_what_is_deleted(pixiv, happen):
    way = pixiv.signed_in(ask_pages="yes")
    happen(FOX.id, "deleted")

    with pytest.raises(Gone):
        SITE.fetch(way, FOX)
    assert [] == pixiv.asked("web")


def test_who_is_not_signed_in_is_told_before_anything_is_asked(pixiv):
    for ask in (SITE.fetch, SITE.describe, lambda way, ref: SITE.list(way, ref, None)):
        with pytest.raises(LoginNeeded, match="artkeep login pixiv"):
            ask(pixiv.way(), FOX if ask == SITE.fetch else PUBLIC)
    with pytest.raises(LoginNeeded):
        SITE.settle(pixiv.way(), ref_of(Bookmarks("me", private=False)))
    assert [] == pixiv.served.log


@pytest.mark.parametrize(
    ("mood", "error", "words"),
    [
        ("busy", RateLimited, "asks us to pause until"),
        ("blocked", Blocked, "human"),
        ("changed", SiteChanged, "'user'"),
        ("expired", LoginNeeded, "artkeep login pixiv"),
        ("down", SiteDown, "503"),
        ("truncated", Unreachable, "broke off"),
        ("wrong_length", Unreachable, "broke off"),
    ],
)
def test_a_bad_mood_is_understood(pixiv, http, mood, error, words):
    pixiv.served.moods.set("pixiv", mood)

    for ask in (
        lambda: SITE.fetch(http, FOX),
        lambda: SITE.list(http, PUBLIC, None),
        lambda: SITE.describe(http, PUBLIC),
    ):
        with pytest.raises(error, match=words):
            ask()


def test_slow_down_is_heeded_as_long_as_the_site_says_or_five_minutes(pixiv, http):
    pixiv.served.moods.set("pixiv", "busy", times=2)
    waits = []
    for _ in range(2):
        with pytest.raises(RateLimited) as told:
            SITE.fetch(http, FOX)
        waits.append((told.value.until - pixiv.clock.now()).total_seconds())

    assert [120, 300] == sorted(waits)
    assert SITE.fetch(http, FOX).title == "Fox in the Snow"


def test_an_access_token_that_is_over_is_said(pixiv):
    way = pixiv.signed_in()
    pixiv.clock.forward(3601)

    with pytest.raises(LoginNeeded):
        SITE.fetch(way, FOX)


def test_times_are_those_of_japan_whatever_ours_is(http):
    found = SITE.fetch(http, FOX)

    assert datetime(2026, 10, 30, 9, 15, 7, tzinfo=UTC) == found.published_at
    assert "2026/10/30/18/15/07/90000001_p0.png" == found.pages[0].stamp
