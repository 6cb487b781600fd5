"""Addresses of Mastodon and its kin, at any home: their own forms, and nobody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.mastodon import SITE

NUMBER = "117529215434752000"
FLAKE, ULID = "9kCQ7yWXUTYCzpYVfM", "01HFXQ3C2M7YJ6Q5A9T8ZVN4KE"
UUID = "0b5a0b3c-7f0e-4b8a-9c1d-2e3f4a5b6c7d"

POSTS = [
    (f"art.example/{NUMBER}", f"https://art.example/@mika/{NUMBER}"),
    (f"art.example/{NUMBER}", f"http://art.example/@mika/{NUMBER}/"),
    (f"art.example/{NUMBER}", f"HTTPS://ART.EXAMPLE/@Mika/{NUMBER}?x=1#y"),
    (f"art.example/{NUMBER}", f"  https://art.example.:443/@mika/{NUMBER}\n"),
    (f"art.example/{NUMBER}", f"https://art.example/@mika/{NUMBER}/embed"),
    (f"art.example/{NUMBER}", f"https://art.example/@mika@art.example/{NUMBER}"),
    (f"art.example/{NUMBER}", f"https://art.example/web/@mika/{NUMBER}"),
    (f"art.example/{NUMBER}", f"https://art.example/deck/@mika/{NUMBER}"),
    (f"art.example/{NUMBER}", f"https://art.example/web/statuses/{NUMBER}"),
    (f"art.example/{NUMBER}", f"https://art.example/users/mika/statuses/{NUMBER}"),
    (f"art.example/{NUMBER}", f"https://art.example/users/mika/statuses/{NUMBER}/activity"),
    (f"art.example/{NUMBER}", f"https://elk.zone/art.example/@mika/{NUMBER}"),
    (f"art.example/{NUMBER}", f"https://main.elk.zone/Art.Example/@mika/{NUMBER}"),
    (f"art.example/{NUMBER}", f"https://phanpy.social/#/art.example/s/{NUMBER}"),
    (f"art.example/{NUMBER}", f"https://phanpy.social/#/art.example/s/{NUMBER}?view=full"),
    (
        f"art.example/@saki@sketch.example/{NUMBER}",
        f"https://art.example/@saki@sketch.example/{NUMBER}",
    ),
    (
        f"art.example/@saki@sketch.example/{NUMBER}",
        f"https://elk.zone/art.example/@saki@Sketch.Example/{NUMBER}",
    ),
    (f"pleroma.example/{FLAKE}", f"https://pleroma.example/notice/{FLAKE}"),
    (f"soapbox.example/{FLAKE}", f"https://soapbox.example/@mika/posts/{FLAKE}"),
    (f"gts.example/{ULID}", f"https://gts.example/@mika/statuses/{ULID}"),
    (f"pleroma.example/objects/{UUID}", f"https://pleroma.example/objects/{UUID.upper()}"),
]
LISTS = [
    ("art.example/media/@mika", "https://art.example/@mika"),
    ("art.example/media/@mika", "https://art.example/@mika/media"),
    ("art.example/media/@mika", "https://art.example/@mika/with_replies/"),
    ("art.example/media/@mika", "https://art.example/users/mika"),
    ("art.example/media/@mika", "https://art.example/web/@mika"),
    ("art.example/media/@mika", "https://art.example/@mika@art.example"),
    ("art.example/media/@mika/fox", "https://art.example/@mika/tagged/Fox"),
    ("art.example/media/@mika/狐", "https://art.example/@mika/tagged/%E7%8B%90"),
    ("art.example/media/@saki@sketch.example", "https://art.example/@saki@sketch.example"),
    ("art.example/media/@saki@sketch.example", "https://elk.zone/art.example/@saki@sketch.example"),
    ("art.example/media/1090", "https://art.example/web/accounts/1090"),
    ("art.example/media/1090", "https://phanpy.social/#/art.example/a/1090"),
    ("art.example/media/@mika@art.example", "https://@mika@art.example"),
    ("art.example/media/@mika@art.example", "https://@mika@art.example/"),
    ("art.example/favourites", "https://art.example/favourites"),
    ("art.example/bookmarks", "https://art.example/web/bookmarks/"),
    ("art.example/bookmarks/1090", "https://art.example/bookmarks#1090"),
    ("art.example/favourites", "https://art.example/favourites#top"),
]
NOT_OURS = [
    "",
    "mastodon",
    "https://[",
    "https://art.example",
    "https://art.example/about",
    "https://art.example/explore",
    "https://art.example/tags/fox",
    "https://art.example/favourites/12",
    "https://art.example/@",
    "https://art.example/@mi ka",
    "https://art.example/@mika/followers",
    "https://art.example/@mika/a-page-of-a-blog",
    "https://art.example/@mika/2026/10/a-page",
    "https://art.example/@mika/tagged",
    "https://art.example/users",
    "https://art.example/notice/a-note",
    "https://art.example/objects/12",
    "https://art.example/accounts/mika",
    f"https://art.example:8443/@mika/{NUMBER}",
    f"ftp://art.example/@mika/{NUMBER}",
    f"https://mika@art.example/@mika/{NUMBER}",
    "https://@mika:secret@art.example",
    "https://@mika@art.example/@mika",
    f"https://localhost/@mika/{NUMBER}",
    f"https://127.0.0.1/@mika/{NUMBER}",
    f"https://[::1]/@mika/{NUMBER}",
    f"https://evil.example/art.example/@mika/{NUMBER}",
    f"https://elk.zone/@mika/{NUMBER}",
    "https://elk.zone/home",
    "https://phanpy.social/#/settings",
    f"https://phanpy.social/#/localhost/s/{NUMBER}",
    "https://www.youtube.com/@mika",
    "https://www.tiktok.com/@mika/video/7400000000000000001",
    "https://www.threads.net/@mika",
    "https://medium.com/@mika",
    "https://mika.substack.com/@mika",
    "https://x.com/mika_draws/status/1740000000000000001",
    "https://bsky.app/bookmarks",
    "https://misskey.io/@mika",
    "https://art.example/@saki@youtube.com",
]


@pytest.mark.parametrize(("post_id", "url"), POSTS)
def test_every_address_of_a_post_names_it(post_id, url):
    assert PostRef("mastodon", post_id) == SITE.parse(url)


@pytest.mark.parametrize(("list_id", "url"), LISTS)
def test_every_address_of_a_list_names_it(list_id, url):
    assert CollectionRef("mastodon", list_id) == SITE.parse(url)


@pytest.mark.parametrize("url", [url for _, url in (*POSTS, *LISTS)])
def test_what_is_written_is_read_again(url):
    ref = SITE.parse(url)

    assert ref == SITE.parse(SITE.url(ref))


@pytest.mark.parametrize("url", NOT_OURS)
def test_other_addresses_are_not_ours(url):
    assert SITE.parse(url) is None


@pytest.mark.parametrize("number", [NUMBER, FLAKE, ULID])
def test_a_post_is_written_without_the_name_of_its_account(number):
    ref = PostRef("mastodon", f"art.example/{number}")

    assert ref == SITE.parse(SITE.url(ref))


@given(
    name=st.text(max_size=20),
    rest=st.lists(st.text(max_size=12), max_size=3),
    below=st.sampled_from(["@", "users/", "web/@", "notice/", "objects/"]),
)
def test_no_path_upsets_it(name, rest, below):
    ref = SITE.parse(f"https://art.example/{below}{'/'.join([name, *rest])}")

    assert ref is None or ref == SITE.parse(SITE.url(ref))
