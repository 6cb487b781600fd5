"""Philomena through its adapter, over real sockets: what the world has is what is read."""

import json
from datetime import timedelta

import pytest

from artkeep.errors import (
    BadAnswer,
    Blocked,
    Gone,
    PictureRefused,
    RateLimited,
    SiteChanged,
    SiteDown,
    Unreachable,
    Withheld,
)
from artkeep.fakes.philomena import records
from artkeep.model.found import Rating, TagInfo, TagKind
from artkeep.model.refs import AccountRef, PostRef
from artkeep.sites.philomena import SITE
from tests.sites.playing_boorus import Canned, as_it_was, playing

DERPI, FURRY = "derpibooru.org", "furbooru.org"
FOX = PostRef("philomena", "derpibooru.org/900001")
MERGED, MERGED_TWICE = (
    PostRef("philomena", "derpibooru.org/900000"),
    PostRef("philomena", "derpibooru.org/899999"),
)
MOVING, BY_A_MACHINE, ANONYMOUS = 4, 12, 26  # works of the world


@pytest.fixture(scope="module")
def one_philomena():
    with playing(SITE, works=60) as booru:
        yield booru


@pytest.fixture
def philomena(one_philomena):
    as_it_was(one_philomena, records.memory(one_philomena.stage), records.Memory())
    return one_philomena


@pytest.fixture
def http(philomena):
    return philomena.way()


def fetched(philomena, http, index, home=DERPI):
    return SITE.fetch(http, PostRef("philomena", philomena.post(index, home).id))


def test_an_image_is_told_whole(philomena, http):
    told, found = philomena.post(0, DERPI), SITE.fetch(http, FOX)

    assert (FOX, "https://derpibooru.org/images/900001") == (found.ref, found.url)
    assert "#900001" == found.title
    assert (told.words, False) == (found.caption, found.caption_is_html)
    assert told.published_at == found.published_at
    assert told.published_at + timedelta(hours=5) == found.edited_at
    assert (Rating.GENERAL, None) == (found.rating, found.is_ai)
    assert AccountRef("philomena", "derpibooru.org/3301") == found.account.ref
    assert "Background Pony #3301" == found.account.name
    assert "https://derpibooru.org/profiles/Background+Pony+%233301" == found.account.url
    assert told.counts.favourites == found.counts.favourites
    assert told.counts.comments == found.counts.comments
    assert told.counts.score == found.counts.score
    assert told.sources == found.sources
    assert 900001 == json.loads(found.raw)["id"]


def test_tags_are_of_the_kind_that_their_name_says(http):
    found = SITE.fetch(http, FOX).tags

    assert TagInfo("artist:mika aoyama", kind=TagKind.ARTIST) in found
    assert TagInfo("fox", kind=TagKind.GENERAL) in found
    assert TagInfo("safe", kind=TagKind.META) in found


def test_a_namespace_says_what_a_tag_is():
    found = canned(tags=["oc:snow", "series:winter", "spoiler:end", "8:30", "editor:x"]).tags

    assert ["character", "copyright", "meta", "general", "general"] == [tag.kind for tag in found]


@pytest.mark.parametrize(
    ("tags", "rating"),
    [
        (["safe"], Rating.GENERAL),
        (["suggestive", "semi-grimdark"], Rating.SENSITIVE),
        (["suggestive", "grimdark"], Rating.QUESTIONABLE),
        (["questionable"], Rating.QUESTIONABLE),
        (["explicit", "semi-grimdark"], Rating.EXPLICIT),
        (["fox"], None),
    ],
)
def test_the_strongest_tag_is_the_rating(tags, rating):
    assert rating == canned(tags=tags).rating


def test_the_picture_is_the_one_that_was_brought(philomena, http, tmp_path):
    page, told = SITE.fetch(http, FOX).pages[0], philomena.post(0, DERPI).pages[0]
    http.stream_to(page.url, tmp_path / "fox.png", 1 << 24)

    assert (told.width, told.height) == (page.width, page.height)
    assert told.bytes() == (tmp_path / "fox.png").read_bytes()


def test_other_versions_are_there_if_that_one_is_not(http, tmp_path):
    page = SITE.fetch(http, FOX).pages[0]

    assert ["900001__safe_artist-colon-mika+aoyama", "large.png"] == [
        page.fallbacks[0].rpartition("/")[2][:37],
        page.fallbacks[1].rpartition("/")[2],
    ]
    for place, url in enumerate(page.fallbacks):
        assert http.stream_to(url, tmp_path / str(place), 1 << 24).size_bytes


def test_what_moves_comes_as_it_was_brought(philomena, http):
    page = fetched(philomena, http, MOVING).pages[0]

    assert (True, ()) == (page.url.endswith(".gif"), page.delays)


def test_of_lines_there_is_a_picture_of_points(philomena, http, tmp_path):
    records.memory(philomena.stage).formats[FOX.id] = "svg"
    page = SITE.fetch(http, FOX).pages[0]
    http.stream_to(page.url, tmp_path / "fox.png", 1 << 24)

    assert page.url.endswith("/900001.png")
    assert b"\x89PNG" == (tmp_path / "fox.png").read_bytes()[:4]


def test_a_video_is_refused_in_words(philomena, http):
    records.memory(philomena.stage).formats[FOX.id] = "webm"

    with pytest.raises(PictureRefused, match="a video, not a picture"):
        SITE.fetch(http, FOX)


def test_addresses_without_a_host_are_those_of_the_home(philomena, http):
    records.memory(philomena.stage).leaves_out_host = True
    page = SITE.fetch(http, FOX).pages[0]

    assert page.url.startswith(f"{philomena.served.url}/img/view/")


def test_who_did_not_want_to_be_named_is_not_named(philomena, http):
    assert records.is_anonymous(philomena.post(ANONYMOUS, DERPI))
    assert fetched(philomena, http, ANONYMOUS).account is None


def test_a_machine_is_named_where_the_tags_name_it(philomena, http):
    assert fetched(philomena, http, BY_A_MACHINE).is_ai is True


def test_older_homes_know_one_source():
    assert ("https://a.example/1",) == canned(source_url="https://a.example/1").sources
    assert () == canned(source_url="").sources


def canned(**changes):
    """Return an image read from an answer with these fields."""
    image = {
        "created_at": "2026-11-01T09:15:07Z",
        "updated_at": "2026-11-01T09:15:07Z",
        "duplicate_of": None,
        "deletion_reason": None,
        "hidden_from_users": False,
        "mime_type": "image/png",
        "representations": {"full": "/img/a.png", "large": "/img/large.png"},
        "view_url": "//cdn.example/img/a.png",
        "sha512_hash": "ab",
        "width": 1,
        "height": 1,
        "uploader": None,
        "uploader_id": None,
        "description": "",
        "tags": [],
        "faves": 0,
        "comment_count": 0,
        "score": 0,
        "source_url": None,
    }
    return SITE.fetch(Canned({"image": {**image, **changes}}), FOX)


def test_every_way_to_write_an_address_is_understood():
    page = canned().pages[0]

    assert "https://base.example/img/a.png" == page.url
    assert ("https://cdn.example/img/a.png", "https://base.example/img/large.png") == page.fallbacks


@pytest.mark.parametrize("ref", [MERGED, MERGED_TWICE])
def test_a_merged_image_is_shown_by_the_one_it_was_merged_into(http, ref):
    found, fox = SITE.fetch(http, ref), SITE.fetch(http, FOX)

    assert (ref, f"https://{ref.id.replace('/', '/images/')}") == (found.ref, found.url)
    assert fox.pages == found.pages
    assert fox.raw == found.raw


def test_images_merged_in_a_circle_are_given_up(philomena, http):
    records.memory(philomena.stage).merged[MERGED.id] = MERGED_TWICE.id

    with pytest.raises(SiteChanged, match="merged more than 10 times"):
        SITE.fetch(http, MERGED)


def test_an_image_that_was_removed_is_gone_and_the_reason_told(philomena, http):
    philomena.happen(FOX.id, "deleted")

    with pytest.raises(Gone, match="was removed: Takedown request by the artist"):
        SITE.fetch(http, FOX)


def test_a_merged_image_is_gone_with_the_other(philomena, http):
    philomena.happen(FOX.id, "deleted")

    with pytest.raises(Gone, match=r"images/900000 was removed"):
        SITE.fetch(http, MERGED)


def test_an_image_that_is_hidden_is_withheld(philomena, http):
    philomena.happen(FOX.id, "private")

    with pytest.raises(Withheld, match="hidden from users"):
        SITE.fetch(http, FOX)


def test_an_image_that_never_was_is_gone(http):
    with pytest.raises(Gone, match=r"derpibooru\.org: no longer has it"):
        SITE.fetch(http, PostRef("philomena", "derpibooru.org/7"))


def test_a_replaced_picture_has_another_stamp(philomena, http):
    before = SITE.fetch(http, FOX).pages[0]
    philomena.happen(FOX.id, "replaced")

    assert before.stamp != SITE.fetch(http, FOX).pages[0].stamp


def test_each_home_is_asked_for_its_own(philomena, http):
    found = fetched(philomena, http, 0, FURRY)

    assert "https://furbooru.org/images/900002" == found.url
    assert ["/furbooru.org/api/v1/json/images/900002"] == philomena.asked()


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
def test_every_trouble_has_its_name(philomena, http, mood, error):
    philomena.mood(mood)

    with pytest.raises(error):
        SITE.fetch(http, FOX)


def test_a_home_that_does_not_say_how_long_is_left_alone_for_a_quarter_of_an_hour(philomena, http):
    philomena.mood("busy")

    with pytest.raises(RateLimited) as caught:
        SITE.fetch(http, FOX)
    assert philomena.clock.now() + timedelta(minutes=15) == caught.value.until


@pytest.mark.parametrize(
    ("status", "content", "headers", "error", "said"),
    [
        (200, b"", {}, SiteDown, "answered with nothing"),
        (200, b"[]", {}, SiteChanged, "not JSON"),
        (200, b"{}", {}, SiteChanged, "lacks 'image'"),
        (200, b"<html>news</html>", {}, SiteChanged, "not JSON"),
        (404, b"<html>nginx</html>", {}, BadAnswer, "answered 404"),
        (400, b'{"error": "Imbalanced parentheses."}', {}, BadAnswer, "Imbalanced parentheses"),
        (500, b"<html>oops</html>", {}, SiteDown, "500"),
        (429, b"", {"retry-after": "7"}, RateLimited, "until"),
    ],
)
def test_what_it_answers_means_something(status, content, headers, error, said):
    with pytest.raises(error, match=said):
        SITE.fetch(Canned(content, status, headers), FOX)
