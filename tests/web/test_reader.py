"""The reader as a browser without a screen sees it, and how far somebody is."""

import re

import pytest

from artkeep.collect import follow
from artkeep.fakes.pixiv import memory
from artkeep.web.app import create_app
from tests.library import rows
from tests.web.browsing import HERE, Browser, read, said
from tests.web.test_post_page import keep, page_of

__all__ = ["page_of"]


@pytest.fixture
def wall(bench):
    """Three works in the library; nobody looks at their bytes."""
    with bench.db.begin() as tx:
        for number in range(3):
            rows.add_file(tx, f"/wall/picture {number}.png", number)


@pytest.fixture
def signed_in(collector):
    """A browser that is signed in to pixiv."""
    collector.submit("/login/pixiv/key", refresh_token=memory.REFRESH_TOKEN)
    return collector


def longest(world, kind="many"):
    return max(
        (one for one in world.world.on("pixiv") if one.kind == kind), key=lambda one: len(one.pages)
    )


@pytest.fixture
def voyage(led_bench, signed_in, world):
    """The address of a work of many pages, and how many."""
    post = longest(world)
    follow.address(led_bench, f"https://www.pixiv.net/artworks/{post.id}")
    keep(led_bench, f"https://www.pixiv.net/artworks/{post.id}")
    return "/artworks/1", len(post.pages)


def pages(html):
    return re.findall(r'<li class="leaf" id="p(\d+)"', html)


def test_all_pages_are_there_in_their_order(collector, voyage):
    work, count = voyage

    html = collector.get(f"{work}/read").text

    assert [str(number + 1) for number in range(count)] == pages(html)
    assert f"That was all of it, {count} pages" in said(html)


def test_a_picture_alone_can_be_read_too(client, wall):
    html = client.get("/artworks/2/read").text

    assert ["1"] == pages(html)
    assert {"/artworks/3/read", "/artworks/1/read"} <= set(read(html).links)


def test_the_page_that_is_asked_for_is_where_it_begins(collector, voyage):
    work, count = voyage

    assert 'data-start="5"' in collector.get(f"{work}/read?page=5").text
    assert f'data-start="{count}"' in collector.get(f"{work}/read?page=999").text


def test_a_place_is_kept_and_offered(collector, voyage):
    work, count = voyage
    assert f"Read {count} pages" in said(collector.get(work).text)

    assert 204 == collector.submit(f"{work}/read", page="5").status_code

    html = collector.get(work).text
    assert f"Continue at 5 of {count}" in said(html)
    assert f"{work}/read?page=5#p5" in read(html).links


def test_on_their_own_machine_the_owner_finds_their_place_in_every_browser(
    led_bench, collector, voyage
):
    work, count = voyage
    app = create_app(led_bench, shown=())
    another, guest, other_guest = (Browser(app, HERE) for _ in range(3))
    for one in (guest, other_guest):
        one.headers["x-forwarded-for"] = "203.0.113.9"

    collector.submit(f"{work}/read", page="5")
    guest.submit(f"{work}/read", page="3")

    told = [said(one.get(work).text) for one in (another, guest, other_guest)]
    assert f"Continue at 5 of {count}" in told[0]
    assert f"Continue at 3 of {count}" in told[1]
    assert f"Read {count} pages" in told[2]


def test_a_page_that_was_open_is_told_how_far_it_is_by_now(collector, voyage):
    work, count = voyage
    collector.submit(f"{work}/read", page="5")

    piece = collector.get(f"{work}/read", headers={"hx-request": "true"}).text

    assert piece.lstrip().startswith('<div class="read"')
    assert f"Continue at 5 of {count}" in said(piece)


def test_more_of_a_slideshow_comes_as_a_piece(client, wall):
    piece = client.get("/slideshow", headers={"hx-request": "true"}).text

    assert piece.lstrip().startswith("<ol>")
    assert ["1", "2", "3"] == pages(piece)


def test_who_was_at_the_end_reads_again(collector, voyage):
    work, count = voyage

    collector.submit(f"{work}/read", page=str(count))

    assert f"Read again, {count} pages" in said(collector.get(work).text)


def test_a_work_is_begun_anew(collector, voyage):
    work, count = voyage
    collector.submit(f"{work}/read", page="5")

    collector.submit(f"{work}/read", page="0")

    assert f"Read {count} pages" in said(collector.get(work).text)


@pytest.mark.parametrize("page", ["", "x", "-1", "1" * 30, "\u0663"])
def test_what_is_no_page_is_refused(browser, wall, page):
    assert 400 == browser.submit("/artworks/1/read", page=page).status_code


def test_a_work_that_is_not_there_has_no_reader(browser, wall):
    assert 404 == browser.get("/artworks/99/read").status_code
    assert 404 == browser.submit("/artworks/99/read", page="1").status_code


def test_frames_of_a_zip_are_told_with_their_delays(led_bench, signed_in, world):
    post = longest(world, "moving")
    keep(led_bench, f"https://www.pixiv.net/artworks/{post.id}")
    html = signed_in.get("/artworks/1/read").text
    (sha256,) = set(re.findall(r'data-sha="([0-9a-f]{64})"', html))

    frames = signed_in.get(f"/api/frames/{sha256}").json()

    assert list(post.pages[0].delays) == [frame["delay"] for frame in frames]
    content = signed_in.get(f"/image/{sha256}").content
    for frame in frames:
        assert content[frame["start"] :][:3] == b"\xff\xd8\xff"
        assert not frame["is_packed"]


def test_a_picture_that_is_no_zip_has_no_frames_to_tell(client, wall):
    sha256 = re.search(r"[0-9a-f]{64}", client.get("/artworks/1/read").text)[0]

    assert 404 == client.get(f"/api/frames/{sha256}").status_code
    assert 404 == client.get("/api/frames/abc").status_code


def test_a_slideshow_shows_everything_and_goes_on(client, wall):
    html = client.get("/slideshow").text

    assert ["1", "2", "3"] == pages(html)
    assert ["3", "2", "1"] == re.findall(r'data-work="(\d+)"', html)


def test_a_search_is_carried_from_page_to_page(client, wall):
    html = client.get("/artworks/2?q=picture").text

    links = read(html).links
    assert {"/artworks/3?q=picture", "/artworks/1?q=picture", "/?q=picture"} <= set(links)
    assert "/artworks/2/read?q=picture" in links
    reader = read(client.get("/artworks/2/read?q=picture").text).links
    assert {"/artworks/3/read?q=picture", "/artworks/2?q=picture"} <= set(reader)


def test_neighbours_are_those_of_the_search(client, wall):
    links = read(client.get("/artworks/3?q=0+or+2").text).links

    assert "/artworks/1?q=0+or+2" in links


def test_a_search_that_cannot_be_read_is_said_to_be(client, wall):
    assert 400 == client.get("/artworks/2", params={"q": "("}).status_code
