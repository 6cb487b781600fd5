"""Mastodon's posts through its adapter, over real sockets: what the world has is what is read."""

import json
from datetime import UTC, datetime

import pytest

from artkeep.errors import BadAnswer
from artkeep.fakes.mastodon import memory, records
from artkeep.model.found import Rating, TagInfo
from artkeep.model.refs import AccountRef, PostRef
from artkeep.sites.base import Authenticates, Lists, LogsIn, Names, Site, TakesKey
from artkeep.sites.mastodon import SITE
from tests.sites.playing_boorus import as_it_was, playing
from tests.sites.playing_social import Scripted, status

PATH = "/api/v1/statuses/1"
REF = PostRef("mastodon", "art.example/1")


@pytest.fixture(scope="module")
def one_mastodon():
    with playing(SITE, works=60) as house:
        yield house


@pytest.fixture
def mastodon(one_mastodon):
    as_it_was(one_mastodon, memory.of(one_mastodon.stage), memory.Memory())
    return one_mastodon


@pytest.fixture
def http(mastodon):
    return mastodon.way()


@pytest.fixture
def fox(mastodon):
    return PostRef("mastodon", mastodon.world.fox("mastodon").id)


def posted(mastodon, wanted):
    return next(post for post in mastodon.world.on("mastodon") if wanted(post))


def is_picture(post):
    return bool(post.pages) and not post.account.is_private


def at_art(mastodon, post):
    """Return the address of a post of the other home as it is seen at art.example."""
    return PostRef("mastodon", f"art.example/{memory.id_of('art.example', post)}")


def test_it_offers_what_it_says():
    for protocol in (Site, Lists, Names, Authenticates, TakesKey):
        assert isinstance(SITE, protocol)
    assert not isinstance(SITE, LogsIn)


def test_a_post_is_told_whole(mastodon, http, fox):
    told, found = mastodon.world.fox("mastodon"), SITE.fetch(http, fox)

    assert (fox, told.url) == (found.ref, found.url)
    assert found.title.startswith("Fox in the Snow. Ink & gouache")
    assert found.caption_is_html
    assert found.caption.startswith(told.caption_html)
    assert (told.published_at, None) == (found.published_at, found.edited_at)
    assert (Rating.GENERAL, None) == (found.rating, found.is_ai)
    assert AccountRef("mastodon", "art.example/109000000000004242") == found.account.ref
    assert ("mika@art.example", "Mika Aoyama") == (found.account.handle, found.account.name)
    assert "https://art.example/@mika" == found.account.url
    assert tuple(TagInfo(tag.name.lower()) for tag in told.tags) == found.tags
    assert told.counts.favourites == found.counts.favourites
    assert told.counts.comments == found.counts.comments
    assert told.counts.reposts == found.counts.reposts
    assert told.own_id == json.loads(found.raw)["id"]


def test_the_picture_is_the_one_that_was_posted(mastodon, http, fox, tmp_path):
    page, told = SITE.fetch(http, fox).pages[0], mastodon.world.fox("mastodon").pages[0]
    http.stream_to(page.url, tmp_path / "fox", 1 << 24)

    assert told.bytes() == (tmp_path / "fox").read_bytes()
    assert (told.width, told.height) == (page.width, page.height)
    assert "Fox in the Snow, picture 1" == page.alt


def test_of_a_post_from_elsewhere_the_picture_is_the_one_of_its_home(mastodon, http, tmp_path):
    told = posted(mastodon, lambda post: post.place == "sketch.example" and len(post.pages) > 1)
    found = SITE.fetch(http, at_art(mastodon, told))
    sizes = [
        http.stream_to(url, tmp_path / str(place), 1 << 24).size_bytes
        for place, url in enumerate((found.pages[1].url, *found.pages[1].fallbacks))
    ]

    assert told.pages[1].bytes() == (tmp_path / "0").read_bytes()
    assert ["media_attachments", "cache", "cache"] == [
        url.partition("/pictures/")[2].partition("/")[0]
        for url in (found.pages[1].url, *found.pages[1].fallbacks)
    ]
    assert 3 == len(sizes)
    assert told.url == found.url
    assert told.account.handle == found.account.handle


def test_what_one_home_tells_of_is_one_question(mastodon, http, fox):
    SITE.fetch(http, fox)

    number = fox.id.rpartition("/")[2]
    assert [f"/art.example/api/v1/statuses/{number}"] == mastodon.asked()


def test_up_to_four_pictures_come_in_their_order(mastodon, http):
    told = posted(mastodon, lambda post: len(post.pages) > 1 and not post.account.is_private)
    found = SITE.fetch(http, PostRef("mastodon", told.id))

    assert [f"{told.work.title}, picture {place + 1}" for place in range(len(told.pages))] == [
        page.alt for page in found.pages
    ]


@pytest.mark.parametrize("kind", ["gifv", "video"])
def test_what_moves_is_told_in_words(mastodon, http, fox, kind):
    memory.of(mastodon.stage).kinds[fox.id] = kind

    assert () == SITE.fetch(http, fox).pages


def test_a_picture_that_a_home_has_not_looked_at_is_known_by_its_name(mastodon, http, tmp_path):
    told = posted(mastodon, lambda post: post.place == "sketch.example" and is_picture(post))
    memory.of(mastodon.stage).kinds[told.id] = "unknown"
    (page,) = SITE.fetch(http, at_art(mastodon, told)).pages[:1]
    http.stream_to(page.url, tmp_path / "picture", 1 << 24)

    assert told.pages[0].bytes() == (tmp_path / "picture").read_bytes()
    assert (None, None) == (page.width, page.height)


def test_a_warning_is_the_title_and_stands_before_the_words(mastodon, http):
    told = posted(mastodon, lambda post: post.rating in records.SPOILERS)
    found = SITE.fetch(http, PostRef("mastodon", told.id))

    assert records.SPOILERS[told.rating] == found.title
    assert found.caption.startswith(f"<p>{found.title}</p>")
    assert Rating.SENSITIVE == found.rating


def test_an_edited_post_says_when(mastodon, http, fox):
    mastodon.happen(fox.id, "edited")
    found = SITE.fetch(http, fox)

    assert mastodon.world.fox("mastodon").published_at < found.edited_at


def test_a_replaced_picture_has_another_stamp(mastodon, http, fox):
    before = SITE.fetch(http, fox).pages[0]
    mastodon.happen(fox.id, "replaced")

    assert before.stamp != SITE.fetch(http, fox).pages[0].stamp


def canned(**changes):
    return SITE.fetch(Scripted({PATH: status(**changes)}), REF)


def attachment(**changes):
    fields = ("id", "type", "url", "remote_url", "preview_url", "description", "meta")
    return {**dict.fromkeys(fields), "id": "7", "type": "image", **changes}


def test_a_picture_without_an_address_is_left_out():
    url = "/media/a.png"
    found = canned(media_attachments=[attachment(), attachment(url=url, meta={"focus": {}})])

    assert ["https://art.example/media/a.png"] == [page.url for page in found.pages]
    assert ("7", "", ()) == (found.pages[0].stamp, found.pages[0].alt, found.pages[0].fallbacks)


@pytest.mark.parametrize("kind", ["audio", "unknown"])
def test_what_is_no_picture_is_left_out(kind):
    assert () == canned(media_attachments=[attachment(type=kind, url="https://a.example/b")]).pages


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"content": "<p>one<br>two</p>"}, "one"),
        ({"content": "<p></p><p>a &amp; <b>b</b></p>"}, "a & b"),
        ({"content": ""}, "@mika@art.example: 1"),
        (
            {
                "content": "",
                "media_attachments": [attachment(url="https://a/b", description="A fox")],
            },
            "A fox",
        ),
    ],
)
def test_the_first_words_are_the_title(changes, title):
    assert title == canned(**changes).title


def test_a_name_that_nobody_gave_is_the_users():
    assert "mika" == canned().account.name


@pytest.mark.parametrize("url", [None, "javascript:alert(1)"])
def test_an_address_that_is_none_is_written_by_us(url):
    account = {**status()["account"], "url": url}
    found = canned(url=url, account=account)

    assert "https://art.example/statuses/1" == found.url
    assert "https://art.example/@mika" == found.account.url


def test_a_time_without_a_zone_is_the_one_of_the_world():
    found = canned(created_at="2026-10-30T09:45:07", edited_at="2026-10-31T09:45:07+01:00")

    assert datetime(2026, 10, 30, 9, 45, 7, tzinfo=UTC) == found.published_at
    assert datetime(2026, 10, 31, 8, 45, 7, tzinfo=UTC) == found.edited_at


def test_what_only_repeats_another_post_says_which():
    other = status(url="https://b.example/@saki/2")

    with pytest.raises(BadAnswer, match=r"only repeats https://b\.example/@saki/2"):
        canned(reblog=other)
