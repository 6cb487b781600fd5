"""What only DeviantArt's pages say, and the ids behind the numbers that they go by."""

import pytest

from artkeep.errors import (
    BadAnswer,
    Gone,
    SiteChanged,
)
from artkeep.fakes.deviantart.works import LOCKED
from artkeep.model.refs import PostRef
from artkeep.sites.deviantart import SITE
from artkeep.sites.deviantart.kinds import HOME
from tests.sites.playing_deviantart import Canned

FOX_PAGE = "https://www.deviantart.com/mika-aoyama/art/Fox-in-the-Snow-900000001"
MOST = 1 << 24
SEVERAL, MATURE_OF_SEVERAL = 14, 95  # works of that sort
LONG = "0A1B2C3D-1111-2222-3333-444455556666"
NUMBERED = f"{HOME}/deviation/900000001"
LISTED = {"deviationid": LONG, "url": f"{HOME}/mika-aoyama/art/Fox-900000001"}
EMPTY = "<!DOCTYPE html><title>A work</title>"


@pytest.fixture
def house(deviantart):
    return deviantart


@pytest.fixture
def http(house):
    return house.signed_in()


@pytest.fixture
def fox(house):
    return PostRef("deviantart", house.world.fox("deviantart").uuid)


def at(url):
    return SITE.parse(f"https://www.deviantart.com/{url}")


def ref_to(post):
    return PostRef("deviantart", post.uuid)


def received(http, page, folder):
    return http.stream_to(page.url, folder / "picture", MOST, page.referer)


def test_further_pictures_come_in_their_order(house, http, tmp_path):
    post = house.post(SEVERAL)
    pages = SITE.fetch(http, ref_to(post)).pages

    assert [picture.sha256 for picture in post.pages] == [
        received(http, page, tmp_path).sha256 for page in pages
    ]
    assert len(pages) == len({page.stamp for page in pages})
    assert all(page.fallbacks for page in pages)


def test_further_pictures_are_left_out_when_pages_are_not_asked(house):
    found = SITE.fetch(house.signed_in(ask_pages="no"), ref_to(house.post(SEVERAL)))

    assert (1, None) == (len(found.pages), found.is_ai)
    assert [] == house.asked("web")


def test_a_page_of_what_is_mature_is_asked_only_with_the_cookies_of_a_browser(house, tmp_path):
    post = house.post(MATURE_OF_SEVERAL)
    without = SITE.fetch(house.signed_in(), ref_to(post))
    way = house.signed_in(cookies="auth=a; auth_secure=b; userinfo=c")
    found = SITE.fetch(way, ref_to(post))

    assert (1, len(post.pages)) == (len(without.pages), len(found.pages))
    assert [picture.sha256 for picture in post.pages] == [
        received(way, page, tmp_path).sha256 for page in found.pages
    ]
    (page,) = (seen.headers for seen in house.served.log if seen.key == "web")
    assert "auth=a; auth_secure=b; userinfo=c" == page["cookie"]
    assert "authorization" not in page
    assert [] == [
        seen for seen in house.served.log if seen.key != "web" and "cookie" in seen.headers
    ]


def test_an_old_work_has_one_picture_and_its_page_is_not_asked(house, http):
    old = house.world.on("deviantart")[-1]
    assert old.published_at.year == 2024

    assert 1 == len(SITE.fetch(http, ref_to(old)).pages)
    assert [] == house.asked("web")


def test_who_made_it_is_read_from_the_page(house, http):
    made_by = {
        post.is_ai: SITE.fetch(http, ref_to(post)).is_ai
        for post in house.world.on("deviantart")[:20]
        if post.rating == "general" and post.work.index % 100 != LOCKED
    }

    assert {True: True, False: False} == made_by


@pytest.mark.parametrize(
    "url",
    [
        FOX_PAGE,
        "https://www.deviantart.com/deviation/900000001",
        "https://fav.me/devu4g1",
        "https://www.deviantart.com/stash/0evu4g1",
    ],
)
def test_the_long_id_is_found_on_the_page(house, http, fox, url):
    house.served.log.clear()

    assert fox == SITE.settle(http, SITE.parse(url))
    assert [] == house.asked()


def test_a_page_without_the_long_id_leads_to_the_gallery_of_its_artist(house, http, fox):
    """The same work, by what its address, once it led on, says of whose it is."""
    house.served.moods.set("deviantart", "changed")

    assert fox == SITE.settle(http, SITE.parse(FOX_PAGE))
    assert ["/gallery/all"] == house.asked()


def test_the_gallery_is_looked_through_no_further_than_need_be(house, http):
    old = [post for post in house.world.on("deviantart") if post.account.handle == "mika-aoyama"][
        25
    ]
    house.served.moods.set("deviantart", "changed")

    assert ref_to(old) == SITE.settle(http, SITE.parse(old.url))
    assert ["/gallery/all"] * 2 == house.asked()


def test_a_long_id_that_nobody_tells_is_a_change(house, http):
    house.served.moods.set("deviantart", "changed")

    with pytest.raises(SiteChanged, match="by what id"):
        SITE.settle(http, SITE.parse("https://www.deviantart.com/stash/0evu4g1"))


def test_an_address_with_a_long_id_is_asked_for_nothing(house, http, fox):
    house.served.log.clear()

    assert fox == SITE.settle(http, fox)
    assert [] == house.served.log


def test_a_number_without_a_name_does_not_do(http):
    with pytest.raises(BadAnswer, match="copy the address with the folder's name"):
        SITE.settle(http, at("ann/gallery/71830042"))


def test_a_name_that_two_folders_have_is_not_guessed():
    long = "0A1B2C3D-1111-2222-3333-44445555666{}"
    both = [{"folderid": long.format(last), "name": "Birds!"} for last in "67"]
    way = Canned({"/gallery/folders": [(200, {"has_more": False, "results": both})]})

    with pytest.raises(BadAnswer, match="several folders of that name"):
        SITE.settle(way, at("ann/gallery/71830042/birds"))


def test_folders_are_read_to_the_last_one():
    long = "0A1B2C3D-1111-2222-3333-444455556667"
    first = {"has_more": True, "next_offset": 50, "results": []}
    last = {"has_more": False, "next_offset": None, "results": [{"folderid": long, "name": "鳥"}]}
    way = Canned({"/gallery/folders": [(200, first), (200, last)]})

    assert f"gallery/ann/{long}" == SITE.settle(way, at("ann/gallery/71830042/鳥")).id
    assert [0, 50] == [asked["offset"] for _, _, asked in way.asked]


def test_the_state_of_a_page_has_the_long_id_too():
    state = r'window.__INITIAL_STATE__ = JSON.parse("{\"deviationUuid\":\"LONG\"}");'
    way = Canned({NUMBERED: [(200, f"<script>{state.replace('LONG', LONG.lower())}</script>")]})

    assert PostRef("deviantart", LONG) == SITE.settle(way, SITE.parse(NUMBERED))


def test_whose_work_it_is_can_be_what_other_sites_are_told():
    told = {"author_url": f"{HOME}/mika-aoyama", "type": "photo"}
    listing = {"has_more": False, "next_offset": None, "results": [LISTED]}
    way = Canned(
        {
            NUMBERED: [(200, EMPTY)],
            "/oembed": [(200, told)],
            "/gallery/all": [(200, listing)],
        }
    )

    assert PostRef("deviantart", LONG) == SITE.settle(way, SITE.parse(NUMBERED))
    assert [NUMBERED, "/oembed", "/gallery/all"] == [target for _, target, _ in way.asked]
    assert ("backend_url", NUMBERED) == (way.asked[1][2]["at"], way.asked[1][2]["url"])


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ((404, {"error": "404 Not Found"}), Gone),
        ((200, {"type": "rich"}), SiteChanged),
        ((200, {"author_url": "https://evil.example/mika"}), SiteChanged),
    ],
)
def test_whose_work_it_is_may_not_be_told(told, error):
    way = Canned({NUMBERED: [(200, EMPTY)], "/oembed": [told]})

    with pytest.raises(error):
        SITE.settle(way, SITE.parse(NUMBERED))


def test_a_gallery_without_the_work_is_a_change():
    other = {**LISTED, "url": f"{HOME}/mika-aoyama/art/Crow-800000001"}
    way = Canned(
        {
            NUMBERED: [(200, EMPTY)],
            "/oembed": [(200, {"author_url": f"{HOME}/mika-aoyama"})],
            "/gallery/all": [(200, {"has_more": True, "next_offset": 24, "results": [other]})],
        }
    )

    with pytest.raises(SiteChanged, match="by what id"):
        SITE.settle(way, SITE.parse(NUMBERED))
    assert "/gallery/all" == way.asked[-1][1]
