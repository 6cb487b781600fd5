import pytest

from artkeep.fakes import drawings
from artkeep.model.records import Kept
from tests.library import rows
from tests.web.browsing import read, said, works
from tests.working import add_all

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def wall(bench):
    """Seven works in the library; nobody looks at their bytes."""
    with bench.db.begin() as tx:
        for number in range(7):
            rows.add_file(tx, f"/wall/picture {number}.png", number)


def test_an_empty_library_leads_to_the_first_picture(visitor):
    words = said(visitor.get("/").text)

    assert "Keep the pictures you love" in words
    assert "Choose pictures" in words
    assert "Add this folder" in words


def test_the_gallery_shows_everything_newest_first(client, wall):
    page = client.get("/").text

    assert [7, 6, 5, 4, 3, 2, 1] == list(works(page))
    assert "7 works" in said(page)


def test_every_box_is_known_before_its_picture_is_there(client, wall):
    page = client.get("/").text

    assert 7 == page.count("--ratio:1.3333;--colour:#")
    assert 7 == page.count('width="640" height="480"')


def test_older_pictures_are_behind_a_link(client, wall):
    first = client.get("/api/gallery", params={"limit": 3}).json()

    page = client.get("/", params={"after": first["next"]}).text

    assert [4, 3, 2, 1] == list(works(page))
    assert "/" in read(page).links


def test_a_place_that_is_none_is_refused(client, wall):
    answer = client.get("/", params={"after": "nonsense"})

    assert 400 == answer.status_code
    assert "start at the top" in said(answer.text)


def test_a_work_tells_where_it_came_from(client, wall):
    words = said(client.get("/artworks/3").text)

    assert "/wall/picture 2.png" in words
    assert "640 \u00d7 480" in words
    assert "PNG" in words


def test_a_work_has_neighbours(client, wall):
    links = read(client.get("/artworks/3").text).links

    assert {"/artworks/4", "/artworks/2"} <= set(links)


def test_the_first_and_the_last_have_one_neighbour(client, wall):
    assert "/artworks/7" not in read(client.get("/artworks/7").text).links
    assert "/artworks/0" not in read(client.get("/artworks/1").text).links


@pytest.mark.parametrize("path", ["/artworks/99", "/artworks/3?image=abc", "/artworks/99/alike"])
def test_a_work_that_is_not_there_is_not_found(client, wall, path):
    assert 404 == client.get(path).status_code


def test_look_alikes_stand_beside_a_work(bench, client, inbox):
    drawings.write(1, inbox / "large.png", width=640, height=480)
    drawings.write(1, inbox / "small.png", width=320, height=240)
    add_all(bench, inbox / "large.png", inbox / "small.png")

    page = client.get("/artworks/1/alike").text

    assert ["/artworks/2"] == read(page).links
    assert "<html" not in page


def test_a_work_without_look_alikes_says_so(client, wall):
    assert "Nothing else" in said(client.get("/artworks/3/alike").text)


def test_names_of_files_are_never_markup(bench, client, inbox):
    drawings.write(1, inbox / f"{SCRIPT.replace('/', '')}.png", width=64, height=48)
    add_all(bench, *inbox.glob("*.png"))

    for path in ("/", "/artworks/1", "/activity"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


@pytest.fixture
def changed(bench, inbox):
    """A picture whose file showed another one before."""
    picture = inbox / "fox.png"
    for number in (1, 2):
        drawings.write(number, picture, width=64, height=48)
        add_all(bench, picture)
    return picture


def works_of(client):
    return client.get("/api/gallery").json()["works"]


def test_an_earlier_version_is_kept_and_named(client, changed):
    assert "An earlier version" in said(client.get("/artworks/1").text)
    assert "An earlier version" not in said(client.get("/artworks/2").text)


def test_an_earlier_version_and_the_present_one_lead_to_each_other(client, changed):
    now, before = (read(client.get(f"/artworks/{number}").text) for number in (2, 1))
    thumbs = [f"/thumb/{work['sha256']}/s.webp" for work in works_of(client)]

    assert "/artworks/1" in now.links
    assert "/artworks/2" in before.links
    assert thumbs[1] in now.images
    assert thumbs[0] in before.images
    assert "until" in now.words
    assert "there now" in " ".join(before.words)


def test_a_file_that_never_changed_has_no_versions(client, wall):
    assert "At the same place" not in said(client.get("/artworks/3").text)


def test_a_file_that_is_gone_is_said_so_and_still_seen(bench, client, fox):
    add_all(bench, fox, kept=Kept.REFERENCE)
    assert "Original" in said(client.get("/artworks/1").text)
    sha256 = works_of(client)[0]["sha256"]
    fox.unlink()

    page, screen = client.get("/artworks/1").text, client.get(f"/screen/{sha256}")

    assert "no longer where it was" in said(page)
    assert "?download" not in page
    assert (200, "image/webp") == (screen.status_code, screen.headers["content-type"])
    assert "immutable" not in screen.headers["cache-control"]
    assert 200 == client.get(f"/thumb/{sha256}/l.webp").status_code
    assert 404 == client.get(f"/image/{sha256}").status_code


def test_a_file_that_was_only_referred_to_and_changed_is_said_so(bench, client, fox):
    for number in (1, 2):
        drawings.write(number, fox, width=320, height=240)
        add_all(bench, fox, kept=Kept.REFERENCE)

    assert "holds another picture now" in said(client.get("/artworks/1").text)
    assert "holds another picture now" not in said(client.get("/artworks/2").text)
