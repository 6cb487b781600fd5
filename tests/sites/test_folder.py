"""The site `folder`: every name a disk can hold is one address, and walks end."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.sites import folder
from artkeep.sites.folder import Unreadable

NAMES = [
    b"fox.png",
    b"fox in the snow.png",
    b"100%.png",
    b"%41.png",
    b"line\nbreak.png",
    "雪の狐.png".encode(),
    "\u202egnp.exe".encode(),
    "🦊.png".encode(),
    b"\xff\xfe.png",
    b"\x1b[31mred.png",
    b"..hidden",
    "é".encode() * 127,
]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_has_one_address(name):
    path = Path("/pictures") / os.fsdecode(name)
    ref = folder.ref_of(path)

    assert path == folder.path_of(ref)
    assert ref == folder.parse(folder.url(ref))


@given(st.binary(min_size=1, max_size=60).filter(lambda name: b"\0" not in name))
def test_any_bytes_come_back_from_their_address(name):
    path = "/pictures/" + os.fsdecode(name).replace("/", "_")
    ref = folder.ref_of(Path(path))

    assert Path(path) == folder.path_of(ref)
    assert ref == folder.parse(folder.url(ref))


@pytest.mark.parametrize("name", NAMES)
def test_an_address_can_be_stored_and_printed(name):
    shown = folder.shown(os.fsdecode(name))

    assert shown.encode().decode() == shown
    assert not [sign for sign in shown if ord(sign) < 32 or sign == "\u202e"]


@pytest.mark.parametrize("url", ["https://example.org/a.png", "file://host/a.png", "a.png", ""])
def test_other_addresses_are_not_ours(url):
    assert folder.parse(url) is None


def test_a_walk_goes_through_all_folders_by_name(tmp_path):
    for name in ("b/2.png", "a/1.png", "0.png", "a/deep/er/3.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    found = [path.relative_to(tmp_path).as_posix() for path in walk(tmp_path)]

    assert ["0.png", "a/1.png", "a/deep/er/3.png", "b/2.png"] == found


def test_what_is_called_a_copy_comes_after_the_others(tmp_path):
    for name in ("fox (1).png", "fox.png", "Copies/fox.png", "originals/fox.png", "fox copy.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    found = [path.relative_to(tmp_path).as_posix() for path in walk(tmp_path)]

    assert [
        "fox.png",
        "fox (1).png",
        "fox copy.png",
        "originals/fox.png",
        "Copies/fox.png",
    ] == found


def test_a_loop_of_links_ends(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "fox.png").touch()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "round").symlink_to("round")

    found = walk(tmp_path)

    assert tmp_path / "a" / "fox.png" in found
    assert [Unreadable(tmp_path / "round", "a link that leads nowhere")] == [
        each for each in found if isinstance(each, Unreadable)
    ]


def test_a_folder_reached_twice_is_walked_once(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "fox.png").touch()
    (tmp_path / "b").symlink_to(tmp_path / "a")

    assert [tmp_path / "a" / "fox.png"] == walk(tmp_path)


def test_what_is_no_file_is_named_and_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")

    assert [Unreadable(tmp_path / "pipe.png", "not a regular file")] == walk(tmp_path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    gone = tmp_path / "gone.png"

    assert [Unreadable(gone, "No such file or directory")] == walk(gone)


def test_our_own_library_is_passed_over(tmp_path):
    (tmp_path / "library" / "blobs").mkdir(parents=True)
    (tmp_path / "library" / "blobs" / "kept.png").touch()
    (tmp_path / "fox.png").touch()

    found = list(folder.walk([tmp_path], leave_out=tmp_path / "library"))

    assert [tmp_path / "fox.png"] == found


def test_what_systems_leave_behind_is_passed_over(tmp_path):
    (tmp_path / ".DS_Store").touch()

    assert [] == walk(tmp_path)


def test_a_changed_file_has_another_stamp(tmp_path):
    file = tmp_path / "fox.png"
    file.write_bytes(b"one")
    before = folder.fetch(file).pages[0].stamp
    os.utime(file, ns=(1, 2))

    assert before != folder.fetch(file).pages[0].stamp


def test_a_file_tells_its_name_and_time(tmp_path):
    file = tmp_path / "Fox in the Snow.final.png"
    file.write_bytes(b"bytes")
    os.utime(file, (0, 86_400))

    found = folder.fetch(file)

    assert "Fox in the Snow.final" == found.title
    assert "1970-01-02T00:00:00+00:00" == found.published_at.isoformat()


def walk(path: Path) -> list[Path | Unreadable]:
    return list(folder.walk([path], leave_out=Path("/no/library/here")))
