"""The catalogue for programs that read comics: its feeds and its pages."""

import io
import xml.etree.ElementTree as ET

import feedparser
import pytest
from lxml.etree import DocumentInvalid
from PIL import Image

from artkeep.collect import follow
from artkeep.model.found import Rating
from artkeep.web import opds
from tests.explore import books
from tests.explore.books import shelve
from tests.imaging import making
from tests.library import rows
from tests.web.atoms import valid
from tests.web.test_exports import under

ATOM = "{http://www.w3.org/2005/Atom}"
COUNT = "{http://vaemendis.net/opds-pse/ns}count"
NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"


@pytest.fixture
def engine():
    """One of them: what differs between the two lies below the pages, and is tried there."""
    return "sqlite"


@pytest.fixture
def fox(bench):
    return shelve(bench, books.fox(), books.jpegs(3))


def feed(answer, kind):
    """Return a feed, having looked that it has all that OPDS 1.2 and Atom ask for."""
    assert (200, kind) == (answer.status_code, answer.headers["content-type"])
    root = ET.fromstring(valid(answer.content))
    assert f"{ATOM}feed" == root.tag
    assert {"self", "start", "search"} <= links(root).keys()
    assert kind == links(root)["self"].get("type")
    for one in (root, *root.iterfind(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert 1 == len(one.findall(f"{ATOM}{name}"))
            assert one.findtext(f"{ATOM}{name}")
        assert one.findtext(f"{ATOM}updated").endswith("Z")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    entries = root.findall(f"{ATOM}entry")
    taken = [any("acquisition" in rel for rel in links(entry)) for entry in entries]
    assert all(taken) if kind == ACQUISITION else not any(taken)
    assert len(entries) == len({entry.findtext(f"{ATOM}id") for entry in entries})
    return root, entries


def links(element):
    return {link.get("rel"): link for link in element.iterfind(f"{ATOM}link")}


def titles(entries):
    return [entry.findtext(f"{ATOM}title") for entry in entries]


def test_the_catalogue_begins_with_ways_that_lead_on(client, fox):
    _, entries = feed(client.get("/opds"), NAVIGATION)

    assert ["Newest", "Artists", "Lists", "Kept searches"] == titles(entries)
    for entry in entries:
        (link,) = links(entry).values()
        feed(client.get(link.get("href")), link.get("type"))


def test_a_work_can_be_taken_and_read(client, fox):
    _, (entry,) = feed(client.get("/opds/works"), ACQUISITION)

    assert "Fox in the Snow" == entry.findtext(f"{ATOM}title")
    assert "Mika, Aoyama" == entry.findtext(f"{ATOM}author/{ATOM}name")
    assert "A fox.\nSee here (https://example.org/)" == entry.findtext(f"{ATOM}summary")
    assert "2024-02-29T12:30:07Z" == entry.findtext(f"{ATOM}published")
    assert ["狐", "fox"] == [one.get("term") for one in entry.iterfind(f"{ATOM}category")][:2]
    for link in entry.iterfind(f"{ATOM}link"):
        if "{" not in link.get("href"):
            answer = client.get(link.get("href"))
            assert 200 == answer.status_code
            assert link.get("type") == answer.headers["content-type"].partition(";")[0]


def test_its_pages_are_turned_by_the_template(client, fox):
    _, (entry,) = feed(client.get("/opds/works"), ACQUISITION)
    stream = links(entry)["http://vaemendis.net/opds-pse/stream"]

    assert "3" == stream.get(COUNT)
    for number in range(3):
        path = stream.get("href").replace("{pageNumber}", str(number))
        answer = client.get(path.replace("{maxWidth}", "48"))
        assert stream.get("type") == answer.headers["content-type"]
        assert 48 == Image.open(io.BytesIO(answer.content)).width


@pytest.mark.parametrize("width", ["", "?width=96", "?width=4000"])
def test_a_jpeg_that_fits_is_sent_as_it_is(client, fox, width):
    assert books.jpegs(3)[1] == client.get(f"/opds/page/{fox}/1{width}").content


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF", "GIF", "AVIF"])
def test_every_kind_of_picture_is_sent_as_jpeg(client, bench, form):
    work = shelve(bench, books.post("1", 1), [making.packed(form)])

    for width in ("", "?width=40", "?width=2000"):
        answer = client.get(f"/opds/page/{work}/0{width}")
        image = Image.open(io.BytesIO(answer.content))
        assert ("image/jpeg", "JPEG") == (answer.headers["content-type"], image.format)
        assert (40 if "40" in width else 96) == image.width


def test_large_pictures_are_drawn_from_their_own_bytes(client, bench):
    work = shelve(bench, books.post("1", 1), books.jpegs(1, 1500))

    for width in (300, 700, 1500):
        answer = client.get(f"/opds/page/{work}/0", params={"width": width})
        assert width == Image.open(io.BytesIO(answer.content)).width


def test_a_page_that_is_known_is_not_sent_again(client, fox):
    etag = client.get(f"/opds/page/{fox}/0?width=50").headers["etag"]

    again = client.get(f"/opds/page/{fox}/0?width=50", headers={"if-none-match": etag})

    assert (304, b"") == (again.status_code, again.content)


@pytest.mark.parametrize("path", ["1/9", "9/0", "1/-1", "1/x", "1/0?width=0", "1/0?width=99999999"])
def test_pages_that_are_not_there_are_not_sent(visitor, path):
    assert visitor.get(f"/opds/page/{path}").status_code in {400, 404}


def test_feeds_go_on_where_they_ended(client, bench):
    with bench.db.begin() as tx:
        for number in range(2 * opds.WORKS + 1):
            rows.add_file(tx, f"/{number}.png", number)

    seen, path = [], "/opds/works"
    while path:
        root, entries = feed(client.get(path), ACQUISITION)
        seen += titles(entries)
        path = links(root)["next"].get("href") if "next" in links(root) else ""

    assert [f"{number}.png" for number in range(2 * opds.WORKS, -1, -1)] == seen


def test_the_catalogue_can_be_searched(client, bench, fox):
    shelve(bench, books.post("7", 1, title="A cat & <a> dog"), [books.jpegs(4)[3]])
    described = ET.fromstring(client.get("/opds/search.xml").content)
    url = described.find("{http://a9.com/-/spec/opensearch/1.1/}Url")

    path = url.get("template").replace("{searchTerms}", "cat")

    assert ACQUISITION == url.get("type")
    assert ["A cat & <a> dog"] == titles(feed(client.get(path), ACQUISITION)[1])
    assert 400 == client.get("/opds/works?q=width:x").status_code
    assert 400 == client.get("/opds/works?after=nonsense").status_code
    assert 400 == client.get("/opds/artists?after=nonsense").status_code


def test_artists_and_lists_lead_to_their_works(client, bench, fox):
    _, (artist,) = feed(client.get("/opds/artists"), NAVIGATION)
    (link,) = links(artist).values()
    assert "Mika, Aoyama" == artist.findtext(f"{ATOM}title")
    assert ["Fox in the Snow"] == titles(feed(client.get(link.get("href")), ACQUISITION)[1])

    follow.address(bench, "https://danbooru.donmai.us/posts?tags=fox")
    _, (one,) = feed(client.get("/opds/lists"), NAVIGATION)
    (link,) = links(one).values()
    assert [] == titles(feed(client.get(link.get("href")), ACQUISITION)[1])


def test_a_list_of_artists_goes_on(client, bench):
    for number in range(3):
        account = books.account(f"Artist {number}")
        shelve(bench, books.post(str(number), 1, account=account), [books.jpegs(3)[number]])

    _, entries = feed(client.get("/opds/artists", params={"after": "1 artist 0"}), NAVIGATION)

    assert ["Artist 1", "Artist 2"] == titles(entries)


@pytest.mark.parametrize(
    ("policy", "in_feed", "as_page"),
    [
        ("enabled", True, True),
        ("hidden", False, True),
        ("required", False, False),
        ("disabled", False, False),
    ],
)
def test_feeds_and_pages_are_for_those_who_may_see_them(bench, policy, in_feed, as_page):
    shelve(bench, books.post("1", 1, rating=Rating.EXPLICIT), books.jpegs(1))
    client = under(bench, policy)

    assert in_feed == bool(feed(client.get("/opds/works"), ACQUISITION)[1])
    assert as_page == (200 == client.get("/opds/page/1/0").status_code)


def test_a_reader_of_feeds_that_nobody_here_wrote_reads_the_same(client, fox):
    start = feedparser.parse(client.get("/opds").content)
    works = feedparser.parse(client.get("/opds/works").content)

    assert (False, "atom10", "Artkeep") == (start.bozo, start.version, start.feed.title)
    assert [one.links[0].href for one in start.entries] == [
        *("/opds/works", "/opds/artists", "/opds/lists", "/opds/searches")
    ]
    (entry,) = works.entries
    assert (False, "Fox in the Snow", "Mika, Aoyama") == (works.bozo, entry.title, entry.author)
    assert "A fox.\nSee here (https://example.org/)" == entry.summary
    assert (2024, 2, 29) == tuple(entry.published_parsed)[:3]
    assert ["狐", "fox"] == [tag.term for tag in entry.tags][:2]
    by_type = {link.type: link for link in entry.links if "acquisition" in link.rel}
    assert f"/artworks/{fox}/cbz" == by_type["application/vnd.comicbook+zip"].href
    (stream,) = (link for link in entry.links if link.rel.endswith("opds-pse/stream"))
    assert "3" == stream["pse:count"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<updated>2", b"<updated>x2"),
        (b"</title>", b"</title><title>another</title>"),
        (b"application/vnd.comicbook+zip", b"comics"),
        (b'rel="http://opds-spec.org/acquisition"', b'rel="alternate"'),
        (b"{pageNumber}", b"0"),
        (b";profile=opds-catalog", b""),
    ],
)
def test_what_breaks_the_rules_is_found_out(client, fox, before, after):
    content = client.get("/opds/works").content
    assert before in content

    with pytest.raises(DocumentInvalid):
        valid(content.replace(before, after))


def test_hostile_words_are_words(client, bench):
    hostile = "]]>\x08<entry>&\u202e{pageNumber}"
    post = books.post("1", 1, title=hostile, caption=hostile, account=books.account(hostile))
    shelve(bench, post, books.jpegs(1))

    _, (entry,) = feed(client.get("/opds/works"), ACQUISITION)

    assert "]]><entry>&\u202e{pageNumber}" == entry.findtext(f"{ATOM}title")
    feed(client.get("/opds/artists"), NAVIGATION)
