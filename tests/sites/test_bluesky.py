"""Bluesky through its adapter, over real sockets: what the world has is what is read."""

import json
from datetime import UTC, datetime

import pytest

from artkeep.errors import Gone, SiteChanged, SiteDown
from artkeep.fakes.bluesky import memory, records
from artkeep.model.found import Rating, TagInfo
from artkeep.model.refs import AccountRef, PostRef
from artkeep.sites.base import Authenticates, Lists, LogsIn, Names, Renews, Site, TakesKey
from artkeep.sites.bluesky import SITE
from tests.sites.playing_boorus import as_it_was, playing
from tests.sites.playing_social import Scripted

MIKA = "did:plc:mikaaoyama"
GALLERY, QUOTING = 6, 8  # works of the world whose posts embed in another way
CDN = "/bluesky/pictures/img/feed_fullsize/plain/"


@pytest.fixture(scope="module")
def one_bluesky():
    with playing(SITE, works=60) as house:
        yield house


@pytest.fixture
def bluesky(one_bluesky):
    as_it_was(one_bluesky, memory.of(one_bluesky.stage), memory.Memory())
    return one_bluesky


@pytest.fixture
def http(bluesky):
    return bluesky.way()


@pytest.fixture
def fox(bluesky):
    return PostRef("bluesky", bluesky.world.fox("bluesky").id)


def posted(bluesky, wanted):
    return next(post for post in bluesky.world.on("bluesky") if wanted(post))


def fetched(bluesky, http, wanted):
    return SITE.fetch(http, PostRef("bluesky", posted(bluesky, wanted).id))


def test_it_offers_what_it_says():
    for protocol in (Site, Lists, Names, Authenticates, TakesKey, Renews):
        assert isinstance(SITE, protocol)
    assert not isinstance(SITE, LogsIn)


def test_a_post_is_told_whole(bluesky, http, fox):
    told, found = bluesky.world.fox("bluesky"), SITE.fetch(http, fox)

    assert (fox, f"https://bsky.app/profile/{MIKA}/post/{told.own_id}") == (found.ref, found.url)
    assert "Fox in the Snow" == found.title
    assert (told.words, False) == (found.caption, found.caption_is_html)
    assert told.published_at == found.published_at
    assert (Rating.GENERAL, None, None) == (found.rating, found.is_ai, found.edited_at)
    assert AccountRef("bluesky", MIKA) == found.account.ref
    assert ("mika.example", "Mika Aoyama") == (found.account.handle, found.account.name)
    assert f"https://bsky.app/profile/{MIKA}" == found.account.url
    assert tuple(TagInfo(tag.name) for tag in told.tags) == found.tags
    assert told.counts.favourites == found.counts.favourites
    assert told.counts.comments == found.counts.comments
    assert told.counts.reposts == found.counts.reposts
    assert records.uri(told) == json.loads(found.raw)["uri"]


def test_the_picture_is_the_one_that_was_posted(bluesky, http, fox, tmp_path):
    page, told = SITE.fetch(http, fox).pages[0], bluesky.world.fox("bluesky").pages[0]
    http.stream_to(page.url, tmp_path / "fox", 1 << 24)

    assert told.bytes() == (tmp_path / "fox").read_bytes()
    assert "Fox in the Snow, picture 1" == page.alt
    assert records.cid(told.name) == page.stamp
    assert (None, None) == (page.width, page.height)


def test_the_networks_copy_is_there_if_that_one_is_not(bluesky, http, fox, tmp_path):
    (copy,) = SITE.fetch(http, fox).pages[0].fallbacks

    assert f"{bluesky.served.url}{CDN}" in copy
    assert http.stream_to(copy, tmp_path / "fox", 1 << 24).size_bytes


def test_a_post_is_asked_for_in_one_question_and_its_server_in_another(bluesky, http, fox):
    SITE.fetch(http, fox)

    assert ["/xrpc/app.bsky.feed.getPosts", f"/{MIKA}"] == bluesky.asked()


def test_a_handle_is_settled_and_a_post_under_it_is_found(bluesky, http, fox):
    ref = SITE.parse(bluesky.world.fox("bluesky").url)

    assert fox == SITE.settle(http, ref)
    assert fox == SITE.fetch(http, ref).ref
    with pytest.raises(Gone, match=r"the account nobody\.example is no longer there"):
        SITE.settle(http, SITE.parse("https://bsky.app/profile/nobody.example"))


@pytest.mark.parametrize("index", [GALLERY, QUOTING])
def test_pictures_are_found_however_they_are_embedded(bluesky, http, index):
    told = posted(bluesky, lambda post: post.work.index % 10 == index and post.pages)
    found = SITE.fetch(http, PostRef("bluesky", told.id))

    assert [records.cid(picture.name) for picture in told.pages] == [
        page.stamp for page in found.pages
    ]
    assert all(page.fallbacks for page in found.pages)


def test_up_to_four_pictures_come_in_their_order(bluesky, http):
    told = posted(bluesky, lambda post: len(post.pages) > 1)
    found = SITE.fetch(http, PostRef("bluesky", told.id))

    assert [f"{told.work.title}, picture {place + 1}" for place in range(len(told.pages))] == [
        page.alt for page in found.pages
    ]


def test_what_is_quoted_is_not_the_posts_own(bluesky, http):
    assert () == fetched(bluesky, http, lambda post: post.kind == "words").pages


def test_a_video_is_told_in_words(bluesky, http, fox):
    memory.of(bluesky.stage).videos.add(fox.id)
    found = SITE.fetch(http, fox)

    assert ("Fox in the Snow", ()) == (found.title, found.pages)


@pytest.mark.parametrize(
    ("labels", "rating"),
    [
        (["porn", "nudity"], Rating.EXPLICIT),
        (["sexual"], Rating.QUESTIONABLE),
        (["graphic-media"], Rating.QUESTIONABLE),
        (["nudity"], Rating.SENSITIVE),
        (["spam"], Rating.GENERAL),
        ([], Rating.GENERAL),
    ],
)
def test_the_strongest_label_is_the_rating(labels, rating):
    assert rating == canned(labels=[{"val": label, "uri": "x"} for label in labels]).rating


def test_a_label_that_was_taken_back_does_not_count():
    labels = [{"val": "porn", "uri": "x"}, {"val": "porn", "uri": "x", "neg": True}]

    assert Rating.GENERAL == canned(labels=labels).rating


def test_a_label_of_the_account_counts_for_what_it_posts():
    author = {"did": MIKA, "handle": "mika.example", "labels": [{"val": "sexual", "uri": MIKA}]}

    assert Rating.QUESTIONABLE == canned(author=author).rating


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("2026-10-30T09:35:07.123456789Z", datetime(2026, 10, 30, 9, 35, 7, 123456, UTC)),
        ("2026-10-30T18:35:07+09:00", datetime(2026, 10, 30, 9, 35, 7, tzinfo=UTC)),
        ("2026-10-30T09:35:07", datetime(2026, 10, 30, 9, 35, 7, tzinfo=UTC)),
        ("2031-01-01T00:00:00Z", datetime(2026, 10, 30, 9, 35, 8, tzinfo=UTC)),
        ("yesterday", datetime(2026, 10, 30, 9, 35, 8, tzinfo=UTC)),
    ],
)
def test_a_date_that_cannot_be_is_the_one_when_the_network_saw_the_post(made, expected):
    record = {"text": "fox", "createdAt": made}

    assert expected == canned(record=record).published_at


def test_tags_stand_in_the_text_or_beside_it():
    feature = {"$type": "app.bsky.richtext.facet#tag", "tag": "fox"}
    link = {"$type": "app.bsky.richtext.facet#link", "uri": "https://a.example"}
    facets = [{"features": [feature]}, {"features": [link]}]
    record = {"text": "#fox", "createdAt": "x", "facets": facets, "tags": ["snow", "fox"]}

    assert (TagInfo("fox"), TagInfo("snow")) == canned(record=record).tags


@pytest.mark.parametrize(("alt", "title"), [("A fox\nin snow", "A fox"), ("", "mika.example: 3k")])
def test_a_post_without_words_is_called_by_its_picture_or_its_number(alt, title):
    image = {"alt": alt, "image": {"ref": {"$link": "bafkrei2"}}}
    embed = {"$type": "app.bsky.embed.images", "images": [image]}
    record = {"text": "", "createdAt": "x", "embed": embed}

    assert title == canned(record=record, files=True).title


def test_files_of_the_first_years_are_read():
    image = {"image": {"cid": "bafkrei2", "mimeType": "image/jpeg"}}
    embed = {"$type": "app.bsky.embed.images", "images": [image]}
    page = canned(record={"text": "", "createdAt": "x", "embed": embed}, files=True).pages[0]

    names = f"did={MIKA}&cid=bafkrei2"
    assert f"https://pds.example/xrpc/com.atproto.sync.getBlob?{names}" == page.url
    assert ("bafkrei2", ()) == (page.stamp, page.fallbacks)


@pytest.mark.parametrize(
    "papers",
    [
        (404, {"message": "DID not registered"}),
        {"service": []},
        {"id": MIKA},
        {
            "service": [
                {"type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://localhost"}
            ]
        },
        {"service": [{"type": "AtprotoPersonalDataServer", "serviceEndpoint": "http://a.example"}]},
        {"service": [{"type": "BskyNotificationService", "serviceEndpoint": "https://b.example"}]},
    ],
)
def test_of_an_account_without_a_server_there_are_only_the_networks_copies(papers):
    page = canned(**with_picture(), papers=papers).pages[0]

    assert ("https://cdn.example/bafkrei2@jpeg", ()) == (page.url, page.fallbacks)


def test_an_account_may_be_at_home_on_a_domain_of_its_own():
    service = {"type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://pds.example/"}
    papers = {"mika.example/.well-known/did.json": {"service": [service]}}
    page = canned(**with_picture(), did="did:web:mika.example", more=papers).pages[0]

    assert page.url.startswith("https://pds.example/xrpc/com.atproto.sync.getBlob?did=did:web:mika")


def test_a_domain_that_does_not_answer_stops_nobody():
    page = canned(**with_picture(), did="did:web:mika.example").pages[0]

    assert "https://cdn.example/bafkrei2@jpeg" == page.url


def test_a_domain_that_is_out_of_order_stops_nobody():
    papers = {"mika.example/.well-known/did.json": (502, b"")}
    page = canned(**with_picture(), did="did:web:mika.example", more=papers).pages[0]

    assert "https://cdn.example/bafkrei2@jpeg" == page.url


def test_a_directory_that_is_out_of_order_is_asked_again_later():
    with pytest.raises(SiteDown):
        canned(**with_picture(), papers=(502, b""))


def test_of_an_account_of_an_unknown_kind_there_are_only_the_networks_copies():
    page = canned(**with_picture(), did="did:key:zQ3sh").pages[0]

    assert "https://cdn.example/bafkrei2@jpeg" == page.url


def test_a_picture_without_any_address_is_said():
    with pytest.raises(SiteChanged, match="lacks 'fullsize'"):
        canned(**{**with_picture(), "embed": None})


def with_picture():
    """Return the fields of a post with one picture."""
    image = {"alt": "", "image": {"ref": {"$link": "bafkrei2"}}}
    view = {"fullsize": "https://cdn.example/bafkrei2@jpeg", "alt": ""}
    embed = {"$type": "app.bsky.embed.images", "images": [image]}
    return {
        "record": {"text": "fox", "createdAt": "x", "embed": embed},
        "embed": {"$type": "app.bsky.embed.images#view", "images": [view]},
    }


def canned(*, did=MIKA, papers=None, files=False, more=None, **changes):
    """Return a post read from an answer with these fields; `papers` are those of its account."""
    endpoint = {"type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://pds.example"}
    view = {
        "uri": f"at://{did}/app.bsky.feed.post/3k",
        "author": {"did": did, "handle": "mika.example"},
        "record": {"text": "fox", "createdAt": "2026-10-30T09:35:07Z"},
        "indexedAt": "2026-10-30T09:35:08Z",
        **changes,
    }
    answers = {
        "/xrpc/app.bsky.feed.getPosts": {"posts": [view]},
        f"/{did}": papers or ({"service": [endpoint]} if files else (404, {})),
        **(more or {}),
    }
    return SITE.fetch(Scripted(answers), PostRef("bluesky", f"{did}/3k"))
