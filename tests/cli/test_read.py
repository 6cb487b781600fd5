"""`artkeep read`: into the library, read again only when told."""

import json

import pytest

from artkeep.library import collections
from artkeep.settings import Settings
from artkeep.workbench import open_workbench


@pytest.fixture
def followed(tmp_path):
    """Return the lists that are followed: title → whether they are read by themselves."""

    def told():
        with open_workbench(Settings(home=tmp_path / "library")) as bench, bench.db.read() as tx:
            return {each.title: each.next_at is not None for each in collections.followed(tx)}

    return told


def test_a_folder_is_read_and_stays_as_it_is_until_told(artkeep, world, followed):
    said = artkeep("read", "--user", "SAMPLEUSER", "--folder", "mypics", "--json")

    of_list, of_site = (json.loads(line) for line in said.out.splitlines())
    assert 0 == said.code
    assert ("my pics", len(world.world.lists("imagefap")["502"])) == (
        of_list["title"],
        of_list["counts"]["new"],
    )
    assert of_list["counts"]["new"] == of_site["counts"]["posts"]
    assert {"my pics": False} == followed()


def test_all_folders_of_a_user_are_read_and_not_again_within_three_days(artkeep, world, followed):
    assert 0 == artkeep("read", "--id", "77", "-q").code
    again = artkeep("read", "--id", "77", "-q")
    pages = [seen.query for seen in world.log]

    assert {"Favourites of SampleUser", "A & B", "my pics", "Galleries I like"} <= set(followed())
    assert {False} == set(followed().values())
    assert "A & B was read less than 3 days ago" in again.err
    assert ["userid=77&page=0"] == pages  # what the list is called

    forced = artkeep("read", "--id", "77", "-q", "--force")
    assert 0 == forced.code
    assert any("folderid=501" in seen.query for seen in world.log)
    assert [] == [seen for seen in world.log if seen.key == "pictures"]


def test_with_follow_it_is_read_by_itself_from_then_on(artkeep, followed):
    artkeep("read", "--id", "77", "--folder", "502", "-q")
    artkeep("read", "--id", "77", "--folder", "502", "-q", "--follow")
    artkeep("read", "--id", "77", "--folder", "502", "-q")

    assert {"my pics": True} == followed()


def test_a_post_by_its_address_is_kept(artkeep, world, followed):
    fox = world.world.fox("imagefap").id
    said = artkeep("read", f"https://www.imagefap.com/photo/{fox}/", "-q")

    assert 0 == said.code
    assert {} == followed()


def test_local_is_add(artkeep, world, tmp_path):
    (tmp_path / "mine").mkdir()
    picture = world.world.fox("imagefap").pages[0]
    (tmp_path / "mine/fox.jpg").write_bytes(picture.bytes())
    said = artkeep("read", "--local", tmp_path / "mine", "--json", "-q")

    assert 0 == said.code
    assert picture.sha256 == json.loads(said.out)["sha256"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "say whose favourites"),
        (("-o", "here", "--id", "77"), "ARTKEEP_HOME"),
        (("--local", ".", "--id", "77"), "--local goes with no address"),
        (("--local", ".", "--force"), "--local goes with no address"),
        (("--id", "77", "--user", "a"), "not both"),
    ],
)
def test_what_cannot_be_meant_is_refused(artkeep, words, said):
    ended = artkeep("read", *words)

    assert 2 == ended.code
    assert said in ended.err
