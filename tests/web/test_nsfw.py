"""The four policies over every way on which a work leaves the library."""

from dataclasses import dataclass

import pytest

from artkeep.library import preferences, saved_searches, trash
from artkeep.model.found import Rating
from artkeep.model.refs import ArtworkId
from artkeep.web import visiting
from artkeep.web.app import create_app
from tests.explore.books import jpegs, post, shelve
from tests.web.browsing import HERE, Browser

CLEAN, BLUE = "1", "2"  # pixiv's numbers of a work for everybody, and of one that is not
OPEN, SHUT = True, False

# policy, what the visitor said → whether lists show it, whether its page and all else does
MATRIX = [
    ("enabled", "false", OPEN, OPEN),
    ("enabled", "true", OPEN, OPEN),
    ("hidden", "false", SHUT, OPEN),
    ("hidden", "true", OPEN, OPEN),
    ("required", "false", SHUT, SHUT),
    ("required", "true", OPEN, OPEN),
    ("disabled", "false", SHUT, SHUT),
    ("disabled", "true", SHUT, SHUT),
]


@dataclass(frozen=True)
class House:
    """A library with two works, and their pictures."""

    bench: object
    clean: str
    blue: str


@pytest.fixture
def engine():
    """One of them: what differs between the two lies below the pages, and is tried there."""
    return "sqlite"


@pytest.fixture
def house(bench):
    clean, blue = jpegs(2, 700)
    shelve(bench, post(CLEAN, 1, raw='{"id": 1}'), [clean])
    shelve(bench, post(BLUE, 1, raw='{"id": 2}', rating=Rating.EXPLICIT), [blue])
    with bench.db.begin() as tx:
        saved_searches.save(tx, "Explicit", "rating:explicit")
    browser = Browser(create_app(bench, shown=()), HERE)
    shas = {work["id"]: work["sha256"] for work in browser.get("/api/gallery").json()["works"]}
    return House(bench, shas[1], shas[2])


def visitor(house, policy, said):
    with house.bench.db.begin() as tx:
        preferences.choose(tx, {visiting.POLICY: policy})
    browser = Browser(create_app(house.bench, shown=()), HERE)
    browser.cookies.set(visiting.NSFW, said)
    return browser


def lists(browser, house):
    """Yield each list's name and whether it shows the work."""
    yield "gallery", house.blue in browser.get("/").text
    yield "numbered page", house.blue in browser.get("/p/1").text
    yield "all on one page", house.blue in browser.get("/p/1/medium/0/artwork").text
    yield "search", house.blue in browser.get("/", params={"q": "rating:explicit"}).text
    yield "search of scripts", house.blue in browser.get("/api/search?q=").text
    yield "number found", 2 == browser.get("/api/search/count?q=").json()["found"]
    yield "gallery of scripts", house.blue in browser.get("/api/gallery").text
    met = {browser.get("/random").headers["location"] for _ in range(12)}
    yield "chance", "/artworks/2" in met


def files(browser, house):
    """Yield each way to the bytes of the work, and whether it is open."""
    for path in (
        f"/image/{house.blue}",
        f"/image/{house.blue}?download",
        f"/image/{house.blue}/large.jpg",
        f"/screen/{house.blue}",
        f"/thumb/{house.blue}/s.webp",
        f"/thumb/{house.blue}/l.webp",
        f"/i/{BLUE}/0",
        f"/i/{BLUE}/0/original",
        f"/i/{BLUE}/0/square_medium",
        f"/a/{BLUE}/meta",
        "/opds/page/2/0",
    ):
        answer = browser.get(path)
        assert answer.status_code in {200, 403, 404}, path
        yield path, 200 == answer.status_code


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: f"{row[0]}-{row[1]}")
def test_every_road_is_as_open_as_the_policy_says(house, row):
    policy, said, listed, shown = row
    browser = visitor(house, policy, said)

    lists_open, files_open = dict(lists(browser, house)), dict(files(browser, house))
    assert dict.fromkeys(lists_open, listed) == lists_open
    assert dict.fromkeys(files_open, shown) == files_open


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: f"{row[0]}-{row[1]}")
def test_the_page_of_a_work_keeps_its_words_and_shows_pictures_as_the_policy_says(house, row):
    policy, said, listed, shown = row
    browser = visitor(house, policy, said)
    page, reader = browser.get("/artworks/2").text, browser.get("/artworks/2/read").text

    pictures = [f"/{place}/{house.blue}" for place in ("image", "screen", "thumb")]
    assert [shown, shown] == [any(one in html for one in pictures) for html in (page, reader)]
    assert shown == ('property="og:image"' in page)
    assert "Fox in the Snow" in page
    assert (policy == "required") == ("/display/nsfw/" in page)
    assert (house.blue in browser.get("/slideshow").text) == listed


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: f"{row[0]}-{row[1]}")
def test_what_is_taken_along_is_as_open_as_its_page(house, row):
    policy, said, listed, shown = row
    browser = visitor(house, policy, said)
    ways = [f"/artworks/2/{way}" for way in ("zip", "cbz", "pdf", "meta")]
    ways += [f"/a/{BLUE}/{way}" for way in ("zip", "zip/large", "pdf", "pdf/medium")]
    ways += [f"/export?ids=2&format={way}" for way in ("zip", "cbz", "pdf")]

    assert dict.fromkeys(ways, shown) == {way: 200 == browser.get(way).status_code for way in ways}
    assert listed == ('"id": 2, "title"' in browser.get("/export?q=&format=jsonl").text)
    for feed in ("/opds/works", "/opds/searches/1", "/feed", "/feed?q=-cat", "/searches/1/feed"):
        assert listed == ("/artworks/2" in browser.get(feed).text), feed


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: f"{row[0]}-{row[1]}")
def test_what_is_for_everybody_is_always_open(house, row):
    browser = visitor(house, *row[:2])

    assert house.clean in browser.get("/").text
    for path in (f"/image/{house.clean}", f"/thumb/{house.clean}/s.webp", f"/i/{CLEAN}/0"):
        assert 200 == browser.get(path).status_code


@pytest.mark.parametrize("policy", ["enabled", "hidden", "required", "disabled"])
def test_lists_offer_the_choice_where_there_is_one(house, policy):
    page = visitor(house, policy, "false").get("/").text

    assert (policy in {"hidden", "required"}) == ("data-nsfw" in page)


def test_a_choice_taken_back_holds_at_once(house):
    browser = visitor(house, "required", "true")
    kept = browser.get(f"/thumb/{house.blue}/s.webp")
    assert "no-cache" in kept.headers["cache-control"]
    browser.submit("/display/nsfw/disable")

    headers = {"if-none-match": kept.headers["etag"]}
    assert 403 == browser.get(f"/thumb/{house.blue}/s.webp", headers=headers).status_code


def test_what_is_for_everybody_is_kept_for_a_year_under_any_policy(house):
    answer = visitor(house, "required", "false").get(f"/thumb/{house.clean}/s.webp")

    assert "immutable" in answer.headers["cache-control"]


def test_look_alikes_are_a_list(house):
    content = Browser(create_app(house.bench, shown=()), HERE).get(f"/image/{house.blue}").content
    found = {
        said: visitor(house, "hidden", said).bring("/api/similar", content).json()["matches"]
        for said in ("false", "true")
    }

    assert [0, 1] == [len(found[said]) for said in ("false", "true")]


def test_the_trash_and_what_is_gone_keep_the_words_without_the_picture(house):
    with house.bench.db.begin() as tx:
        trash.put(tx, ArtworkId(2))
    page = visitor(house, "hidden", "false").get("/trash").text

    assert "Fox in the Snow" in page
    assert house.blue not in page


# ---- where nobody chose ------------------------------------------------------------------------


def test_at_home_everything_is_shown_and_on_the_network_nothing_before_it_is_asked_for(house):
    home = Browser(create_app(house.bench, shown=()), HERE)
    network = Browser(create_app(house.bench, "0.0.0.0", shown=()), "http://192.168.1.7:8600")

    assert [True, False] == [house.blue in one.get("/").text for one in (home, network)]
    assert 403 == network.get(f"/image/{house.blue}").status_code
    network.submit("/display/nsfw/enable")
    assert 200 == network.get(f"/image/{house.blue}").status_code


# ---- choosing ----------------------------------------------------------------------------------


def test_the_cookie_is_the_plain_one_of_old(house):
    browser = visitor(house, "hidden", "false")
    answer = browser.submit("/display/nsfw/enable", r="/p/1")

    assert (303, "/p/1") == (answer.status_code, answer.headers["location"])
    assert ["nsfw_state=true; Max-Age=31536000; Path=/"] == answer.headers.get_list("set-cookie")
    answer = browser.submit("/display/nsfw/anything")
    assert "nsfw_state=false" in answer.headers["set-cookie"]


@pytest.mark.parametrize("r", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_choosing_leads_to_no_other_site(house, r):
    browser = visitor(house, "hidden", "false")

    assert "/" == browser.submit("/display/nsfw/enable", r=r).headers["location"]
    assert "evil" not in browser.get("/display/nsfw/enable", params={"r": r}).text


def test_another_sites_page_cannot_choose(house):
    browser = visitor(house, "hidden", "false")
    headers = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}

    assert 403 == browser.post("/display/nsfw/enable", headers=headers).status_code


def test_only_the_owner_chooses_the_policy(house):
    owner = Browser(create_app(house.bench, shown=()), HERE)
    guest = Browser(create_app(house.bench, "0.0.0.0", shown=()), "http://192.168.1.7:8600")

    assert 303 == owner.submit("/display/policy", policy="disabled").status_code
    assert 400 == owner.submit("/display/policy", policy="open").status_code
    assert 403 == guest.submit("/display/policy", policy="enabled").status_code
    assert house.blue not in owner.get("/").text


def test_blur_is_a_visitors_choice(house):
    browser = Browser(create_app(house.bench, shown=()), HERE)
    assert "data-blur" not in browser.get("/p/1").text

    browser.submit("/display/home", blur="yes", **{"for": "me"})

    page = browser.get("/p/1").text
    assert "data-blur" in page
    assert 1 == page.count('class="is-nsfw"')
