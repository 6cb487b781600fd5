"""The copy of imagefap does what the real one is known for."""

import json
import re
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from artkeep.fakes.imagefap import memory
from artkeep.fakes.web import serving
from tests.clocks import HandClock

FOLDER = "/showfavorites.php?userid=77&folderid=501"


class Asking:
    """Asks the fake as a plain client does, without following anything."""

    def __init__(self, served, clock):
        self.served = served
        self.clock = clock

    def get(self, path, key="base"):
        return self.at(self.served.stage.address("imagefap", key) + path)

    def at(self, url, **headers):
        parts = urlsplit(url)
        connection = HTTPConnection(parts.hostname, parts.port, timeout=20)
        connection.request("GET", f"{parts.path}?{parts.query}", headers=headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), text

    def page(self, path):
        status, _, text = self.get(path)
        assert 200 == status
        return text.decode()


@pytest.fixture(scope="module")
def all_tests():
    clock = HandClock()
    with serving(works=120, now=clock.now) as served:
        yield Asking(served, clock)


@pytest.fixture
def site(all_tests):
    all_tests.served.moods.clear()
    memory.of(all_tests.served.stage).__init__()
    return all_tests


def shown(page):
    return re.findall(r'id="img-(\d+)"', page)


def fox(site):
    return site.served.world.fox("imagefap")


def address_of(page, element):
    return re.search(rf'{element}="([^"]+)"', page).group(1)


def test_favourites_grow_at_their_end(site):
    newest = site.served.world.lists("imagefap")["501"][0]
    pages = [shown(site.page(f"{FOLDER}&page={at}")) for at in range(9)]

    assert newest == [own for page in pages for own in page][-1]


def test_a_page_in_the_middle_is_empty_and_pages_past_the_end_are_too(site):
    sizes = [len(shown(site.page(f"{FOLDER}&page={at}"))) for at in (0, 1, 2, 99)]

    assert [16, 0, 16, 0] == sizes


def test_long_names_are_cut_in_lists_alone(site):
    posts = [(post, memory.file_name(post)) for post in site.served.world.on("imagefap")]
    post, name = next(each for each in posts if re.fullmatch(r"[\w .]{22,}", each[1], re.ASCII))
    gallery = site.page(f"/gallery/{post.series.id}")

    assert f"{name[:20]}...</i>" in gallery
    assert name not in gallery
    assert name in site.page(f"/photo/{post.id}/")


def test_each_element_of_a_page_has_a_token_of_its_own(site):
    page = site.page(f"/photo/{fox(site).id}/")
    tokens = {address_of(page, name).partition("=")[2] for name in ("href", "framed", "original")}

    assert 3 == len(tokens)


def test_the_address_of_a_picture_is_good_for_a_while(site):
    url = address_of(site.page(f"/photo/{fox(site).id}/"), "original")
    before = site.at(url)
    site.clock.forward(memory.of(site.served.stage).address_lasts.total_seconds() + 1)

    assert (200, fox(site).pages[0].bytes()) == (before[0], before[2])
    assert 403 == site.at(url)[0]


@pytest.mark.parametrize("secure", ["", "?secure=", "?secure=x,9999999999", "?secure=o,x"])
def test_without_a_good_token_no_picture_is_shown(site, secure):
    path = memory.place(fox(site), "full")

    assert 403 == site.get(f"/{path}{secure}", "pictures")[0]


def test_a_framed_picture_is_a_small_one(site):
    url = address_of(site.page(f"/photo/{fox(site).id}/"), "framed")

    assert len(site.at(url)[2]) < len(fox(site).pages[0].bytes())


def test_robots_are_sent_to_a_human_check_that_is_answered_with_200(site):
    site.served.moods.set("imagefap", "blocked")
    status, headers, _ = site.get(f"/photo/{fox(site).id}/")
    base = site.served.stage.address("imagefap", "base")
    checked = site.at(f"{base}/human-verification")

    assert (302, "../../human-verification") == (status, headers["location"])
    assert 200 == checked[0]
    assert b"made too many requests" in checked[2]


def test_whoever_is_too_fast_is_told_how_long_to_wait(site):
    site.served.moods.set("imagefap", "busy")
    status, headers, _ = site.get("/showfavorites.php?userid=77")

    assert (429, "300") == (status, headers["retry-after"])


def test_two_folders_share_a_line(site):
    page = site.page("/showfavorites.php?userid=77")
    [line] = [line for line in page.splitlines() if "blk_galleries" in line]

    assert 2 == line.count("folderid=")


def test_a_page_says_of_a_picture_what_machines_read(site):
    page = site.page(f"/photo/{fox(site).id}/")
    told = json.loads(re.search(r'ld\+json">(.*?)</script>', page).group(1))

    assert ("Fox in the Snow.jpg", "Paper & Ink") == (told["name"], told["author"])
    assert "frame-thumb" in told["contentUrl"]


@pytest.mark.parametrize(
    "path",
    [
        "/profile/nobody",
        "/profile/77",
        "/showfavorites.php?userid=4",
        "/profile/x/galleries",
        "/organizer/4",
        "/photo/4/",
    ],
)
def test_what_never_was_is_not_found(site, path):
    assert 404 == site.get(path)[0]
