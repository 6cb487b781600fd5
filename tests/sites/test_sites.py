"""The table of all sites."""

import pytest

from artkeep.errors import UnknownAddress
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites import SITES, by_name, parse

FOX = PostRef("pixiv", "90000001")


@pytest.fixture(autouse=True)
def programs(tmp_path, monkeypatch):
    """The folder where programs are looked for: there are none."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    "url",
    [
        "https://www.pixiv.net/artworks/90000001",
        "  https://www.pixiv.net/artworks/90000001\n",
        "www.pixiv.net/artworks/90000001",
    ],
)
def test_an_address_is_read_by_its_site(url):
    assert FOX == parse(url)


def test_the_address_of_a_file_is_a_post_of_the_folder():
    assert PostRef("folder", "/home/mika/fox.png") == parse("file:///home/mika/fox.png")


@pytest.mark.parametrize("url", ["", "fox", "https://nowhere.example/1", "https://[", "://"])
def test_an_address_that_no_site_knows_is_refused_with_those_that_are(url):
    with pytest.raises(UnknownAddress, match=r"is not the address of a post or a list on .*pixiv"):
        parse(url)


def test_a_site_is_found_by_its_name():
    assert list(SITES.items()) == [(site.name, by_name(site.name)) for site in SITES.values()]


def test_a_site_that_is_nearly_named_is_suggested():
    with pytest.raises(UnknownAddress, match=r"Pixif is no site; did you mean pixiv\?"):
        by_name("Pixif")
    with pytest.raises(UnknownAddress, match=r"qqq is no site; known are .*pixiv"):
        by_name("qqq")


@pytest.mark.parametrize("url", ["https://nowhere.example/1", "nowhere.example/1"])
def test_what_no_site_knows_is_left_to_gallery_dl_if_it_is_installed(programs, url):
    program = programs / "gallery-dl"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)

    assert CollectionRef("gallery_dl", "https://nowhere.example/1") == parse(url)
    assert FOX == parse("https://www.pixiv.net/artworks/90000001")
    with pytest.raises(UnknownAddress):
        parse("fox")


def test_an_address_with_its_name_before_it_is_for_gallery_dl():
    url = "gallery-dl:https://www.pixiv.net/artworks/90000001"

    assert CollectionRef("gallery_dl", "https://www.pixiv.net/artworks/90000001") == parse(url)
