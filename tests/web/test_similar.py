import pytest

from artkeep.fakes import drawings
from tests.web.browsing import read, said
from tests.working import add_all


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

    assert "this very file" in said(answer.text)


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

    assert "Yes: one picture" in said(page)
    assert f"/screen/{sha256}" in read(page).images
