"""DeviantArt's addresses: every form that is passed around, and none of anybody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.deviantart import SITE
from artkeep.sites.deviantart.kinds import Kind, kind_of, ref_of

LONG = "0A1B2C3D-1111-2222-3333-444455556666"
FOX = PostRef("deviantart", "900000001")
FOX36 = "devu4g1"
FILE = f"f/8460dab0-bcab-49e8-bbae-18dc5c677b55/{FOX36}-ff2b4e5c-3bee-4927-9328-8f74a3acc649.png"
NAMED = f"fox_in_the_snow_by_mika_aoyama_{FOX36}"

POSTS = [
    "https://www.deviantart.com/mika-aoyama/art/Fox-in-the-Snow-900000001",
    "http://www.deviantart.com/mika-aoyama/art/Fox-in-the-Snow-900000001/",
    "https://deviantart.com/mika-aoyama/art/Fox-in-the-Snow-900000001",
    "HTTPS://WWW.DEVIANTART.COM/Mika-Aoyama/art/Fox-in-the-Snow-900000001",
    "https://www.deviantart.com:443/mika-aoyama/art/Fox-in-the-Snow-900000001",
    "  https://www.deviantart.com/mika-aoyama/art/900000001\n",
    "https://www.deviantart.com/mika-aoyama/art/Fox-in-the-Snow-900000001?q=gallery%3Amika&qo=3",
    "https://www.deviantart.com/mika-aoyama/art/Fox-in-the-Snow-900000001#image-2",
    "https://www.deviantart.com/mika-aoyama/art/%E7%8B%90-900000001",
    "https://www.deviantart.com/mika-aoyama/journal/Winter-900000001",
    "https://www.deviantart.com/art/Fox-in-the-Snow-900000001",
    "https://m.deviantart.com/art/Fox-in-the-Snow-900000001",
    "https://mika-aoyama.deviantart.com/art/Fox-in-the-Snow-900000001",
    "http://mika-aoyama.deviantart.com/art/Fox-in-the-Snow-900000001?offset=20",
    "http://mika-aoyama.deviantart.com/journal/Winter-900000001",
    f"http://mika-aoyama.deviantart.com/#/{FOX36}",
    "https://www.deviantart.com/deviation/900000001",
    "https://www.deviantart.com/deviation/900000001/",
    "https://www.deviantart.com/view/900000001",
    "https://www.deviantart.com/view.php?id=900000001",
    "https://www.deviantart.com/view-full.php?id=900000001",
    f"https://www.deviantart.com/download/900000001/{NAMED}.png?token=a.b.c&ts=1",
    f"https://fav.me/{FOX36}",
    f"http://www.fav.me/{FOX36.upper()}/",
    "https://fav.me/900000001",
    "https://fxdeviantart.com/mika-aoyama/art/Fox-in-the-Snow-900000001",
    "https://www.fxdeviantart.com/mika-aoyama/art/Fox-in-the-Snow-900000001",
    "https://mika-aoyama.fxdeviantart.com/art/Fox-in-the-Snow-900000001",
    f"https://backend.deviantart.com/oembed?url=https%3A%2F%2Ffav.me%2F{FOX36}",
    f"https://images-wixmp-ed30a86b8c4ca887773594c2.wixmp.com/{FILE}?token=a.b.c",
    f"https://wixmp-ed30a86b8c4ca887773594c2.wixmp.com/intermediary/{FILE}",
    f"https://images-wixmp-ed30a86b8c4ca887773594c2.wixmp.com/{FILE}/v1/fill/w_900,h_600,q_80,strp/{NAMED}-pre.jpg?token=a.b.c",
    f"https://orig00.deviantart.net/1a2b/f/2018/001/0/1/{NAMED.replace('_d', '-d')}.png",
    f"https://fc05.deviantart.net/fs70/f/2012/001/0/1/{NAMED}.png",
]
ANN = "gallery/ann"
LISTS = [
    ("https://www.deviantart.com/ann", ANN),
    ("https://www.deviantart.com/Ann/", ANN),
    ("https://ann.deviantart.com", ANN),
    ("https://ann.deviantart.com/gallery/", ANN),
    ("https://fxdeviantart.com/ann", ANN),
    ("https://www.deviantart.com/ann/gallery", ANN),
    ("https://www.deviantart.com/ann/gallery/all?page=2", ANN),
    ("https://ann.deviantart.com/gallery/?catpath=/", ANN),
    ("https://www.deviantart.com/ann/favourites", "favourites/ann"),
    ("https://www.deviantart.com/ann/favourites/all", "favourites/ann"),
    ("https://ann.deviantart.com/favourites/?catpath=/", "favourites/ann"),
    ("https://www.deviantart.com/ann/gallery/71830042/birds", "gallery/ann/71830042/birds"),
    ("https://ann.deviantart.com/gallery/71830042/Birds", "gallery/ann/71830042/Birds"),
    ("https://ann.deviantart.com/gallery/71830042", "gallery/ann/71830042"),
    ("https://www.deviantart.com/ann/gallery/71830042/%E9%B3%A5", "gallery/ann/71830042/鳥"),
    ("https://www.deviantart.com/ann/favourites/71830044/winter", "favourites/ann/71830044/winter"),
    (f"https://www.deviantart.com/ann/gallery/{LONG}/birds", f"gallery/ann/{LONG}"),
    (f"https://www.deviantart.com/ann/favourites/{LONG.lower()}", f"favourites/ann/{LONG}"),
]
NOT_OURS = [
    "",
    "900000001",
    "www.deviantart.com/ann/art/Fox-900000001",
    "ftp://www.deviantart.com/ann/art/Fox-900000001",
    "https://www.deviantart.com/",
    "https://www.deviantart.com/ann/art/Fox",
    "https://www.deviantart.com/ann/art/Fox-0",
    "https://www.deviantart.com/ann/art/Fox-90000000\uff11",
    "https://www.deviantart.com/ann/art/Fox-900000001/extra",
    "https://www.deviantart.com/ann/about",
    "https://www.deviantart.com/ann/posts/journals",
    "https://www.deviantart.com/ann/gallery/scraps",
    "https://www.deviantart.com/ann/gallery/?catpath=scraps",
    "https://www.deviantart.com/ann/gallery?q=heron",
    "https://www.deviantart.com/ann/gallery/71830042/two/words",
    "https://www.deviantart.com/ann/gallery/71830042/%00",
    "https://www.deviantart.com/ann/gallery/71830042/a%2Fb",
    "https://www.deviantart.com/tag/fox",
    "https://www.deviantart.com/search?q=fox",
    "https://www.deviantart.com/notifications/watch",
    "https://www.deviantart.com/daily-deviations",
    "https://www.deviantart.com/view.php?id=fox",
    "https://www.deviantart.com/stash/22r1kgxyz123",
    "https://www.deviantart.com:8443/ann/art/Fox-900000001",
    "https://www.deviantart.com:odd/ann/art/Fox-900000001",
    "https://www.deviantart.com.evil.example/ann/art/Fox-900000001",
    "https://evildeviantart.com/ann/art/Fox-900000001",
    "https://www.deviantart.com@evil.example/ann/art/Fox-900000001",
    "https://a.b.deviantart.com/art/Fox-900000001",
    "https://forum.deviantart.com/art/Fox-900000001",
    "https://backend.deviantart.com/oembed?url=https%3A%2F%2Fevil.example%2Fann",
    "https://backend.deviantart.com/rss.xml?q=gallery:ann",
    "https://backend.deviantart.com/oembed?url=https://backend.deviantart.com/oembed?url=x",
    "https://fav.me/",
    "https://fav.me/fox",
    "https://sta.sh/2abcdefghij",
    "https://a.deviantart.net/avatars/a/n/ann.png",
    "https://images-wixmp-ed30a86b8c4ca887773594c2.wixmp.com/i/8460dab0.png",
    f"https://images-wixmp-ed30.wixmp.com.evil.example/{FILE}",
    f"https://evil.example/{FILE}",
    "http://[",
]


@pytest.mark.parametrize("url", POSTS)
def test_a_work_is_known_by_every_address_it_has(url):
    assert FOX == SITE.parse(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://sta.sh/01hnrjp5fg1m",
        "http://www.sta.sh/01HNRJP5FG1M/",
        "https://www.deviantart.com/stash/01hnrjp5fg1m?x=1",
    ],
)
def test_what_lies_on_stash_has_an_id_of_its_own(url):
    assert PostRef("deviantart", "stash/01hnrjp5fg1m") == SITE.parse(url)


def test_the_long_id_can_stand_in_an_address():
    found = SITE.parse(f"https://www.deviantart.com/deviation/{LONG.lower()}")

    assert PostRef("deviantart", LONG) == found


@pytest.mark.parametrize(("url", "found"), LISTS)
def test_a_list_is_known_by_every_address_it_has(url, found):
    assert CollectionRef("deviantart", found) == SITE.parse(url)


@pytest.mark.parametrize("url", NOT_OURS)
def test_what_is_no_work_and_no_list_is_left_to_others(url):
    assert SITE.parse(url) is None


@pytest.mark.parametrize(
    "found",
    [
        FOX,
        PostRef("deviantart", LONG),
        PostRef("deviantart", "stash/01hnrjp5fg1m"),
        *(SITE.parse(url) for url, _ in LISTS),
    ],
)
def test_what_was_read_can_be_written_and_read_again(found):
    assert found == SITE.parse(SITE.url(found))


@given(st.text())
def test_no_text_upsets_the_reader(text):
    for host in (
        "",
        "https://www.deviantart.com/",
        "https://ann.deviantart.com/",
        "https://fav.me/",
    ):
        found = SITE.parse(f"{host}{text}")
        assert found is None or found == SITE.parse(SITE.url(found))


USERS = st.text("abcz019-", min_size=1, max_size=20).map("a{}".format)
PARTS = st.sampled_from(["gallery", "favourites"])
NAMES = st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="/"), max_size=20)
NUMBERS = st.integers(1, 10**14).map(str)
KINDS = st.one_of(
    st.builds(Kind, PARTS, USERS),
    st.builds(Kind, PARTS, USERS, st.just(LONG)),
    st.builds(lambda *own: Kind(*own[:2], "", *own[2:]), PARTS, USERS, NUMBERS, NAMES),
)


@given(KINDS)
def test_every_list_has_one_id_and_one_address(kind):
    ref = ref_of(kind)

    assert (kind, ref) == (kind_of(ref), SITE.parse(SITE.url(ref)))


def test_an_id_that_no_address_gives_is_refused():
    with pytest.raises(ValueError, match="scraps/ann"):
        SITE.url(CollectionRef("deviantart", "scraps/ann"))
