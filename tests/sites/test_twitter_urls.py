"""X's addresses: every form that is passed around, and none of anybody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.twitter import SITE

ID = "2116099065115574272"
FOX = PostRef("twitter", ID)
NAMED = CollectionRef("twitter", "name/mika_draws")
MEDIA = CollectionRef("twitter", "media/424242")

POSTS = [
    f"https://x.com/mika_draws/status/{ID}",
    f"http://twitter.com/mika_draws/status/{ID}/",
    f"HTTPS://WWW.X.COM/mika_draws/status/{ID}",
    f"https://x.com:443/mika_draws/status/{ID}",
    f"https://x.com./mika_draws/status/{ID}",
    f"  https://x.com/mika_draws/status/{ID}\n",
    f"https://mobile.twitter.com/mika_draws/status/{ID}?s=20&t=abc",
    f"https://m.twitter.com/mika_draws/status/{ID}#m",
    f"https://mobile.x.com/mika_draws/status/{ID}/photo/2",
    f"https://x.com/mika_draws/status/{ID}/video/1",
    f"https://twitter.com/mika_draws/statuses/0{ID}",
    f"https://twitter.com/statuses/{ID}",
    f"https://x.com/i/web/status/{ID}",
    f"https://x.com/i/status/{ID}",
    f"https://fxtwitter.com/mika_draws/status/{ID}/en",
    f"https://d.fxtwitter.com/mika_draws/status/{ID}.jpg",
    f"https://vxtwitter.com/mika_draws/status/{ID}",
    f"https://fixupx.com/mika_draws/status/{ID}",
    f"https://fixvx.com/mika_draws/status/{ID}",
    f"https://twittpr.com/mika_draws/status/{ID}",
    f"https://nitter.net/mika_draws/status/{ID}#m",
    f"https://nitter.poast.example/mika_draws/status/{ID}",
    f"https://xcancel.com/mika_draws/status/{ID}",
]

LISTS = [
    ("https://x.com/mika_draws", NAMED),
    ("https://x.com/Mika_Draws/", NAMED),
    ("https://twitter.com/@mika_draws", NAMED),
    ("https://x.com/mika_draws/media", NAMED),
    ("https://mobile.twitter.com/mika_draws/with_replies?lang=en", NAMED),
    ("https://nitter.net/mika_draws/media", NAMED),
    ("https://x.com/intent/user?screen_name=mika_draws", NAMED),
    ("https://x.com/intent/follow?screen_name=mika_draws", NAMED),
    ("https://x.com/i/user/424242", MEDIA),
    ("https://twitter.com/intent/user?user_id=424242", MEDIA),
]

NOT_OURS = [
    "",
    ID,
    f"x.com/mika_draws/status/{ID}",
    f"ftp://x.com/mika_draws/status/{ID}",
    "https://x.com/",
    "https://x.com/home",
    "https://x.com/i",
    "https://x.com/search?q=fox",
    "https://x.com/hashtag/fox",
    "https://x.com/Settings",
    "https://x.com/i/lists/12345",
    "https://x.com/i/bookmarks",
    "https://x.com/intent/user",
    "https://x.com/intent/tweet?text=x",
    "https://x.com/mika_draws/likes",
    "https://x.com/mika_draws/followers",
    "https://x.com/mika-draws",
    "https://x.com/a_name_that_is_too_long",
    "https://x.com/mika_draws/status/fox",
    "https://x.com/mika_draws/status/0",
    "https://x.com/mika_draws/status/21160990651155742721",
    "https://x.com/mika_draws/status/2116\uff11",
    "https://x.com/i/user/0",
    "https://pbs.twimg.com/media/GAbcdEfGhIjKlMn.jpg",
    "https://pbs.twimg.com/media/GAbcdEfGhIjKlMn?format=jpg&name=orig",
    f"https://x.com.evil.example/mika_draws/status/{ID}",
    f"https://notx.com/mika_draws/status/{ID}",
    f"https://x.com@evil.example/mika_draws/status/{ID}",
    f"https://evil@x.com/mika_draws/status/{ID}",
    f"https://x.com:8443/mika_draws/status/{ID}",
    f"https://x.com:odd/mika_draws/status/{ID}",
    f"https://evil.example/https://x.com/mika_draws/status/{ID}",
    f"https://nitter.net.evil.example/mika_draws/status/{ID}",
    "http://[",
]


@pytest.mark.parametrize("url", POSTS)
def test_a_post_is_known_by_every_address_it_has(url):
    assert FOX == SITE.parse(url)


@pytest.mark.parametrize(("url", "found"), LISTS)
def test_an_account_is_known_by_every_address_it_has(url, found):
    assert found == SITE.parse(url)


@pytest.mark.parametrize("url", NOT_OURS)
def test_what_is_no_post_and_no_account_is_left_to_others(url):
    assert SITE.parse(url) is None


@pytest.mark.parametrize("ref", [FOX, NAMED, MEDIA])
def test_what_was_read_can_be_written_and_read_again(ref):
    assert ref == SITE.parse(SITE.url(ref))


@given(st.text())
def test_no_text_upsets_the_reader(text):
    for address in (text, f"https://x.com/{text}", f"https://nitter.{text}/a/status/{text}"):
        found = SITE.parse(address)
        assert found is None or found == SITE.parse(SITE.url(found))
