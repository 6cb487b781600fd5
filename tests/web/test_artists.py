"""The pages of artists: who they are, where, and all their works."""

import pytest

from artkeep.library import preferences
from artkeep.model.found import Rating
from artkeep.web import visiting
from artkeep.web.app import create_app
from tests.explore.books import MIKA, jpegs, post, shelve
from tests.web.browsing import HERE, Browser, read, said, works
from tests.web.test_post_page import FOX, keep

LIST = "https://danbooru.donmai.us/posts?tags=aoyama_mika"


@pytest.fixture
def known(led_bench):
    """Works of Mika at Danbooru."""
    keep(led_bench, FOX)
    keep(led_bench, LIST)


def artist(browser, name=""):
    """Return the address of the first artist of the list."""
    links = read(browser.get("/artists", params={"name": name}).text).links
    return next(link for link in links if link.startswith("/artists/"))


def test_an_empty_library_says_what_will_stand_here(newcomer):
    words = said(newcomer.get("/artists").text)

    assert "Whoever made what you keep" in words


def test_artists_are_listed_with_their_works(collector, known):
    html = collector.get("/artists").text

    assert "Danbooru" in said(html)
    assert "/thumb/" in html
    assert " work" in said(html)


def test_nobody_of_a_name_is_said(collector, known):
    assert "Nobody here has or had a name like zzz" in said(collector.get("/artists?name=zzz").text)


def test_a_work_leads_to_its_artist_and_back_within_their_works(collector, known):
    work = read(collector.get("/artworks/1").text).links
    page = next(link for link in work if link.startswith("/artists/"))

    html = collector.get(page).text

    number = page.rpartition("/")[2]
    assert f"/artworks/1?q=artist%3A%23{number}" in read(html).links
    assert "Danbooru" in said(html)


def test_the_works_of_one_site_are_shown_alone(collector, known):
    page = artist(collector)

    there = list(works(collector.get(f"{page}?site=danbooru").text.replace("?q=", '"')))
    nowhere = said(collector.get(f"{page}?site=pixiv").text)

    assert there
    assert "Nothing of theirs is shown from there" in nowhere


def test_who_is_not_there_is_not_found(newcomer):
    assert 404 == newcomer.get("/artists/99").status_code


@pytest.mark.parametrize("after", ["nonsense", "WzEsIngiXQ", "WyJ4IiwxXQ"])
def test_a_place_that_is_none_is_refused(newcomer, after):
    assert 400 == newcomer.get("/artists", params={"after": after}).status_code


def two(browser):
    """Return the addresses of two artists."""
    links = read(browser.get("/artists").text).links
    found = [link for link in dict.fromkeys(links) if link.startswith("/artists/")]
    return found[0], found[1]


@pytest.fixture
def crowd(led_bench):
    """Works of two artists."""
    for number in ("8999933", "8999644"):
        keep(led_bench, f"https://danbooru.donmai.us/posts/{number}")


def test_two_artists_become_one_and_are_parted_again(collector, crowd):
    one, other = two(collector)
    number = other.rpartition("/")[2]
    assert "The same person" in said(collector.get(f"/artists?join={one.rpartition('/')[2]}").text)

    answer = collector.submit(f"{one}/join", other=number)

    assert (303, one) == (answer.status_code, answer.headers["location"])
    page = collector.get(one).text
    assert 2 == page.count("Not this artist")
    moved = collector.get(other)
    assert (308, one) == (moved.status_code, moved.headers["location"])

    out = [part.split('"')[0] for part in page.split('action="')[1:]]
    back = collector.submit(next(each for each in out if each.endswith("/out")))

    assert 303 == back.status_code
    assert "Not this artist" not in collector.get(one).text


def test_joining_needs_an_artist(collector, crowd):
    one, _ = two(collector)

    assert 400 == collector.submit(f"{one}/join", other="x").status_code
    assert 404 == collector.submit(f"{one}/join", other="999").status_code


def test_works_that_are_not_for_everybody_are_not_listed(bench):
    (picture,) = jpegs(1)
    shelve(bench, post("1", 1, account=MIKA, rating=Rating.EXPLICIT), [picture])
    with bench.db.begin() as tx:
        preferences.choose(tx, {visiting.POLICY: "hidden"})
    browser = Browser(create_app(bench, shown=()), HERE)

    assert "Mika" not in said(browser.get("/artists").text)
    assert "/thumb/" not in browser.get("/artists/1").text

    browser.cookies.set(visiting.NSFW, "true")
    assert "Mika" in said(browser.get("/artists").text)
    assert "/thumb/" in browser.get("/artists/1").text
