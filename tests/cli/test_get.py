"""`artkeep get`: what it says, and how it ends."""

import json

import pytest

FOLDER = ("get", "--user", "sampleuser", "--folder", "MY PICS")


def number(world):
    return len(world.world.lists("imagefap")["502"])


def test_what_came_is_said_in_a_sentence_and_lies_in_the_usual_folder(artkeep, world, tmp_path):
    said = artkeep(*FOLDER, "--quiet")

    assert 0 == said.code
    assert f"{number(world)} pictures saved (" in said.out
    assert "MB), 0 known, 0 there already in 1 list\n" in said.out
    found = [each.name for each in (tmp_path / "Downloads/imagefap").iterdir()]
    assert number(world) + 1 == len(found)
    assert not (tmp_path / "library").exists()


def test_json_tells_of_each_picture_and_nothing_else(artkeep, world, tmp_path):
    said = artkeep(*FOLDER, "-o", tmp_path / "out", "--json")
    again = artkeep(*FOLDER, "-o", tmp_path / "out", "--json", "--force")
    first, later = ([json.loads(line) for line in each.out.splitlines()] for each in (said, again))

    assert number(world) == len(first) == len(later)
    assert {"saved"} == {each["status"] for each in first}
    assert {"known"} == {each["status"] for each in later}
    assert {"id", "url", "path", "sha256", "status", "reason"} == set(first[0])
    assert sorted(each["path"] for each in first) == sorted(each["path"] for each in later)


def test_what_failed_is_said_with_its_reason_and_the_code_is_3(artkeep, world, tmp_path):
    world.moods.set("imagefap", "pictures:missing")
    said = artkeep(*FOLDER, "-o", tmp_path / "out")

    assert 3 == said.code
    assert " failed in 1 list\n" in said.out
    assert "/photo/" in said.out
    assert "404" in said.out


@pytest.mark.parametrize(
    ("mood", "words"), [("busy", "go on then with the same"), ("blocked", "go on later with the")]
)
def test_a_site_that_bars_us_is_code_6(artkeep, world, tmp_path, mood, words):
    world.moods.set("imagefap", mood)
    said = artkeep(*FOLDER, "-o", tmp_path / "out")

    assert 6 == said.code
    assert words in said.err
    assert "0 pictures saved" in said.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("get",), 2, "say whose favourites"),
        (("get", "--id", "0", "--folder", "1"), 2, "--id"),
        (("get", "--user", "nobody", "--folder", "1"), 1, "is no longer there"),
        (("get", "--id", "77", "--folder", "no such"), 1, "has no folder no such"),
        (("get", "pixiv", "-u", "mika"), 2, "give the address"),
        (("get", "https://www.imagefap.com/photo/5/"), 3, ""),
        (("get", "--id", "77", "-f", "502", "-o", "no/such/folder"), 1, "make it first"),
    ],
)
def test_what_cannot_be_done_is_said(artkeep, words, code, said):
    ended = artkeep(*words)

    assert code == ended.code
    assert said in ended.err


def test_with_a_library_its_lanes_and_logins_are_used_and_nothing_else(
    artkeep, world, tmp_path, monkeypatch
):
    assert 0 == artkeep("add", "https://danbooru.donmai.us/posts/9000001", "-q").code
    monkeypatch.delenv("ARTKEEP_SITES__IMAGEFAP__PACE")
    before = (tmp_path / "library/blobs").stat().st_mtime_ns

    fox = world.world.fox("imagefap").id
    said = artkeep("get", f"https://www.imagefap.com/photo/{fox}/", "-o", tmp_path / "out")

    assert 0 == said.code
    assert before == (tmp_path / "library/blobs").stat().st_mtime_ns
    assert not (tmp_path / "artkeep").exists()  # no lanes of its own


def test_without_a_library_the_lanes_lie_in_the_folder_for_passing_things(
    artkeep, world, tmp_path, monkeypatch
):
    monkeypatch.delenv("ARTKEEP_SITES__IMAGEFAP__PACE")
    fox = world.world.fox("imagefap").id
    said = artkeep("get", f"https://www.imagefap.com/photo/{fox}/", "-o", tmp_path / "out")

    assert 0 == said.code
    assert (tmp_path / "artkeep/lanes.db").is_file()
    assert not (tmp_path / "library").exists()
