"""Danbooru's addresses: every form that is passed around, and none of anybody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.danbooru import SITE

DIGEST = "8d819da4871c3ca39f428999df8220ce"
FOX = PostRef("danbooru", "9000001")
FILE = PostRef("danbooru", f"md5:{DIGEST}")

POSTS = [
    "https://danbooru.donmai.us/posts/9000001",
    "http://danbooru.donmai.us/posts/9000001/",
    "HTTPS://DANBOORU.DONMAI.US/posts/9000001",
    "https://danbooru.donmai.us./posts/9000001",
    "https://danbooru.donmai.us:443/posts/9000001",
    "  https://danbooru.donmai.us/posts/9000001\n",
    "https://danbooru.donmai.us/posts/9000001?q=fox+snow",
    "https://danbooru.donmai.us/posts/9000001#notes",
    "https://danbooru.donmai.us/posts/9000001.json",
    "https://danbooru.donmai.us/posts/09000001",
    "https://danbooru.donmai.us/post/show/9000001",
    "https://danbooru.donmai.us/post/show/9000001/fox-snow",
    "https://danbooru.donmai.us/posts?tags=id%3A9000001",
    "https://safebooru.donmai.us/posts/9000001",
    "https://hijiribe.donmai.us/posts/9000001",
    "https://sonohara.donmai.us/posts/9000001",
    "https://donmai.moe/posts/9000001",
]
FILES = [
    f"https://cdn.donmai.us/original/8d/81/{DIGEST}.png",
    f"https://cdn.donmai.us/original/8d/81/__fox_original_drawn_by_aoyama_mika__{DIGEST}.png",
    f"https://cdn.donmai.us/sample/8d/81/__fox_drawn_by_aoyama_mika__sample-{DIGEST}.jpg",
    f"https://cdn.donmai.us/sample/8d/81/sample-{DIGEST}.webm",
    f"https://cdn.donmai.us/720x720/8d/81/{DIGEST}.webp",
    f"https://cdn.donmai.us/180x180/8d/81/{DIGEST}.jpg",
    f"https://cdn.donmai.us/8d/81/{DIGEST.upper()}.jpg",
    f"https://raikou2.donmai.us/8d/81/{DIGEST}.jpg",
    f"https://danbooru.donmai.us/data/{DIGEST}.jpg",
    f"https://danbooru.donmai.us/data/8d/81/{DIGEST}.jpg",
    f"https://danbooru.donmai.us/data/sample/sample-{DIGEST}.jpg",
    f"https://danbooru.donmai.us/posts?md5={DIGEST}",
    f"https://danbooru.donmai.us/posts?tags=md5%3A{DIGEST}",
]
LISTS = [
    ("search/fox snow", "https://danbooru.donmai.us/posts?tags=fox+snow"),
    ("search/fox snow", "https://danbooru.donmai.us/posts?page=3&tags=fox%20%20snow&z=1"),
    ("search/fox", "https://danbooru.donmai.us/?tags=fox"),
    ("search/fox", "https://danbooru.donmai.us/posts.json?tags=fox"),
    ("search/fox", "https://danbooru.donmai.us/post/index?tags=fox"),
    ("search/saber_(fate)", "https://danbooru.donmai.us/posts?tags=saber_%28fate%29"),
    ("search/fav:ann fox", "https://danbooru.donmai.us/posts?tags=fav%3Aann+fox"),
    ("search/id:1,2", "https://danbooru.donmai.us/posts?tags=id%3A1%2C2"),
    ("search/pool:winter", "https://danbooru.donmai.us/posts?tags=pool%3Awinter"),
    ("search/order:score", "https://danbooru.donmai.us/posts?tags=order%3Ascore"),
    ("pool/120001", "https://danbooru.donmai.us/pools/120001"),
    ("pool/120001", "https://danbooru.donmai.us/pools/120001.json"),
    ("pool/120001", "https://danbooru.donmai.us/pool/show/120001"),
    ("pool/120001", "https://danbooru.donmai.us/posts?tags=ordpool%3A120001"),
    ("favgroup/3301", "https://danbooru.donmai.us/favorite_groups/3301"),
    ("favgroup/3301", "https://danbooru.donmai.us/posts?tags=favgroup%3A3301"),
    ("artist/77001", "https://danbooru.donmai.us/artists/77001"),
    ("artist/77001", "https://danbooru.donmai.us/artist/show/77001"),
    ("artist-named/aoyama_mika", "https://danbooru.donmai.us/artists/show_or_new?name=Aoyama+Mika"),
    ("artist-named/mika", "https://danbooru.donmai.us/artists?search[name]=mika"),
    ("favourites-named/Sample", "https://danbooru.donmai.us/posts?tags=fav%3ASample"),
    ("favourites-named/Sample", "https://danbooru.donmai.us/posts?tags=ordfav%3ASample"),
    ("favourites/7701", "https://danbooru.donmai.us/users/7701/favorites"),
    ("favourites/7701", "https://danbooru.donmai.us/favorites?user_id=7701"),
    ("favourites-mine", "https://danbooru.donmai.us/favorites"),
]
NOT_OURS = [
    "",
    "danbooru",
    "https://danbooru.donmai.us",
    "https://danbooru.donmai.us/posts",
    "https://danbooru.donmai.us/posts?tags=",
    "https://danbooru.donmai.us/posts/random",
    "https://danbooru.donmai.us/posts/0",
    "https://danbooru.donmai.us/posts/-1",
    "https://danbooru.donmai.us/posts/9000001x",
    "https://danbooru.donmai.us/posts/٣",
    "https://danbooru.donmai.us/posts?md5=short",
    "https://danbooru.donmai.us/users/7701",
    "https://danbooru.donmai.us/favorites?user_id=x",
    "https://danbooru.donmai.us/pools",
    "https://danbooru.donmai.us/wiki_pages/fox",
    "https://danbooru.donmai.us/artists",
    "https://danbooru.donmai.us/artists?name=+",
    "https://danbooru.donmai.us:8443/posts/9000001",
    "ftp://danbooru.donmai.us/posts/9000001",
    "https://testbooru.donmai.us/posts/9000001",  # its posts are others
    f"https://testbooru-cdn.donmai.us/original/8d/81/{DIGEST}.png",
    "https://cdn.donmai.us/original/8d/81/fox.png",
    "https://danbooru.donmai.us.evil.example/posts/9000001",
    "https://evil.example/danbooru.donmai.us/posts/9000001",
    "https://danbooru.donmai.us@evil.example/posts/9000001",
    "https://notdonmai.us/posts/9000001",
    "https://gelbooru.com/index.php?page=post&s=view&id=9000001",
]


@pytest.mark.parametrize("url", POSTS)
def test_every_address_of_a_post_names_it(url):
    assert FOX == SITE.parse(url)


@pytest.mark.parametrize("url", FILES)
def test_the_address_of_a_file_names_it_by_its_digest(url):
    assert FILE == SITE.parse(url)


@pytest.mark.parametrize(("list_id", "url"), LISTS)
def test_every_address_of_a_list_names_it(list_id, url):
    assert CollectionRef("danbooru", list_id) == SITE.parse(url)


@pytest.mark.parametrize("url", [POSTS[0], FILES[0], *(url for _, url in LISTS)])
def test_what_is_written_is_read_again(url):
    ref = SITE.parse(url)

    assert ref == SITE.parse(SITE.url(ref))


@pytest.mark.parametrize("url", NOT_OURS)
def test_other_addresses_are_not_ours(url):
    assert SITE.parse(url) is None


@given(tags=st.text(max_size=60))
def test_any_search_is_read_again(tags):
    ref = SITE.parse(SITE.url(CollectionRef("danbooru", f"search/{tags}")))

    assert ref is None or ref == SITE.parse(SITE.url(ref))
