"""pixiv through its adapter, over real sockets: what the world has is what is read."""

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
from artkeep.fakes.pixiv import memory
from artkeep.model.found import Rating, SeriesInfo, TagInfo
from artkeep.model.refs import AccountRef, CollectionRef, PostRef
from artkeep.sites.base import Authenticates, Lists, LogsIn, Names, Site, TakesKey
from artkeep.sites.pixiv import SITE
from artkeep.sites.pixiv.kinds import Bookmarks, Named, Series, Works, ref_of
from tests.sites.playing_pixiv import playing

FOX = PostRef("pixiv", "90000001")
PUBLIC = ref_of(Bookmarks("7001", private=False))
PRIVATE = ref_of(Bookmarks("7001", private=True))
MIKA = ref_of(Works("4242"))
LIMITED = 33  # the work of the world that only pixiv's pages show


@pytest.fixture(scope="module")
def one_pixiv():
    with playing() as house:
        yield house


@pytest.fixture
def pixiv(one_pixiv):
    one_pixiv.served.moods.clear()
    one_pixiv.served.log.clear()
    return one_pixiv


@pytest.fixture
def http(pixiv):
    way = pixiv.signed_in()
    pixiv.served.log.clear()
    return way


@pytest.fixture
def happen(pixiv):
    """Let something happen to a work, until the test ends."""
    happened = []

    def happen(post_id, event):
        happened.append(post_id)
        pixiv.world.happen("pixiv", post_id, event)

    yield happen
    for post_id in happened:
        pixiv.world.happen("pixiv", post_id, "restored")


def published(pixiv, index):
    """Return a work of the world as it is on pixiv."""
    return next(post for post in pixiv.world.on("pixiv") if post.work.index == index)


def ref_to(post):
    return PostRef("pixiv", post.id)


def batches(http, ref):
    """Read a list to its end."""
    cursor = None
    while True:
        batch = SITE.list(http, ref, cursor)
        yield batch
        cursor = batch.cursor
        if cursor is None:
            return


def ids(found):
    return [getattr(each, "ref", each).id for batch in found for each in batch.posts]


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


def test_what_a_batch_tells_is_what_is_told_of_each_work(pixiv, http):
    whole = [post for post in SITE.list(http, PUBLIC, None).posts if not isinstance(post, PostRef)]

    for post in whole[:8]:
        alone = SITE.fetch(http, post.ref)
        assert (alone.pages, alone.tags, alone.title, alone.rating, alone.series) == (
            post.pages,
            post.tags,
            post.title,
            post.rating,
            post.series,
        )


def test_ratings_series_and_machines_are_told(pixiv, http):
    ratings = {
        "general": Rating.GENERAL,
        "sensitive": Rating.SENSITIVE,
        "questionable": Rating.QUESTIONABLE,
        "explicit": Rating.EXPLICIT,
    }
    found = {
        post.ref.id: post
        for batch in batches(http, PUBLIC)
        for post in batch.posts
        if not isinstance(post, PostRef)
    }
    assert len(found) > 50

    for post in (pixiv.world.post("pixiv", each) for each in found):
        told = found[post.id]
        assert (ratings[post.rating], post.is_ai) == (told.rating, told.is_ai)
        if post.series:
            address = f"https://www.pixiv.net/user/4242/series/{post.series.id}"
            assert SeriesInfo(post.series.id, post.series.title, address) == told.series


@pytest.mark.parametrize("which", ["public", "private", "public/風景", "public/未分類"])
def test_bookmarks_are_read_to_their_end_in_their_order(pixiv, http, which):
    found = list(batches(http, CollectionRef("pixiv", f"bookmarks/7001/{which}")))

    assert list(pixiv.world.lists("pixiv")[which]) == ids(found)


def test_a_short_batch_is_not_the_end(http):
    found = list(batches(http, PUBLIC))

    assert [30, 26, 13] == [len(batch.posts) for batch in found]


def test_the_folders_come_with_the_last_batch_only(pixiv, http):
    found = list(batches(http, PUBLIC))

    assert [(), (), ("bookmarks/7001/public/風景",)] == [
        tuple(folder.ref.id for folder in batch.collections) for batch in found
    ]
    assert ["風景"] == [folder.title for folder in found[-1].collections]
    assert ["/v1/user/bookmarks/illust"] * 3 + ["/v1/user/bookmark-tags/illust"] == pixiv.asked()


def test_a_bookmark_that_comes_or_goes_during_a_scan_shifts_nothing(pixiv, http):
    known = memory.of(pixiv.stage)
    before = {which: dict(kept) for which, kept in known.bookmarks.items()}
    wanted = list(pixiv.world.lists("pixiv")["public"])
    first = SITE.list(http, PUBLIC, None)
    memory.bookmark(known, published(pixiv, 4).id, "private", ())
    memory.bookmark(known, published(pixiv, 13).id, "public", ())
    memory.unbookmark(known, wanted[2])

    second = SITE.list(http, PUBLIC, first.cursor)

    known.bookmarks.update(before)
    assert wanted[30:56] == ids([second])


def test_a_cursor_is_good_at_another_address(http):
    first = SITE.list(http, PUBLIC, None)

    assert ["max_bookmark_id"] == [pair.partition("=")[0] for pair in first.cursor.split("&")]


def test_a_users_works_are_all_or_one_kind(pixiv, http):
    mine = list(pixiv.world.of("pixiv", "4242"))
    manga = [post.id for post in mine if post.kind == "many" and not post.work.is_fox]

    assert [post.id for post in mine] == ids(batches(http, MIKA))
    assert manga == ids(batches(http, ref_of(Works("4242", "manga"))))
    assert [post.id for post in mine if post.id not in manga] == ids(
        batches(http, ref_of(Works("4242", "illust")))
    )


def test_a_users_works_with_a_tag_are_picked_out(pixiv, http):
    wanted = [
        post.id
        for post in pixiv.world.of("pixiv", "4242")
        if any(tag.name == "風景" for tag in post.tags)
    ]

    assert wanted == ids(batches(http, ref_of(Works("4242", tag="風景"))))


def test_a_series_is_a_list(pixiv, http):
    wanted = [
        post.id for post in pixiv.world.on("pixiv") if post.series and "120001" == post.series.id
    ]

    assert wanted == ids(batches(http, ref_of(Series("4242", "120001"))))


@pytest.mark.parametrize(
    ("kind", "title", "owner"),
    [
        (Bookmarks("7001", private=False), "サンプル: bookmarks", "7001"),
        (Bookmarks("7001", private=True), "サンプル: private bookmarks", "7001"),
        (Bookmarks("7001", private=False, tag="風景"), "サンプル: bookmarks: 風景", "7001"),
        (Works("4242"), "青山みか: works", "4242"),
        (Works("4242", "manga"), "青山みか: manga", "4242"),
        (Series("4242", "120001"), "青山みか: Twelve Winters", "4242"),
    ],
)
def test_a_list_says_what_it_is_and_whose(http, kind, title, owner):
    found = SITE.describe(http, ref_of(kind))

    assert (ref_of(kind), title, kind.url, owner) == (
        found.ref,
        found.title,
        found.url,
        found.account.ref.id,
    )


def test_ones_own_bookmarks_get_ones_own_number(http):
    own = ref_of(Bookmarks("me", private=True))

    assert PRIVATE == SITE.settle(http, own)
    assert ids([SITE.list(http, PRIVATE, None)]) == ids([SITE.list(http, own, None)])


def test_a_short_link_gets_the_number_of_its_user(http):
    assert MIKA == SITE.settle(http, ref_of(Named("mika_aoyama")))
    assert FOX == SITE.settle(http, FOX)


def test_a_short_link_to_nobody_is_gone(http):
    with pytest.raises(Gone, match=r"pixiv\.me/nobody leads to no user"):
        SITE.settle(http, ref_of(Named("nobody")))


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
    ("ref", "error"),
    [
        (ref_of(Bookmarks("4242", private=True)), Withheld),
        (ref_of(Bookmarks("999", private=False)), Gone),
        (ref_of(Works("999")), Gone),
        (ref_of(Series("4242", "999")), Gone),
    ],
)
def test_lists_that_are_not_there_or_not_for_us_say_so(http, ref, error):
    with pytest.raises(error):
        SITE.list(http, ref, None)


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
