"""`get`: the pictures of a list lie in a folder, each once, whatever they are called."""

import hashlib
import json
from zipfile import ZipFile

from artkeep.collect.straight.outcomes import Status
from artkeep.fakes.imagefap import memory
from artkeep.model.refs import PostRef
from tests.collect.straight.told import A_AND_B, EVERYTHING, digests, expected, pictures


def test_a_folder_of_favourites_lies_in_a_folder(get, world, to, tmp_path):
    told = get()

    assert expected(world, "502") == digests(to)
    assert len(expected(world, "502")) == told.count(Status.SAVED)
    assert ["pictures"] == [each.name for each in tmp_path.iterdir()]  # no library was made
    assert [] == [each.name for each in to.iterdir() if each.name.startswith(".")]


def test_all_folders_and_the_galleries_in_them_lie_in_one_folder(get, world, to):
    told = get(EVERYTHING)

    assert set(expected(world, "501", "502")) <= set(digests(to))
    assert len(set(digests(to))) == len(digests(to))
    assert {"A & B", "my pics", "Galleries I like"} < set(told.lists)
    assert 0 == told.count(Status.FAILED)


def test_different_pictures_of_one_name_are_both_kept(get, world, to):
    get(A_AND_B)
    same = [name for name in pictures(to) if name.startswith("same")]

    assert len(same) > 1
    assert "same.jpg" in same
    for name in set(same) - {"same.jpg"}:
        digest = hashlib.sha256(pictures(to)[name]).hexdigest()
        assert f"same-{digest[:10]}.jpg" == name


def test_what_a_person_has_under_any_name_is_not_saved_again(get, world, to):
    first = world.world.post("imagefap", world.world.lists("imagefap")["502"][0])
    to.mkdir()
    (to / "mine.txt").write_bytes(first.pages[0].bytes())

    told = get()

    assert expected(world, "502") == digests(to)
    there = [each for each in told.outcomes if each.status is Status.THERE]
    assert [(first.id, to / "mine.txt")] == [(each.id, each.path) for each in there]


def test_a_file_of_a_person_is_never_written_over(get, world, to):
    to.mkdir()
    first = world.world.post("imagefap", world.world.lists("imagefap")["502"][0])
    loud = memory.file_name(first).rpartition(".")[0].upper() + ".JPG"
    (to / loud).write_bytes(b"mine")

    get()

    assert b"mine" == (to / loud).read_bytes()
    assert set(expected(world, "502")) < set(digests(to))


def test_links_and_folders_are_left_alone(get, world, to, tmp_path):
    to.mkdir()
    first = world.world.post("imagefap", world.world.lists("imagefap")["502"][0])
    (tmp_path / "elsewhere").write_bytes(first.pages[0].bytes())
    (to / "link.jpg").symlink_to(tmp_path / "elsewhere")
    (to / memory.file_name(first)).mkdir()

    told = get()

    assert len(expected(world, "502")) == told.count(Status.SAVED)
    assert [] == list((to / memory.file_name(first)).iterdir())


def test_one_post_by_its_address(get, world, to):
    fox = world.world.fox("imagefap")
    get(PostRef("imagefap", fox.id))

    assert {"Fox in the Snow.jpg": fox.pages[0].bytes()} == pictures(to)


def test_frames_keep_their_timing(get, world, to):
    moving = next(each for each in world.world.on("danbooru") if each.kind == "moving")
    told = get(PostRef("danbooru", moving.id))

    assert [Status.SAVED] == [each.status for each in told.outcomes]
    [path] = to.glob("*.zip")
    with ZipFile(path) as archive:
        frames = json.loads(archive.read("animation.json"))["frames"]
        assert [each["file"] for each in frames] == archive.namelist()[:-1]
    assert all(each["delay"] > 0 for each in frames)
    assert [] == get(PostRef("danbooru", moving.id), force=True).said
    assert [path] == [*to.glob("*.zip")]
