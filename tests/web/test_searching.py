"""The gallery as a search, its parts, its orders; and the searches that are kept."""

import pytest

from artkeep.library import saved_searches
from artkeep.web import searching
from tests.library import rows
from tests.web.browsing import read, said


@pytest.fixture
def wall(bench):
    """Three cranes and four foxes; nobody looks at their bytes."""
    with bench.db.begin() as tx:
        for number in range(7):
            name = "fox" if number % 2 == 0 else "crane"
            rows.add_file(tx, f"/wall/{name} {number}.png", number)


def data_ids(html):
    return [piece.partition('"')[0] for piece in html.split('data-id="')[1:]]


def test_the_gallery_shows_what_a_query_finds_in_its_order(client, wall):
    page = client.get("/", params={"q": "fox order:added_asc"}).text

    assert ["1", "3", "5", "7"] == data_ids(page)
    assert "4 works" in said(page)
    assert "/artworks/1?q=fox%20order%3Aadded_asc" in read(page).links


def test_parts_of_a_search_are_left_out_by_links(client, wall):
    links = read(client.get("/", params={"q": "fox -crane"}).text).links

    assert {"/?q=-crane", "/?q=fox"} <= set(links)


@pytest.mark.parametrize(
    ("part", "instead", "leads_to"),
    [
        (0, "crane", "/?q=crane+-snow"),
        (1, "", "/?q=fox"),
        (0, "(", "/?q=%28+-snow"),
        (9, "x", None),
    ],
)
def test_a_part_is_changed_in_its_place(visitor, part, instead, leads_to):
    asked = {"q": "fox -snow", "part": part, "instead": instead}

    answer = visitor.get("/search/part", params=asked, follow_redirects=False)

    assert 303 == answer.status_code
    assert (leads_to or "/?q=fox+-snow") == answer.headers["location"]


def test_what_cannot_be_read_is_shown_in_its_place_with_what_was_meant(client, wall):
    answer = client.get("/", params={"q": "fox widht:>1 snow"})

    assert 400 == answer.status_code
    assert "fox <mark>widht:&gt;1</mark> snow" in answer.text
    assert "/?q=fox+width%3A%3E1+snow" in read(answer.text).links


def test_a_search_without_works_offers_to_leave_parts_out(client, wall):
    page = client.get("/", params={"q": "fox crane"}).text

    assert "Nothing here is found by this." in said(page)
    assert "without crane" in said(page)


def test_a_paged_gallery_goes_there_and_back(browser, wall):
    browser.submit("/display/home", flow="paged", ipp="2", **{"for": "me"})
    first = browser.get("/", params={"q": "fox"}).text
    following = next(link for link in read(first).links if "after=" in link)
    second = browser.get(following).text
    leading = next(link for link in read(second).links if "before=" in link)

    assert [["7", "5"], ["3", "1"]] == [data_ids(first), data_ids(second)]
    assert ["7", "5"] == data_ids(browser.get(leading).text)
    assert not any("before=" in link for link in read(browser.get(leading).text).links)


def test_more_works_of_a_search_come_for_scripts(client, wall):
    first = client.get("/api/gallery", params={"q": "fox", "limit": 3}).json()
    asked = {"q": "fox", "limit": 3, "after": first["next"]}

    works = first["works"] + client.get("/api/gallery", params=asked).json()["works"]

    assert [7, 5, 3, 1] == [work["id"] for work in works]
    assert (1, False, [], "") == tuple(
        works[0][name] for name in ("pages", "nsfw", "marks", "artist")
    )


def test_a_kept_search_says_what_came_until_it_was_looked_at(bench, browser, wall):
    browser.submit("/searches", name="Foxes", q="fox")
    with bench.db.begin() as tx:
        rows.add_file(tx, "/wall/fox 8.png", 8)
    before = browser.get("/api/searches").json()["searches"]

    page = browser.get("/", params={"q": "fox"}).text
    after = browser.post("/api/searches/1/seen", headers={"x-csrf-token": browser.token}).json()

    assert [("Foxes", "fox", 1)] == [(one["name"], one["query"], one["new"]) for one in before]
    assert "1 new since you looked" in said(page)
    assert [0] == [one["new"] for one in after["searches"]]


def test_a_kept_search_is_renamed_and_removed(bench, browser, wall):
    browser.submit("/searches", name="Foxes", q="fox")

    renamed = browser.submit("/searches/1/rename", name="Red ones")
    with bench.db.read() as tx:
        names = [one.name for one in saved_searches.everything(tx)]
    browser.submit("/searches/1/remove")

    assert "/?q=fox" == renamed.headers["location"]
    assert ["Red ones"] == names
    assert [] == browser.get("/api/searches").json()["searches"]


def test_every_order_that_is_offered_can_be_read():
    query = searching.language.parse("(fox or crane) order:score limit:9")

    choices = list(searching.orders(query))

    assert ["Best received"] == [one.words for one in choices if one.is_chosen]
    assert "/?q=%28fox+or+crane%29+order%3Apages+limit%3A9" in {one.url for one in choices}
