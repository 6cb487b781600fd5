"""Works of DeviantArt over real sockets: what the world has is what is read."""

import json

import pytest
from PIL import Image

from artkeep.errors import (
    BadAnswer,
    Gone,
    PictureRefused,
    Withheld,
)
from artkeep.fakes.deviantart import extras, files
from artkeep.fakes.deviantart.works import LOCKED
from artkeep.model.found import Rating, TagInfo
from artkeep.model.refs import PostRef
from artkeep.sites.base import Authenticates, Lists, LogsIn, Names, Site, TakesKey
from artkeep.sites.deviantart import SITE
from tests.sites.playing import restoring

FOX_PAGE = "https://www.deviantart.com/mika-aoyama/art/Fox-in-the-Snow-900000001"
MOST = 1 << 24


@pytest.fixture
def house(deviantart):
    return deviantart


@pytest.fixture
def http(house):
    return house.signed_in()


@pytest.fixture
def happen(house):
    """Let something happen to a work, until the test ends."""
    with restoring(house.world, "deviantart") as happen:
        yield happen


@pytest.fixture
def fox(house):
    return PostRef("deviantart", house.world.fox("deviantart").uuid)


def ref_to(post):
    return PostRef("deviantart", post.uuid)


def received(http, page, folder):
    return http.stream_to(page.url, folder / "picture", MOST, page.referer)


def test_it_offers_all_that_deviantart_has():
    for offered in (Site, Lists, Names, Authenticates, LogsIn):
        assert isinstance(SITE, offered)
    assert not isinstance(SITE, TakesKey)


def test_a_work_is_read_with_all_that_is_said_of_it(house, http, fox):
    post = house.world.fox("deviantart")

    found = SITE.fetch(http, fox)

    assert (fox, FOX_PAGE, "Fox in the Snow") == (found.ref, found.url, found.title)
    assert (post.caption_html, True) == (found.caption, found.caption_is_html)
    assert (post.published_at, None) == (found.published_at, found.edited_at)
    assert tuple(TagInfo(tag.name) for tag in post.tags) == found.tags
    assert (post.account.id, "mika-aoyama") == (found.account.ref.id, found.account.handle)
    assert "https://www.deviantart.com/mika-aoyama" == found.account.url
    assert (post.counts.views, post.counts.favourites, post.counts.comments) == (
        found.counts.views,
        found.counts.favourites,
        found.counts.comments,
    )
    assert (Rating.GENERAL, False) == (found.rating, found.is_ai)
    assert post.uuid == json.loads(found.raw)["metadata"]["deviationid"]


def test_what_is_kept_of_an_answer_is_the_same_each_time(house, http, fox):
    """The tokens of its addresses are others each time."""
    before = SITE.fetch(http, fox)
    house.clock.forward(1)
    after = SITE.fetch(http, fox)

    assert before.raw == after.raw
    assert before.pages[0].url != after.pages[0].url
    assert before.pages[0].stamp == after.pages[0].stamp
    assert "token" not in before.raw


def test_the_original_is_had_where_the_artist_gives_it_away(house, http, fox, tmp_path):
    original = house.world.fox("deviantart").pages[0]
    (page,) = SITE.fetch(http, fox).pages

    assert original.sha256 == received(http, page, tmp_path).sha256
    assert (original.width, original.height) == (page.width, page.height)
    assert ["fullview", "pre", "300w"] == [
        address.partition("?")[0].rpartition("-")[2].removesuffix(".jpg")
        for address in page.fallbacks
    ]


def test_every_fallback_is_a_picture(http, fox, tmp_path):
    (page,) = SITE.fetch(http, fox).pages

    for address in page.fallbacks:
        http.stream_to(address, tmp_path / "smaller", MOST)
        Image.open(tmp_path / "smaller").verify()


def test_no_more_originals_this_week_leaves_what_everybody_is_shown(house, http, fox):
    house.memory.downloads_left = 1
    best, shown = (SITE.fetch(http, fox).pages[0] for _ in range(2))

    assert "fullview" in shown.url
    assert (best.stamp, best.fallbacks[0].partition("?")[0]) == (
        shown.stamp,
        shown.url.partition("?")[0],
    )
    assert (shown.width, shown.height) < (best.width, best.height)


def test_originals_are_left_alone_when_the_person_says_so(house, fox):
    (page,) = SITE.fetch(house.signed_in(originals="no"), fox).pages

    assert "fullview" in page.url
    assert [] == [path for path in house.asked() if "download" in path]


def test_a_file_that_is_shown_whole_is_not_asked_for_as_an_original(house, http, tmp_path):
    post = house.post(1)
    (page,) = SITE.fetch(http, ref_to(post)).pages

    assert post.pages[0].sha256 == received(http, page, tmp_path).sha256
    assert [] == [path for path in house.asked() if "download" in path]


def test_a_picture_is_refused_when_its_token_is_over(house, http, fox, tmp_path):
    (page,) = SITE.fetch(http, fox).pages
    house.clock.forward(files.LASTS.total_seconds() + 1)

    with pytest.raises(BadAnswer, match="401"):
        received(http, page, tmp_path)


def test_pictures_never_see_the_login(house, http, fox, tmp_path):
    received(http, SITE.fetch(http, fox).pages[0], tmp_path)

    seen = [seen.headers for seen in house.served.log if seen.key == "pictures"]
    assert [False] == ["authorization" in headers for headers in seen]


@pytest.mark.parametrize(
    ("rating", "expected"),
    [
        ("general", Rating.GENERAL),
        ("sensitive", Rating.SENSITIVE),
        ("questionable", Rating.QUESTIONABLE),
        ("explicit", Rating.EXPLICIT),
    ],
)
def test_a_rating_is_read(house, http, rating, expected):
    post = next(
        post
        for post in house.world.on("deviantart")
        if post.rating == rating and post.work.index % 100 != LOCKED
    )

    assert expected == SITE.fetch(http, ref_to(post)).rating


def mature(house):
    return next(
        post
        for post in house.world.on("deviantart")
        if post.rating == "explicit" and post.kind == "still"
    )


def test_what_is_shown_blurred_is_withheld(house, http):
    post = mature(house)

    with pytest.raises(Withheld, match="mature and shown blurred; sign in"):
        SITE.fetch(house.way(), ref_to(post))
    assert SITE.fetch(http, ref_to(post)).pages


def test_no_fallback_is_blurred(house, http):
    (page,) = SITE.fetch(http, ref_to(mature(house))).pages

    assert page.fallbacks
    assert [] == [address for address in page.fallbacks if "blur" in address]


def test_what_is_for_subscribers_is_withheld(house, http):
    with pytest.raises(Withheld, match="for subscribers"):
        SITE.fetch(http, ref_to(house.post(LOCKED)))


def test_what_is_for_watchers_is_withheld(http, happen, fox):
    happen("900000001", "private")

    with pytest.raises(Withheld, match="for watchers of its artist only"):
        SITE.fetch(http, fox)


@pytest.mark.parametrize(("number", "words"), [(extras.TEXT, "a text"), (extras.FILM, "a film")])
def test_texts_and_films_are_not_ours(http, number, words):
    with pytest.raises(PictureRefused, match=f"{words}, not a picture"):
        SITE.fetch(http, PostRef("deviantart", extras.long_id(number)))


def test_a_deleted_work_is_gone(http, happen, fox):
    happen("900000001", "deleted")

    for ref in (fox, SITE.parse(FOX_PAGE)):
        with pytest.raises(Gone, match=r"deviation/.* is no longer there"):
            SITE.fetch(http, ref)


def test_a_replaced_picture_has_another_stamp(http, happen, fox):
    before = SITE.fetch(http, fox).pages[0]
    happen("900000001", "replaced")

    assert before.stamp != SITE.fetch(http, fox).pages[0].stamp


def test_an_edited_title_leaves_the_picture_as_it_is(http, happen, fox):
    before = SITE.fetch(http, fox)
    happen("900000001", "edited")
    after = SITE.fetch(http, fox)

    assert before.pages[0].stamp == after.pages[0].stamp
    assert "Fox in the Snow (edited)" == after.title
