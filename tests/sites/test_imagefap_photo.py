"""The page of a picture on imagefap: shapes that its copy does not have."""

import pytest

from artkeep.errors import (
    SiteChanged,
    Withheld,
)
from artkeep.model.found import Counts
from artkeep.model.refs import AccountRef
from artkeep.sites.imagefap import SITE
from tests.sites.playing_imagefap import (
    CDN,
    Canned,
    entry,
    photo,
    ref,
)


def fetched(text):
    return SITE.fetch(Canned(text), ref(111222333))


# ---- a picture ---------------------------------------------------------------------------------


def test_the_original_goes_before_the_link_and_both_before_the_rest():
    main = f'<img id="mainPhoto" data-src="{CDN}/full/7/111/111222333.jpg?secure=m,1">'
    [one] = fetched(photo(entry() + main)).pages

    assert [f"{CDN}/full/7/111/111222333.jpg?secure={word},1" for word in "ohm"] == [
        one.url,
        *one.fallbacks,
    ]
    assert "7/111/111222333.jpg 800x600" == one.stamp


@pytest.mark.parametrize(
    "shape",
    [
        f"<input type='image' imageid='111222333' original='{CDN}/full/7/111/111222333.jpg'>",
        "<a imageid='111222333' href='//cdn.imagefap.com/images/full/7/111/111222333.jpg'></a>",
    ],
)
def test_strips_of_other_years_are_read(shape):
    [one] = fetched(photo(f"<div id='_navi_cavi'>{shape}</div>")).pages

    assert one.url.startswith("https://cdn")
    assert one.url.endswith("/images/full/7/111/111222333.jpg")


@pytest.mark.parametrize(
    "address",
    [
        f"{CDN}/frame-thumb/7/111/111222333.jpg",
        f"{CDN}/full/7/111/111222334.jpg",
        "javascript:alert('/images/full/7/111/111222333.jpg')",
        "ftp://cdnc.imagefap.com/images/full/7/111/111222333.jpg",
        "http://[/images/full/7/111/111222333.jpg",
        "",
    ],
)
def test_what_is_no_address_of_the_picture_in_full_is_not_taken_for_it(address):
    with pytest.raises(SiteChanged, match=r"\(original\)"):
        fetched(photo(entry(original=address, href=address)))


def test_an_empty_strip_withholds_the_picture():
    with pytest.raises(Withheld):
        fetched(photo('<div id="_navi_cavi"><input id="is_empty" value="1"></div>'))


def test_a_picture_of_nobody_in_no_gallery_is_one_too():
    head = "<title>lake.jpg Porn Pic From </title>"
    found = fetched(photo(entry(), head))

    assert ("lake.jpg", None, None) == (found.title, found.account, found.series)


def test_who_is_named_without_a_number_is_known_by_name():
    linked = (
        '<script type="application/ld+json">{"contentUrl": "x", "author": {"name": "Ann B"},'
        '"datePublished": "30/02/2020", "width": "80", "height": "60"}</script>'
    )
    found = fetched(photo(entry(dimension="?", votes="x|y", views="-1", added="1/2/2020") + linked))

    assert AccountRef("imagefap", "@ann b") == found.account.ref
    assert found.published_at is None
    assert Counts() == found.counts
    assert (None, None) == (found.pages[0].width, found.pages[0].height)


def test_the_size_comes_from_elsewhere_when_the_strip_has_none():
    linked = '{"contentUrl": "x", "width": 80, "height": 60}'
    body = f'{entry(dimension=None)}<script type="application/ld+json">{linked}</script>'
    [one] = fetched(photo(body)).pages

    assert (80, 60) == (one.width, one.height)


@pytest.mark.parametrize("linked", ["{", "[" * 5000, "null", "[]", '{"contentUrl": {}}', "\ud83e"])
def test_linked_data_that_cannot_be_read_is_not_there(linked):
    body = f'{entry()}<script type="application/ld+json">{linked}</script>'
    text = photo(body).encode("utf-8", "replace").decode()

    assert "lake.jpg" == fetched(text).title


def test_a_name_that_one_place_cuts_short_is_taken_from_another():
    head = '<title>a-long-name.jpg Porn Pic From S</title><meta name="description" '
    head += 'content="View this hot a-lo... porn pic uploaded by Ann">'

    assert "a-long-name.jpg" == fetched(photo(entry(), head)).title


def test_a_picture_without_any_name_is_a_change_of_the_site():
    with pytest.raises(SiteChanged, match="the file name"):
        fetched(photo(entry(), "<title></title>"))


def test_another_picture_in_its_place_is_not_taken():
    body = photo(entry(imageid="5")).replace('value="111222333"', 'value="5"')

    with pytest.raises(SiteChanged, match="imageid_input"):
        fetched(body)
