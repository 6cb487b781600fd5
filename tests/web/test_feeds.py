"""Searches as feeds: plain ones for programs that read news, and those of the catalogue."""

import re
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest

from artkeep.library import progress, saved_searches
from artkeep.model.refs import ArtworkId
from artkeep.web import opds
from artkeep.web.app import create_app
from tests.explore import books
from tests.explore.books import shelve
from tests.library import rows
from tests.web.atoms import valid
from tests.web.browsing import HERE, Browser, said

PSE = "{http://vaemendis.net/opds-pse/ns}"


@pytest.fixture
def engine():
    """One of them: what differs between the two lies below the pages, and is tried there."""
    return "sqlite"


@pytest.fixture
def foxes(bench):
    """A kept search, that puts the best first, and what it finds."""
    shelve(bench, books.fox(), books.jpegs(3))
    shelve(bench, books.post("7", 1, title="A cat & <a> dog", caption=""), [books.jpegs(4)[3]])
    with bench.db.begin() as tx:
        return saved_searches.save(tx, "Foxes & more", "fox or cat order:score")


def read(answer):
    """Return a feed as a reader of feeds that nobody here wrote has it."""
    assert (200, "application/atom+xml") == (answer.status_code, answer.headers["content-type"])
    told = feedparser.parse(valid(answer.content))
    assert (False, "atom10") == (told.bozo, told.version)
    assert {"id", "title", "updated"} <= told.feed.keys()
    for one in told.entries:
        assert {"id", "title", "updated", "link", "content"} <= one.keys()
    return told


def test_a_kept_search_is_a_feed_with_whole_addresses(client, foxes):
    told = read(client.get(f"/searches/{foxes.id}/feed"))

    assert "Foxes & more" == told.feed.title
    assert ["A cat & <a> dog", "Fox in the Snow"] == [one.title for one in told.entries]
    newest, fox = told.entries
    assert f"{HERE}/artworks/2" == newest.link
    assert f"{HERE}/?q=fox+or+cat" == told.feed.link
    assert f"{HERE}/opds/page/1/0?width=700" in fox.content[0].value
    assert "See here (https://example.org/)" in fox.content[0].value
    assert 200 == client.get(re.search('src="([^"]+)"', fox.content[0].value)[1]).status_code


def test_any_search_is_a_feed_and_its_page_says_where(client, foxes):
    page = client.get("/", params={"q": "fox order:score"}).text
    (path,) = re.findall(
        '<link rel="alternate" type="application/atom\\+xml" [^>]*href="([^"]+)"', page
    )
    assert "/feed?q=fox" == path
    assert ["Fox in the Snow"] == [one.title for one in read(client.get(path)).entries]

    kept = client.get("/", params={"q": "fox or cat order:score"}).text
    assert kept.count(f'href="/searches/{foxes.id}/feed"') >= 2
    assert "profile=opds-catalog" in kept
    everything = read(client.get("/feed"))
    assert ("Artkeep", 2) == (everything.feed.title, len(everything.entries))


def test_feeds_go_on_by_place(client, bench):
    with bench.db.begin() as tx:
        for number in range(2 * opds.WORKS + 1):
            rows.add_file(tx, f"/{number}.png", number)
        one = saved_searches.save(tx, "All", "type:png order:size")
    first = f"/searches/{one.id}/feed"
    for begin, root in ((first, HERE), ("/feed", HERE), (f"/opds/searches/{one.id}", "")):
        seen, path = [], begin
        while path:
            told = feedparser.parse(client.get(path).content)
            seen += [each.title for each in told.entries]
            path = next((link.href for link in told.feed.links if link.rel == "next"), "")
            assert path == "" or path.startswith(f"{root}{begin}")
        assert [f"{number}.png" for number in range(2 * opds.WORKS, -1, -1)] == seen


def test_what_is_known_is_not_sent_again(client, bench, foxes):
    for path in (
        f"/searches/{foxes.id}/feed",
        "/feed?q=fox",
        "/opds",
        f"/opds/searches/{foxes.id}",
    ):
        etag = client.get(path).headers["etag"]
        again = client.get(path, headers={"if-none-match": etag})
        assert (304, b"") == (again.status_code, again.content)

    shelve(bench, books.post("9", 1, title="Another fox"), books.jpegs(1, 120))
    new = client.get("/feed?q=fox", headers={"if-none-match": etag})
    assert (200, "Another fox") == (new.status_code, read(new).entries[0].title)


def test_the_catalogue_lists_the_kept_searches(client, foxes):
    listed = feedparser.parse(valid(client.get("/opds/searches").content))

    (one,) = listed.entries
    assert ("Foxes & more", f"/opds/searches/{foxes.id}") == (one.title, one.links[0].href)
    works = feedparser.parse(valid(client.get(one.links[0].href).content))
    assert ["A cat & <a> dog", "Fox in the Snow"] == [each.title for each in works.entries]
    (up,) = (link.href for link in works.feed.links if link.rel == "up")
    assert "/opds/searches" == up


@pytest.mark.parametrize("path", ["/searches/9/feed", "/opds/searches/9"])
def test_a_search_that_is_kept_no_longer_has_no_feed(visitor, path):
    assert 404 == visitor.get(path).status_code


def test_what_cannot_be_read_is_no_feed(visitor):
    assert 400 == visitor.get("/feed?q=width:x").status_code
    assert 400 == visitor.get("/feed?after=nonsense").status_code


def test_behind_a_proxy_addresses_are_its(bench, foxes):
    public = bench.settings.model_copy(update={"public_url": "https://art.example/"})
    app = create_app(replace(bench, settings=public), shown=())

    told = read(Browser(app, "https://art.example").get("/feed"))

    assert "https://art.example/artworks/2" == told.entries[0].link


def test_readers_go_on_where_somebody_stopped(client, bench, foxes):
    with bench.db.begin() as tx:
        progress.keep(tx, ArtworkId(1), "user:1", 2)
        at = tx.now
    told = feedparser.parse(valid(client.get("/opds/works").content))

    streams = [
        link for one in told.entries for link in one.links if link.rel.endswith("opds-pse/stream")
    ]
    unread, begun = streams
    assert "pse:lastread" not in unread
    assert "2" == begun["pse:lastread"]
    assert f"{at:%Y-%m-%dT%H:%M}" in begun["pse:lastreaddate"]
    assert timedelta(0) == at.utcoffset()


def test_the_search_language_is_explained(client, foxes):
    described = client.get("/opds/search.xml")

    assert "application/opensearchdescription+xml" in described.headers["content-type"]
    for words in ("fox -snow", "{searchTerms}", f"{HERE}/?q=", 'role="example"'):
        assert words in described.text
    assert '<link rel="search"' in client.get("/").text
    assert "Feed" in said(client.get("/", params={"q": "fox"}).text)
