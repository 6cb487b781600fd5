"""pixiv's addresses: every form that is passed around, and none of anybody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.pixiv import SITE
from artkeep.sites.pixiv.kinds import Bookmarks, Named, Series, Works, kind_of, ref_of

FOX = PostRef("pixiv", "90000001")
MIKA = CollectionRef("pixiv", "works/4242/all")
PUBLIC = CollectionRef("pixiv", "bookmarks/7001/public")
PRIVATE = CollectionRef("pixiv", "bookmarks/7001/private")
DATE = "2026/10/30/18/15/07"

POSTS = [
    "https://www.pixiv.net/artworks/90000001",
    "http://www.pixiv.net/artworks/90000001/",
    "https://pixiv.net/artworks/90000001",
    "HTTPS://WWW.PIXIV.NET/artworks/90000001",
    "https://www.pixiv.net./artworks/90000001",
    "https://www.pixiv.net:443/artworks/90000001",
    "  https://www.pixiv.net/artworks/90000001\n",
    "https://www.pixiv.net/en/artworks/90000001",
    "https://www.pixiv.net/en/artworks/90000001#2",
    "https://www.pixiv.net/artworks/90000001?utm_source=share&p=2",
    "https://www.pixiv.net/artworks//090000001",
    "https://touch.pixiv.net/artworks/90000001",
    "https://sp.pixiv.net/member_illust.php?mode=medium&illust_id=90000001",
    "https://touch.pixiv.net/member_illust.php?illust_id=90000001",
    "https://www.pixiv.net/member_illust.php?mode=medium&illust_id=90000001",
    "https://www.pixiv.net/member_illust.php?mode=manga_big&illust_id=90000001&page=1",
    "https://www.pixiv.net/member_illust.php?illust_id=90000001&mode=manga#page2",
    "https://pixiv.net/i/90000001",
    "https://www.pixiv.net/i/90000001/",
    "https://www.pixiv.net/ajax/illust/90000001",
    "https://www.pixiv.net/ajax/illust/90000001/pages?lang=en",
    "https://embed.pixiv.net/artwork.php?illust_id=90000001&mdate=1",
    "https://embed.pixiv.net/decorate.php?illust_id=90000001",
    "https://phixiv.net/artworks/90000001",
    "https://www.phixiv.net/en/artworks/90000001/2",
    "https://c.phixiv.net/artworks/90000001",
    "https://ppxiv.net/i/90000001",
    "https://fxpixiv.net/artworks/90000001",
    "https://www.fxpixiv.net/en/artworks/90000001",
    "https://fxpixiv.com/artworks/90000001",
    f"https://i.pximg.net/img-original/img/{DATE}/90000001_p1.png",
    f"https://i.pximg.net/img-original/img/{DATE}/90000001-0a1b2c3d_p0.jpg",
    f"https://i.pximg.net/img-original/img/{DATE}/90000001_ugoira0.jpg",
    f"https://i.pximg.net/img-master/img/{DATE}/90000001_p0_master1200.jpg",
    f"https://i.pximg.net/c/600x1200_90_webp/img-master/img/{DATE}/90000001_p0_master1200.jpg",
    f"https://i.pximg.net/c/250x250_80_a2/custom-thumb/img/{DATE}/90000001_p0_custom1200.jpg",
    f"https://i.pximg.net/img-zip-ugoira/img/{DATE}/90000001_ugoira1920x1080.zip",
    f"https://i-cf.pximg.net/img-original/img/{DATE}/90000001_p0.png",
    f"https://i.pixiv.re/img-original/img/{DATE}/90000001_p0.png",
    f"https://phixiv.net/i/img-original/img/{DATE}/90000001_p0.png",
    f"http://i1.pixiv.net/img-original/img/{DATE}/90000001_p0.png",
    "http://i2.pixiv.net/img01/img/mika_aoyama/90000001_m.jpg",
    "http://img01.pixiv.net/img/mika_aoyama/90000001_big_p1.png",
    "https://pixiv.cat/90000001.png",
    "https://pixiv.re/90000001-2.jpg",
]

LISTS = [
    ("https://www.pixiv.net/users/4242", MIKA),
    ("https://www.pixiv.net/en/users/4242/", MIKA),
    ("https://www.pixiv.net/users/4242/artworks?p=3", MIKA),
    ("https://www.pixiv.net/u/4242", MIKA),
    ("https://touch.pixiv.net/users/4242", MIKA),
    ("https://phixiv.net/users/4242", MIKA),
    ("https://www.pixiv.net/member.php?id=4242", MIKA),
    ("https://www.pixiv.net/member_illust.php?id=4242&p=2", MIKA),
    ("https://www.pixiv.net/#id=4242", MIKA),
    ("https://www.pixiv.net/mypage.php#id=4242", MIKA),
    ("https://www.pixiv.net/users/4242/illustrations", "works/4242/illust"),
    ("https://www.pixiv.net/en/users/4242/manga", "works/4242/manga"),
    ("https://www.pixiv.net/member_illust.php?id=4242&type=manga", "works/4242/manga"),
    ("https://www.pixiv.net/users/4242/artworks/%E9%A2%A8%E6%99%AF", "works/4242/all/風景"),
    ("https://www.pixiv.net/users/4242/artworks/Fate%2FGO", "works/4242/all/Fate/GO"),
    ("https://www.pixiv.net/member_illust.php?id=4242&tag=%E7%8B%90", "works/4242/all/狐"),
    ("https://www.pixiv.net/users/7001/bookmarks/artworks", PUBLIC),
    ("https://www.pixiv.net/en/users/7001/bookmarks/artworks?rest=show", PUBLIC),
    ("https://www.pixiv.net/users/7001/bookmarks/artworks?rest=hide&p=4", PRIVATE),
    ("https://www.pixiv.net/bookmark.php?id=7001&rest=hide", PRIVATE),
    ("https://www.pixiv.net/bookmark.php", "bookmarks/me/public"),
    ("https://www.pixiv.net/bookmark.php?rest=hide", "bookmarks/me/private"),
    ("https://www.pixiv.net/bookmark.php?tag=reference", "bookmarks/me/public/reference"),
    (
        "https://www.pixiv.net/users/7001/bookmarks/artworks/%E9%A2%A8%E6%99%AF?rest=hide",
        "bookmarks/7001/private/風景",
    ),
    ("https://www.pixiv.net/user/4242/series/120001", "series/4242/120001"),
    ("https://www.pixiv.net/en/user/4242/series/120001?p=2", "series/4242/120001"),
    ("https://pixiv.me/mika_aoyama", "name/mika_aoyama"),
    ("http://www.pixiv.me/mika_aoyama/", "name/mika_aoyama"),
]

NOT_OURS = [
    "",
    "90000001",
    "www.pixiv.net/artworks/90000001",
    "ftp://www.pixiv.net/artworks/90000001",
    "https://www.pixiv.net/",
    "https://www.pixiv.net/artworks/",
    "https://www.pixiv.net/artworks/fox",
    "https://www.pixiv.net/artworks/0",
    "https://www.pixiv.net/artworks/9000000\uff11",
    "https://www.pixiv.net/artworks/90000001/2/3",
    "https://www.pixiv.net/artworks/unlisted/a1b2c3d4",
    "https://www.pixiv.net/novel/show.php?id=90000001",
    "https://www.pixiv.net/n/90000001",
    "https://www.pixiv.net/novel/series/90000001",
    "https://www.pixiv.net/users/4242/novels",
    "https://www.pixiv.net/users/4242/following",
    "https://www.pixiv.net/users/7001/bookmarks/novels",
    "https://www.pixiv.net/bookmark.php?type=user",
    "https://www.pixiv.net/member_illust.php?id=4242&type=ugoira",
    "https://www.pixiv.net/users/4242/artworks/two/words",
    "https://www.pixiv.net/users/4242/artworks/%00",
    "https://www.pixiv.net/tags/fox/artworks",
    "https://www.pixiv.net/ranking.php",
    "https://www.pixiv.net:8443/artworks/90000001",
    "https://www.pixiv.net:odd/artworks/90000001",
    "https://www.pixiv.net.example/artworks/90000001",
    "https://notpixiv.net/artworks/90000001",
    "https://pixiv.net.evil.example/artworks/90000001",
    "https://evil.example/https://www.pixiv.net/artworks/90000001",
    "https://www.pixiv.net@evil.example/artworks/90000001",
    "https://sketch.pixiv.net/@mika_aoyama",
    "https://www.pixivision.net/en/a/123",
    "https://i.pximg.net/user-profile/img/2024/01/02/03/04/05/111_0a1b2c_170.jpg",
    "https://i.pximg.net/novel-cover-original/img/2024/01/02/03/04/05/sci90000001_0a.jpg",
    "https://s.pximg.net/common/images/limit_unknown_360.png",
    f"https://i.pximg.net.evil.example/img-original/img/{DATE}/90000001_p0.png",
    "https://pixiv.me/",
    "https://pixiv.me/two/words",
    "http://[",
]


@pytest.mark.parametrize("url", POSTS)
def test_a_work_is_known_by_every_address_it_has(url):
    assert FOX == SITE.parse(url)


@pytest.mark.parametrize(("url", "found"), LISTS)
def test_a_list_is_known_by_every_address_it_has(url, found):
    wanted = found if isinstance(found, CollectionRef) else CollectionRef("pixiv", found)

    assert wanted == SITE.parse(url)


@pytest.mark.parametrize("url", NOT_OURS)
def test_what_is_no_work_and_no_list_of_pixiv_is_left_to_others(url):
    assert SITE.parse(url) is None


@pytest.mark.parametrize("found", [FOX, *(SITE.parse(url) for url, _ in LISTS)])
def test_what_was_read_can_be_written_and_read_again(found):
    assert found == SITE.parse(SITE.url(found))


@given(st.text())
def test_no_text_upsets_the_reader(text):
    for address in (text, f"https://www.pixiv.net/{text}", f"https://i.pximg.net/{text}"):
        found = SITE.parse(address)
        assert found is None or found == SITE.parse(SITE.url(found))


TAGS = st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=20)
NUMBERS = st.integers(1, 10**18).map(str)
KINDS = st.one_of(
    st.builds(Bookmarks, st.one_of(NUMBERS, st.just("me")), st.booleans(), TAGS),
    st.builds(Works, NUMBERS, st.sampled_from(["all", "illust", "manga"]), TAGS),
    st.builds(Series, NUMBERS, NUMBERS),
    st.builds(Named, st.text("abc_-09", min_size=1, max_size=30)),
)


@given(KINDS)
def test_every_list_has_one_id_and_one_address(kind):
    ref = ref_of(kind)

    assert (kind, ref) == (kind_of(ref), SITE.parse(SITE.url(ref)))


def test_an_id_that_no_address_gives_is_refused():
    with pytest.raises(ValueError, match="novels/1"):
        SITE.url(CollectionRef("pixiv", "novels/1"))
