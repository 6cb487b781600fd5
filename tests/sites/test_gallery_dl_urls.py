"""Addresses for gallery-dl: any of the web, with its name before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites.gallery_dl import SITE, urls

LIST = CollectionRef("gallery_dl", "https://comics.example/c/12?p=1&q=%C3%A9")

LISTS = [
    "gallery-dl:https://comics.example/c/12?p=1&q=%C3%A9",
    "  GALLERY-DL:https://comics.example/c/12?p=1&q=%C3%A9\n",
    "gallery-dl:https://comics.example/c/12?p=1&q=%C3%A9#page2",
]
POSTS = [
    ("gallery-dl:https://comics.example/c/12#post=4711", "4711"),
    ("gallery-dl:https://comics.example/c/12#post=a%2Fb%23c", "a/b#c"),
    ("gallery-dl:https://comics.example/c/12#post=", ""),
]
NOT_OURS = [
    "",
    "gallery-dl:",
    "https://comics.example/c/12",
    "gallery-dl:comics.example/c/12",
    "gallery-dl:ftp://comics.example/c/12",
    "gallery-dl:oauth:pixiv",
    "gallery-dl:r:https://comics.example/",
    "gallery-dl:-v",
    "gallery-dl:https://comics.example/c/12 --exec",
    "gallery-dl:https://comics.example/\x00",
    "gallery-dl:https://comics.example:8443/c/12",
    "gallery-dl:https://comics.example:odd/c/12",
    "gallery-dl:https://ann:secret@comics.example/c/12",
    "gallery-dl:https://localhost/c/12",
    "gallery-dl:https://127.0.0.1/c/12",
    "gallery-dl:https://2130706433/",
    "gallery-dl:https://[::1]/c/12",
    "gallery-dl:https://[",
    f"gallery-dl:https://comics.example/{'x' * 2000}",
    f"gallery-dl:https://comics.example/#post={'é' * 500}",
]


@pytest.mark.parametrize("url", LISTS)
def test_an_address_is_a_list_until_the_program_is_asked(url):
    assert LIST == SITE.parse(url)


@pytest.mark.parametrize(("url", "key"), POSTS)
def test_a_post_is_an_address_and_its_own_id(url, key):
    ref = SITE.parse(url)

    assert isinstance(ref, PostRef)
    assert (("https://comics.example/c/12", key), url) == (urls.split(ref), SITE.url(ref))


@pytest.mark.parametrize("url", NOT_OURS)
def test_no_other_word_reaches_the_program(url):
    assert SITE.parse(url) is None


def test_an_address_is_below_another():
    assert urls.is_below("https://a.example/mika/media", "https://a.example/mika/")
    assert not urls.is_below("https://a.example/mikado", "https://a.example/mika?x=1")


@given(st.text())
def test_no_text_upsets_the_reader(text):
    address = f"gallery-dl:https://a.example/{text}"
    for each in (text, f"gallery-dl:{text}", address, f"{address}#post={text}"):
        found = SITE.parse(each)
        assert found is None or found == SITE.parse(SITE.url(found))
