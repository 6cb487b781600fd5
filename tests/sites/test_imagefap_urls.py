"""The addresses of imagefap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.errors import BadRequest
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.imagefap import SITE
from artkeep.sites.imagefap.urls import favourites

WWW = "https://www.imagefap.com"
CDN = "https://cdn.imagefap.com/images"
FORMS = {
    f"{WWW}/photo/111222333/": "111222333",
    f"{WWW}/photo/111222333": "111222333",
    f"{WWW}/photo/111222333/?pgid=&gid=9001&page=2#7": "111222333",
    f"{WWW}/photo/111222333/?gid=9001&idx=24&partial=true": "111222333",
    "http://imagefap.com/photo/0111222333/": "111222333",
    "https://beta.imagefap.com/photo/111222333/": "111222333",
    "https://WWW.ImageFap.COM:443/photo/111222333//": "111222333",
    f"{CDN}/full/7/111/111222333.jpg?end=1593771771&secure=03cf": "111222333",
    "https://cdnc.imagefap.com/images/frame-thumb/7/111/111222333.webp": "111222333",
    "https://cdnh.imagefap.com/images/mini/7/111/111222333.gif?se=1&ss=ab": "111222333",
}
LISTS = {
    f"{WWW}/gallery/9001": "gallery/9001",
    f"{WWW}/gallery/9001/?view=2": "gallery/9001",
    f"{WWW}/gallery.php?gid=9001&view=0&page=3": "gallery/9001",
    f"{WWW}/gallery.php?pgid=0a1Bff": "gallery/pgid-0a1Bff",
    f"{WWW}/pictures/9001/Some-title,-with-commas": "gallery/9001",
    f"{WWW}/pictures/9001/": "gallery/9001",
    f"{WWW}/organizer/12/Some-folder": "organizer/12",
    f"{WWW}/organizer/12": "organizer/12",
    f"{WWW}/usergallery.php?userid=77&folderid=12": "organizer/12",
    f"{WWW}/usergallery.php?user=SampleUser&folderid=12": "organizer/12",
    f"{WWW}/profile/SampleUser/galleries?folderid=12": "organizer/12",
    f"{WWW}/usergallery.php?userid=77": "galleries/77",
    f"{WWW}/usergallery.php?userid=77&folderid=0": "galleries/77",
    f"{WWW}/usergallery.php?userid=77&folderid=-1": "galleries/77/-1",
    f"{WWW}/profile/SampleUser/galleries?folderid=-1": "galleries/@SampleUser/-1",
    f"{WWW}/profile/SampleUser/galleries?folderid=0": "galleries/@SampleUser",
    f"{WWW}/profile/SampleUser": "galleries/@SampleUser",
    f"{WWW}/profile/SampleUser/": "galleries/@SampleUser",
    f"{WWW}/profile.php?user=Paper+%26+Ink": "galleries/@Paper%20%26%20Ink",
    f"{WWW}/profile/Paper%20&%20Ink/galleries": "galleries/@Paper%20%26%20Ink",
    f"{WWW}/showfavorites.php?userid=77": "favourites/77",
    f"{WWW}/showfavorites.php?userid=77&page=4": "favourites/77",
    f"{WWW}/showfavorites.php?userid=77&page=4&folderid=501": "favourites/77/501",
    f"{WWW}/showfavorites.php?folderid=501&userid=77#img-1": "favourites/77/501",
    f"{WWW}/showfavorites.php?userid=77#@my%20pics": "favourites/77/@my%20pics",
    f"{WWW}/profile/SampleUser#favorites": "favourites/@SampleUser",
    f"{WWW}/profile/SampleUser#favorites/501": "favourites/@SampleUser/501",
    f"{WWW}/profile/SampleUser#favorites/@A%20%26%20B": "favourites/@SampleUser/@A%20%26%20B",
}
NOT_OURS = [
    "https://www.imagefap.com.evil.example/photo/111222333/",
    "https://evilimagefap.com/photo/111222333/",
    "https://www.imagefap.com@evil.example/photo/111222333/",
    "https://www.imagefap.com:8443/photo/111222333/",
    "https://evil.example/https://www.imagefap.com/photo/111222333/",
    "ftp://www.imagefap.com/photo/111222333/",
    "www.imagefap.com/photo/111222333/",
    "https://cdn.imagefap.com/photo/111222333/",
    "https://www.imagefap.com/images/full/7/111/111222333.jpg",
    f"{WWW}/",
    f"{WWW}/photo/",
    f"{WWW}/photo/0/",
    f"{WWW}/photo/abc/",
    f"{WWW}/photo/\u0661\u0662\u0663/",
    f"{WWW}/photo/{'9' * 40}/",
    f"{WWW}/gallery.php",
    f"{WWW}/gallery.php?gid=x",
    f"{WWW}/gallery.php?pgid=../etc",
    f"{WWW}/showfavorites.php?folderid=501",
    f"{WWW}/showfavorites.php?userid=0&folderid=501",
    f"{WWW}/usergallery.php?folderid=-1",
    f"{WWW}/profile/..",
    f"{WWW}/human-verification",
    f"{WWW}/random.php",
    "https://[::1",
    "https://www.imagefap.com:x/photo/1/",
]


@pytest.mark.parametrize(("url", "number"), FORMS.items())
def test_the_address_of_a_picture_is_read(url, number):
    assert PostRef("imagefap", number) == SITE.parse(url)


@pytest.mark.parametrize(("url", "expected"), LISTS.items())
def test_the_address_of_a_list_is_read(url, expected):
    assert CollectionRef("imagefap", expected) == SITE.parse(url)


@pytest.mark.parametrize("url", [*FORMS, *LISTS])
def test_what_was_read_can_be_written_and_read_again(url):
    ref = SITE.parse(url)

    assert ref == SITE.parse(SITE.url(ref))


@pytest.mark.parametrize("url", NOT_OURS)
def test_other_addresses_are_not_read(url):
    assert SITE.parse(url) is None


@pytest.mark.parametrize(
    ("user", "folder", "expected"),
    [
        (77, None, "favourites/77"),
        (77, 501, "favourites/77/501"),
        (77, "my pics", "favourites/77/@my%20pics"),
        ("SampleUser", None, "favourites/@SampleUser"),
        ("SampleUser", "  A  &  B ", "favourites/@SampleUser/@A%20%26%20B"),
        ("7", "501", "favourites/@7/@501"),
    ],
)
def test_a_number_is_an_id_and_a_text_is_a_name(user, folder, expected):
    assert CollectionRef("imagefap", expected) == favourites(user, folder)


@pytest.mark.parametrize(("user", "folder"), [(0, None), ("", None), (" . ", 1), (77, "\ud800")])
def test_what_is_neither_a_number_nor_a_name_is_said(user, folder):
    with pytest.raises(BadRequest, match="is neither an id nor a name"):
        favourites(user, folder)


NAMES = st.text(st.characters(codec="utf-8"), max_size=30).filter(lambda name: name.strip(". \t\n"))


@given(user=st.integers(1, 10**12) | NAMES, folder=st.none() | st.integers(1, 10**9) | NAMES)
def test_any_favourites_have_an_address_that_leads_back(user, folder):
    try:
        ref = favourites(user, folder)
    except BadRequest:  # nothing but blanks of some alphabet
        return

    assert ref == SITE.parse(SITE.url(ref))
