import base64
import io
import re

import pytest
from PIL import Image

from artkeep.collect import follow
from artkeep.fakes import drawings
from artkeep.web.app import create_app
from tests.web.browsing import HERE, Browser, read, said
from tests.web.elsewhere import asking, site
from tests.working import add_all, work


@pytest.fixture
def pair(bench, inbox):
    """A picture in the library, and a smaller copy of it that is not."""
    drawings.write(1, inbox / "large.png", width=640, height=480)
    drawings.write(1, inbox / "small.jpg", width=320, height=240)
    add_all(bench, inbox / "large.png")
    return inbox / "large.png", inbox / "small.jpg"


def test_the_page_asks_for_a_picture(visitor):
    assert "Do I have this one?" in said(visitor.get("/similar").text)


def test_a_smaller_copy_is_found(browser, pair):
    answer = browser.bring("/similar", pair[1].read_bytes())

    assert 200 == answer.status_code
    assert "Yes: one picture" in said(answer.text)
    assert "/artworks/1" in read(answer.text).links
    assert str(pair[0]) in said(answer.text)


def test_the_very_file_is_called_so(browser, pair):
    answer = browser.bring("/similar", pair[0].read_bytes())

    assert "Yes: this very file is in your library" in said(answer.text)


def test_more_pictures_beside_the_very_file_are_counted(bench, browser, pair):
    add_all(bench, pair[1])

    answer = browser.bring("/similar", pair[0].read_bytes())

    assert "in your library, and 1 more picture of it" in said(answer.text)


def test_a_picture_that_is_not_there_is_said_kindly(browser, pair, inbox):
    drawings.write(9, inbox / "other.png", width=640, height=480)

    words = said(browser.bring("/similar", (inbox / "other.png").read_bytes()).text)

    assert "Not in your library" in words
    assert "Nothing among 1 picture" in words


def test_a_question_leaves_nothing_behind(bench, browser, pair):
    before = sorted(bench.settings.home.rglob("*"))

    browser.bring("/similar", pair[1].read_bytes())

    assert before == sorted(bench.settings.home.rglob("*"))


def test_what_is_no_picture_is_said_with_its_reason(newcomer):
    words = said(newcomer.bring("/similar", b"%PDF-1.7 a document").text)

    assert "a PDF document, not a picture" in words


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8600/image/x",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/x.png",
        "file:///etc/passwd",
        "nonsense",
    ],
)
def test_an_address_in_private_networks_is_not_asked(newcomer, url):
    answer = newcomer.submit("/similar", url=url)

    assert 200 == answer.status_code
    assert "cannot be asked" in said(answer.text)


def test_an_address_is_answered_in_a_piece_for_scripts(newcomer):
    headers = {"hx-request": "true", "x-csrf-token": newcomer.token}
    answer = newcomer.post("/similar", data={"url": "http://10.0.0.1/x.png"}, headers=headers)

    assert "<html" not in answer.text
    assert "cannot be asked" in said(answer.text)


def test_a_picture_of_the_library_is_compared_with_the_others(bench, client, pair):
    add_all(bench, pair[1])
    sha256 = client.get("/api/gallery").json()["works"][0]["sha256"]

    page = client.get("/similar", params={"image": sha256}).text

    assert "One other picture in your library shows it" in said(page)
    assert f"/screen/{sha256}" in read(page).images


def test_posts_are_told_with_title_artist_and_site_as_links(led_bench, collector, world):
    url = "https://danbooru.donmai.us/posts/9000001"
    follow.address(led_bench, url)
    work(led_bench)

    page = collector.bring("/similar", world.world.fox("danbooru").pages[0].bytes()).text

    assert "Fox in the Snow · lanternfish · Danbooru" in said(page)
    assert {"/artists/1", url} <= set(read(page).links)
    assert "9000001" not in said(page)


def test_a_picture_of_the_library_without_a_copy_is_not_called_missing(client, pair):
    sha256 = client.get("/api/gallery").json()["works"][0]["sha256"]

    words = said(client.get("/similar", params={"image": sha256}).text)

    assert "Nothing else in your library shows it" in words
    assert "Not in your library" not in words


@pytest.fixture
def abroad(bench, inbox):
    """A browser of a workbench that may ask a site, and where that site is."""
    with site(inbox) as netloc, asking(bench, netloc) as able:
        yield Browser(create_app(able, shown=()), HERE), f"http://{netloc}"


def picture_in(html):
    """Return the one picture that a page holds in itself."""
    (packed,) = re.findall(r'href="data:image/webp;base64,([^"]+)"', html)
    return Image.open(io.BytesIO(base64.b64decode(packed)))


def test_the_picture_at_an_address_stands_beside_what_shows_it(abroad, pair):
    browser, url = abroad

    page = browser.submit("/similar", url=f"{url}/small.jpg").text

    assert "Yes: one picture" in said(page)
    assert (320, 240) == picture_in(page).size
    assert 1 == page.count('<use href="#asked"/>')
    assert url not in "".join(read(page).images)


def test_the_picture_at_an_address_is_shown_when_nothing_shows_it(abroad, pair, inbox):
    browser, url = abroad
    drawings.write(9, inbox / "other.png", width=1600, height=800)

    page = browser.submit("/similar", url=f"{url}/other.png").text

    assert "Not in your library" in said(page)
    assert (512, 256) == picture_in(page).size


def test_what_was_fetched_is_not_kept(bench, abroad, pair):
    browser, url = abroad
    before = sorted(bench.settings.home.rglob("*"))

    browser.submit("/similar", url=f"{url}/small.jpg")

    assert before == sorted(bench.settings.home.rglob("*"))


def test_what_is_no_picture_at_an_address_is_said_with_its_reason(abroad, inbox):
    browser, url = abroad
    (inbox / "note.txt").write_text("no picture at all", encoding="utf-8")

    words = said(browser.submit("/similar", url=f"{url}/note.txt").text)

    assert "a text, not a picture" in words


def test_an_upload_that_browsers_cannot_show_is_shown_by_us(browser, pair, inbox):
    with Image.open(pair[1]) as picture:
        picture.save(inbox / "small.tif")

    tiff = browser.bring("/similar", (inbox / "small.tif").read_bytes()).text
    jpeg = browser.bring("/similar", pair[1].read_bytes()).text

    assert (320, 240) == picture_in(tiff).size
    assert "data:image" not in jpeg
