"""Bluesky's addresses: every form that is passed around, and nobody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.bluesky import SITE, urls

FOX = PostRef("bluesky", "mika.example/3mz3i3jp4a222")
LASTING_FOX = PostRef("bluesky", "did:plc:mikaaoyama/3mz3i3jp4a222")
POST = "profile/mika.example/post/3mz3i3jp4a222"

POSTS = [
    (FOX, f"https://bsky.app/{POST}"),
    (FOX, f"http://bsky.app/{POST}/"),
    (FOX, f"https://www.bsky.app/{POST}?ref=x#y"),
    (FOX, f"HTTPS://BSKY.APP/{POST}"),
    (FOX, f"  https://bsky.app.:443/{POST}\n"),
    (FOX, "https://bsky.app/profile/Mika.Example/post/3mz3i3jp4a222"),
    (FOX, "https://bsky.app/profile/@mika.example/post/3mz3i3jp4a222"),
    (FOX, f"https://bsky.app/{POST}/liked-by"),
    (FOX, f"https://fxbsky.app/{POST}/photo/2"),
    (FOX, f"https://bskx.app/{POST}"),
    (FOX, f"https://vxbsky.app/{POST}"),
    (FOX, f"https://main.bsky.dev/{POST}"),
    (FOX, "at://mika.example/app.bsky.feed.post/3mz3i3jp4a222"),
    (LASTING_FOX, "https://bsky.app/profile/did:plc:mikaaoyama/post/3mz3i3jp4a222"),
    (LASTING_FOX, "https://bsky.app/profile/did%3Aplc%3Amikaaoyama/post/3mz3i3jp4a222"),
    (LASTING_FOX, "at://did:plc:mikaaoyama/app.bsky.feed.post/3mz3i3jp4a222/"),
]
LISTS = [
    ("media/mika.example", "https://bsky.app/profile/mika.example"),
    ("media/mika.example", "https://bsky.app/profile/mika.example/media"),
    ("media/mika.example", "at://mika.example"),
    ("media/did:plc:mikaaoyama", "https://bsky.app/profile/did:plc:mikaaoyama/"),
    ("media/did:web:mika.example", "https://bsky.app/profile/did:web:mika.example"),
    ("likes/mika.example", "https://bsky.app/profile/mika.example/likes"),
    ("likes/did:plc:mikaaoyama", "at://did:plc:mikaaoyama/app.bsky.feed.like"),
    ("feed/mika.example/winter", "https://bsky.app/profile/mika.example/feed/winter"),
    ("feed/mika.example/winter", "at://mika.example/app.bsky.feed.generator/winter"),
    (
        "list/mika.example/3lsnowylist2c",
        "https://bsky.app/profile/mika.example/lists/3lsnowylist2c",
    ),
    ("list/mika.example/3lsnowylist2c", "at://mika.example/app.bsky.graph.list/3lsnowylist2c"),
    ("saved/me", "https://bsky.app/saved"),
    ("saved/did:plc:mikaaoyama", "https://bsky.app/saved#did:plc:mikaaoyama"),
]
NOT_OURS = [
    "",
    "bluesky",
    "https://[",
    "https://bsky.app",
    "https://bsky.app/profile",
    "https://bsky.app/search?q=fox",
    "https://bsky.app/hashtag/fox",
    "https://bsky.app/settings",
    "https://bsky.app/profile/mika",
    "https://bsky.app/profile/mika.example/post",
    "https://bsky.app/profile/mika.example/post/..",
    "https://bsky.app/profile/mika.example/post/a%2Fb",
    "https://bsky.app/profile/mika.example/follows",
    "https://bsky.app/profile/did:plc:/post/3mz3i3jp4a222",
    f"https://bsky.app:8443/{POST}",
    f"ftp://bsky.app/{POST}",
    f"https://bsky.app.evil.example/{POST}",
    f"https://evilbsky.app/{POST}",
    f"https://bsky.app@evil.example/{POST}",
    f"https://bsky.social/{POST}",
    "https://cdn.bsky.app/img/feed_fullsize/plain/did:plc:mikaaoyama/bafkrei2@jpeg",
    "at://",
    "at://mika/app.bsky.feed.post/3mz3i3jp4a222",
    "at://mika.example/app.bsky.feed.repost/3mz3i3jp4a222",
    "at://mika.example/app.bsky.graph.list",
    "at://mika.example/app.bsky.feed.like/3mz3i3jp4a222",
]


@pytest.mark.parametrize(("ref", "url"), POSTS)
def test_every_address_of_a_post_names_it(ref, url):
    assert ref == SITE.parse(url)


@pytest.mark.parametrize(("list_id", "url"), LISTS)
def test_every_address_of_a_list_names_it(list_id, url):
    assert CollectionRef("bluesky", list_id) == SITE.parse(url)


@pytest.mark.parametrize("url", [url for _, url in (*POSTS, *LISTS)])
def test_what_is_written_is_read_again(url):
    ref = SITE.parse(url)

    assert ref == SITE.parse(SITE.url(ref))


@pytest.mark.parametrize("url", NOT_OURS)
def test_other_addresses_are_not_ours(url):
    assert SITE.parse(url) is None


def test_the_protocols_address_of_a_post_goes_both_ways():
    uri = "at://did:plc:mikaaoyama/app.bsky.feed.post/3mz3i3jp4a222"

    assert uri == urls.post_uri(urls.post_ref(uri))
    with pytest.raises(ValueError, match="at://x"):
        urls.post_ref("at://x.example/app.bsky.feed.like/1")


@given(
    authority=st.text(max_size=30),
    collection=st.sampled_from(["app.bsky.feed.post", "app.bsky.graph.list", "app.bsky.feed.like"]),
    key=st.text(max_size=20),
)
def test_no_address_of_the_protocol_upsets_it(authority, collection, key):
    ref = SITE.parse(f"at://{authority}/{collection}/{key}")

    assert ref is None or ref == SITE.parse(SITE.url(ref))
