"""Philomena's addresses at every home: every form that is passed around, and nobody else's."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.philomena import SITE, urls

FOX = PostRef("philomena", "derpibooru.org/900001")
FURRY_FOX = PostRef("philomena", "furbooru.org/900002")

IMAGES = [
    (FOX, "https://derpibooru.org/images/900001"),
    (FOX, "http://derpibooru.org/images/900001/"),
    (FOX, "HTTPS://DERPIBOORU.ORG/images/900001"),
    (FOX, "https://derpibooru.org./images/900001"),
    (FOX, "  https://derpibooru.org:443/images/900001\n"),
    (FOX, "https://derpibooru.org/images/900001?q=fox&sf=score"),
    (FOX, "https://derpibooru.org/900001#comments"),
    (FOX, "https://derpibooru.org/0900001"),
    (FOX, "https://www.derpibooru.org/900001"),
    (FOX, "https://trixiebooru.org/images/900001"),
    (FOX, "https://www.trixiebooru.org/900001"),
    (FOX, "https://derpibooru.org/api/v1/json/images/900001"),
    (FOX, "https://derpicdn.net/img/view/2026/11/1/900001.png"),
    (FOX, "https://derpicdn.net/img/view/2026/11/1/900001__safe_artist-colon-mika+aoyama.png"),
    (FOX, "https://derpicdn.net/img/download/2026/11/1/900001__safe.png"),
    (FOX, "https://derpicdn.net/img/2026/11/1/900001/full.png"),
    (FOX, "https://derpicdn.net/img/2026/11/1/900001/thumb_small.jpg"),
    (FURRY_FOX, "https://furbooru.org/images/900002"),
    (FURRY_FOX, "https://furrycdn.org/img/view/2026/11/2/900002.png"),
    (PostRef("philomena", "ponybooru.org/12"), "https://ponybooru.org/images/12"),
    (PostRef("philomena", "ponybooru.org/12"), "https://ponybooru.org/img/2026/3/1/12/full.png"),
    (PostRef("philomena", "derpibooru.org/0"), "https://derpibooru.org/images/0"),
    (PostRef("philomena", "a.example/12"), "philomena:https://a.example/images/12"),
    (PostRef("philomena", "a.example/12"), "Philomena:https://A.example/12"),
    (FOX, "philomena:https://trixiebooru.org/900001"),
]
LISTS = [
    ("derpibooru.org/search/id/fox, snow", "https://derpibooru.org/search?q=fox%2C+snow"),
    ("derpibooru.org/search/id/fox", "https://derpibooru.org/search/?page=2&q=fox&utf8=x"),
    (
        "derpibooru.org/search/id/fox",
        "https://derpibooru.org/search?q=fox&sf=first_seen_at&sd=desc",
    ),
    ("derpibooru.org/search/id/fox", "https://derpibooru.org/search?q=fox&sf=%2F..%2F"),
    ("derpibooru.org/search/id/a/b", "https://derpibooru.org/search?q=a%2Fb"),
    ("derpibooru.org/search/id/my:faves", "https://derpibooru.org/search?q=my%3Afaves"),
    ("derpibooru.org/search/id/fox", "https://derpibooru.org/api/v1/json/search/images?q=fox"),
    ("derpibooru.org/search/score.desc/fox", "https://derpibooru.org/search?q=fox&sf=score"),
    ("derpibooru.org/search/id.asc/fox", "https://derpibooru.org/search?q=fox&sd=asc"),
    (
        "derpibooru.org/search/gallery_id:8801.asc/gallery_id:8801",
        "https://derpibooru.org/search?q=gallery_id%3A8801&sf=gallery_id%3A8801&sd=asc",
    ),
    (
        "derpibooru.org/search/id/artist:mika aoyama",
        "https://derpibooru.org/tags/artist-colon-mika+aoyama",
    ),
    (
        "derpibooru.org/search/id/half-life 2.5",
        "https://derpibooru.org/tags/half-dash-life+2-dot-5",
    ),
    ("derpibooru.org/search/id/fox \\(oc\\)", "https://derpibooru.org/tags/fox+%28oc%29"),
    (
        "derpibooru.org/search/id/artist:-_//[k]_a",
        "https://derpibooru.org/tags/artist-colon--dash-_-fwslash--fwslash-%255Bk%255D_a",
    ),
    ("derpibooru.org/gallery/8801", "https://derpibooru.org/galleries/8801"),
    ("furbooru.org/gallery/8802", "https://www.furbooru.org/galleries/8802?page=2"),
    ("a.example/search/id/fox", "philomena:https://a.example/search?q=fox"),
]
NOT_OURS = [
    "",
    "derpibooru",
    "https://derpibooru.org",
    "https://derpibooru.org/images",
    "https://derpibooru.org/images/new",
    "https://derpibooru.org/images/٣",
    "https://derpibooru.org/images/900001/favorites",
    "https://derpibooru.org/search",
    "https://derpibooru.org/search?q=+",
    "https://derpibooru.org/profiles/900001",
    "https://derpibooru.org/galleries",
    "https://derpibooru.org/forums/art",
    "https://derpibooru.org:8443/images/900001",
    "ftp://derpibooru.org/images/900001",
    "https://derpicdn.net/900001",
    "https://derpicdn.net/avatars/2026/11/1/900001.png",
    "https://derpibooru.org.evil.example/images/900001",
    "https://evil.example/derpibooru.org/images/900001",
    "https://derpibooru.org@evil.example/images/900001",
    "https://notderpibooru.org/images/900001",
    "https://a.example/images/12",  # may be anybody's
    "philomena:a.example/images/12",
    "philomena:https://localhost/images/12",
    "philomena:https://127.0.0.1/images/12",
    "https://twibooru.org/12",  # an engine of its own
]


@pytest.mark.parametrize(("ref", "url"), IMAGES)
def test_every_address_of_an_image_names_it(ref, url):
    assert ref == SITE.parse(url)


@pytest.mark.parametrize(("list_id", "url"), LISTS)
def test_every_address_of_a_list_names_it(list_id, url):
    assert CollectionRef("philomena", list_id) == SITE.parse(url)


@pytest.mark.parametrize("url", [*(url for _, url in IMAGES), *(url for _, url in LISTS)])
def test_what_is_written_is_read_again(url):
    ref = SITE.parse(url)

    assert ref == SITE.parse(SITE.url(ref))


@pytest.mark.parametrize("url", NOT_OURS)
def test_other_addresses_are_not_ours(url):
    assert SITE.parse(url) is None


def test_what_a_browser_is_given_has_no_prefix():
    assert "https://a.example/images/12" == urls.page(PostRef("philomena", "a.example/12"))


@given(query=st.text(max_size=60))
def test_any_search_is_read_again(query):
    ref = SITE.parse(SITE.url(urls.search("derpibooru.org", query)))

    assert ref is None or ref == SITE.parse(SITE.url(ref))


@given(name=st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=30))
@example("/plus/")
def test_a_name_comes_back_from_its_slug(name):
    slug = urls.profile_url("derpibooru.org", name).rpartition("/")[2]
    ref = SITE.parse(f"https://derpibooru.org/tags/{slug}")

    plain = ref.id.removeprefix("derpibooru.org/search/id/").replace("\\", "")
    assert name.replace("\\", "") == plain
