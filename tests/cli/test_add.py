"""`artkeep add`: what a word means, a file or what a site knows by it."""

import pytest

from artkeep.library import collections
from artkeep.settings import Settings
from artkeep.workbench import open_workbench


@pytest.fixture
def followed(tmp_path):
    with open_workbench(Settings(home=tmp_path / "library")) as bench:

        def told():
            with bench.db.read() as tx:
                return [each.ref.site for each in collections.followed(tx)]

        yield told


@pytest.mark.parametrize(
    ("word", "site"),
    [
        ("@mika@art.example", "mastodon"),
        ("derpibooru.org/search?q=artist:mika+aoyama", "philomena"),
    ],
)
def test_what_a_site_knows_by_its_name_is_followed(artkeep, followed, word, site):
    assert 0 == artkeep("add", word, "-q").code
    assert [site] == followed()


def test_a_file_that_is_called_so_is_a_file(artkeep, world, tmp_path, followed):
    (tmp_path / "@mika@art.example").write_bytes(world.world.fox("pixiv").pages[0].bytes())

    assert 0 == artkeep("add", "@mika@art.example", "-q").code
    assert [] == followed()


@pytest.mark.parametrize("word", ["no/such.png", "mika", "deviantart:ann", "@mika"])
def test_a_word_that_nobody_knows_asks_for_a_file_or_an_address(artkeep, word):
    said = artkeep("add", word)

    assert 2 == said.code
    assert f"there is no file or folder {word}" in said.err


@pytest.mark.parametrize("word", ["deviantart:ann", "@mika", "pixiv"])
def test_what_looks_like_a_name_on_a_site_is_told_to_be_given_as_an_address(artkeep, word):
    assert "give the whole address, https://" in artkeep("add", word).err


def test_files_and_addresses_go_together(artkeep, world, tmp_path):
    (tmp_path / "text.png").write_text("no picture")
    both = artkeep("add", "text.png", "https://danbooru.donmai.us/posts/9000001", "-q")

    assert 3 == both.code
    assert "1 refused" in both.err
    assert "danbooru: 1 new picture" in both.err


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("text.png", "name the address of one"),
        ("https://danbooru.donmai.us/posts/9000001", "this is the address of a post"),
    ],
)
def test_a_filter_is_for_lists(artkeep, tmp_path, word, says):
    (tmp_path / "text.png").write_text("no picture")

    refused = artkeep("add", word, "--filter", "fox", "-q")

    assert 2 == refused.code
    assert "a filter is for lists" in refused.err
    assert says in refused.err
