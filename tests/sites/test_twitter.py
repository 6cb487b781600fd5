"""X, whichever way it is asked: the official API, a FxTwitter server, or gallery-dl."""

from dataclasses import replace

import pytest

from artkeep.errors import (
    BadAnswer,
    BadSetting,
    Blocked,
    Gone,
    LoginNeeded,
    PictureRefused,
    RateLimited,
    SiteChanged,
    SiteDown,
    Unreachable,
    Withheld,
)
from artkeep.model.found import Rating
from artkeep.model.refs import AccountRef, CollectionRef, PostRef
from artkeep.sites.twitter import SITE
from tests.sites.playing_twitter import Canned, as_it_was, every, playing

MIKA = CollectionRef("twitter", "media/424242")
NOBODY = CollectionRef("twitter", "media/424243")
FRIENDS_ONLY = CollectionRef("twitter", "media/100004301")
WAYS = ["api", "fxtwitter", "gallery-dl"]
every_way = pytest.mark.parametrize("name", WAYS)
every_web_way = pytest.mark.parametrize("name", WAYS[:2])


@pytest.fixture(scope="module")
def one_house():
    with playing() as house:
        yield house


@pytest.fixture
def house(one_house):
    as_it_was(one_house)
    return one_house


@pytest.fixture
def way(house, tmp_path):
    """Return the way through one of the three."""

    def open_way(name, **told):
        if name == "gallery-dl":
            return house.beside(tmp_path, **told)
        return house.api(**told) if name == "api" else house.way(ask_through=name, **told)

    return open_way


@pytest.fixture
def fox(house):
    return PostRef("twitter", house.world.fox("twitter").id)


def told_alike(post):
    """Return a post without what is each way's own."""
    assert post.raw
    return replace(post, raw="")


def test_a_post_is_told_whole(house, way, fox):
    told, found = house.world.fox("twitter"), SITE.fetch(way("api"), fox)

    assert (fox, f"https://x.com/mika_draws/status/{fox.id}") == (found.ref, found.url)
    assert ("Fox in the Snow", told.words) == (found.title, found.caption)
    assert (told.published_at, Rating.GENERAL, None) == (
        found.published_at,
        found.rating,
        found.is_ai,
    )
    assert (AccountRef("twitter", "424242"), "mika_draws") == (
        found.account.ref,
        found.account.handle,
    )
    assert [tag.name for tag in told.tags] == [tag.name for tag in found.tags]
    assert (told.counts.favourites, told.counts.reposts, told.counts.views) == (
        found.counts.favourites,
        found.counts.reposts,
        found.counts.views,
    )


@pytest.mark.parametrize("name", WAYS[1:])
def test_every_way_tells_the_same(house, way, fox, name):
    many = next(post for post in house.world.on("twitter") if post.kind == "many")
    house.memory.long.add(fox.id)
    for ref in (fox, PostRef("twitter", many.id)):
        usual = told_alike(SITE.fetch(way("api"), ref))
        assert usual == told_alike(SITE.fetch(way(name), ref))
    usual = [told_alike(post) for post in every(way("api"), MIKA)]

    assert house.of_mika() == [post.ref.id for post in usual]
    assert usual == [told_alike(post) for post in every(way(name), MIKA)]


@every_way
def test_an_account_is_found_by_its_name_and_keeps_its_number(house, way, name):
    named = SITE.parse("https://x.com/Mika_Draws")
    found = SITE.describe(way(name), named)

    assert MIKA == SITE.settle(way(name), named) == found.ref
    assert "Mika Aoyama ❄ commissions closed: pictures" == found.title
    house.memory.names["424242"] = "mika_paints"
    assert "mika_paints" == SITE.describe(way(name), MIKA).account.handle


def test_a_number_is_lasting_already(way, fox):
    assert (fox, MIKA) == (SITE.settle(way("api"), fox), SITE.settle(way("api"), MIKA))


def test_a_list_can_be_read_by_the_name_alone(house, way):
    named = SITE.parse("https://x.com/mika_draws/media")

    assert house.of_mika() == [post.ref.id for post in every(way("fxtwitter"), named)]


def test_pictures_are_in_the_order_of_the_post_with_what_they_show(house, way):
    told = next(post for post in house.world.on("twitter") if post.kind == "many")
    pages = SITE.fetch(way("api"), PostRef("twitter", told.id)).pages

    assert [(one.width, one.height) for one in told.pages] == [
        (page.width, page.height) for page in pages
    ]
    shown = {bool(page.alt) for page in pages}
    assert {True, False} == shown


def test_of_a_picture_the_original_is_fetched_and_smaller_ones_if_it_is_not_there(
    house, way, fox, tmp_path
):
    page, told = SITE.fetch(way("api"), fox).pages[0], house.world.fox("twitter").pages[0]

    assert told.sha256 == way("api").stream_to(page.url, tmp_path / "fox", 1 << 24).sha256
    assert ["orig", "4096x4096", "large", "medium"] == [
        url.rpartition("name=")[2] for url in (page.url, *page.fallbacks)
    ]
    for place, url in enumerate(page.fallbacks):
        assert way("api").stream_to(url, tmp_path / str(place), 1 << 24).size_bytes


@every_way
def test_a_video_is_refused_in_words_and_is_in_no_list(house, way, fox, name):
    house.memory.only_videos.add(fox.id)

    with pytest.raises(PictureRefused, match="a video, not a picture"):
        SITE.fetch(way(name), fox)
    assert fox.id not in [post.ref.id for post in every(way(name), MIKA)]


@every_way
def test_pictures_beside_a_video_are_kept(house, way, fox, name):
    house.memory.videos.add(fox.id)

    assert 1 == len(SITE.fetch(way(name), fox).pages)


@every_web_way
def test_a_post_that_was_deleted_is_gone(house, way, fox, name):
    house.world.happen("twitter", fox.id, "deleted")

    with pytest.raises(Gone, match="is no longer there"):
        SITE.fetch(way(name), fox)


@every_web_way
def test_an_account_that_is_not_there_is_gone(way, name):
    named = SITE.parse("https://x.com/nobody_here")

    with pytest.raises(Gone, match="@nobody_here"):
        SITE.settle(way(name), named)
    for ask in (SITE.describe, lambda http, ref: SITE.list(http, ref, None)):
        with pytest.raises(Gone, match="424243"):
            ask(way(name), NOBODY)


def test_what_gallery_dl_does_not_find_is_not_yet_gone(house, way, fox):
    house.world.happen("twitter", fox.id, "deleted")

    with pytest.raises(BadAnswer, match="Unavailable"):
        SITE.fetch(way("gallery-dl"), fox)


@every_way
def test_a_post_for_followers_only_is_withheld(house, way, fox, name):
    house.world.happen("twitter", fox.id, "private")

    with pytest.raises(Withheld):
        SITE.fetch(way(name), fox)


@every_way
def test_an_account_for_followers_only_is_withheld(way, name):
    with pytest.raises(Withheld, match="followers only"):
        SITE.describe(way(name), FRIENDS_ONLY)


@every_web_way
def test_who_is_suspended_is_withheld_since_that_can_end(house, way, fox, name):
    house.memory.suspended.add("424242")

    with pytest.raises(Withheld, match="suspended"):
        SITE.fetch(way(name), fox)
    with pytest.raises(Withheld, match="suspended"):
        SITE.describe(way(name), MIKA)


@every_web_way
@pytest.mark.parametrize(
    ("mood", "error"),
    [
        ("busy", RateLimited),
        ("blocked", Blocked),
        ("changed", SiteChanged),
        ("down", SiteDown),
        ("truncated", Unreachable),
        ("wrong_length", Unreachable),
    ],
)
def test_every_trouble_has_its_name(house, way, fox, name, mood, error):
    house.served.moods.set("twitter", mood)

    for ask in (lambda: SITE.fetch(way(name), fox), lambda: SITE.list(way(name), MIKA, None)):
        with pytest.raises(error):
            ask()


def test_a_cursor_of_another_way_begins_anew(house, way):
    onward = SITE.list(way("fxtwitter"), MIKA, None).cursor
    batch = SITE.list(way("api"), MIKA, onward)

    assert onward.startswith("fxtwitter DAAB")
    assert house.of_mika()[0] == batch.posts[0].ref.id


def test_the_first_way_that_is_set_up_is_asked(house, way, fox):
    SITE.fetch(house.api(), fox)
    SITE.fetch(house.way(), fox)

    assert [f"/2/tweets/{fox.id}"] == house.asked("base")
    assert [f"/2/status/{fox.id}"] == house.asked("fx")


def test_who_has_set_up_nothing_is_told_what_could_be(house, fox):
    with pytest.raises(LoginNeeded, match=r"artkeep login twitter.*gallery_dl_cookies"):
        SITE.fetch(house.way(ask_through="api, gallery-dl"), fox)


@pytest.mark.parametrize("wanted", ["", "api, telepathy"])
def test_a_way_that_there_is_not_is_named(house, fox, wanted):
    with pytest.raises(BadSetting, match=r"ask_through: .* is none of api, fxtwitter, gallery-dl"):
        SITE.fetch(house.way(ask_through=wanted), fox)


def test_gallery_dl_is_told_files_and_no_secrets(fox):
    http = Canned([], login=None, ask_through="gallery-dl", gallery_dl_cookies="/c/cookies.txt")

    with pytest.raises(BadAnswer, match="tells nothing"):
        SITE.fetch(http, fox)
    ((at, words),) = http.asked
    assert ("web_url", "gallery-dl", "--dump-json") == (at, *words[:2])
    assert "/c/cookies.txt" == words[words.index("--cookies") + 1]
    assert ["--", f"https://x.com/i/web/status/{fox.id}"] == words[-2:]
