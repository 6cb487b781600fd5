"""What the folder promises beyond the store's contract."""

import errno
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from artkeep.blobs import open_blobs
from artkeep.blobs.folder import FolderBlobs, flush_folder, reading
from artkeep.errors import Damaged, DiskFull, LibraryError
from tests.blobs.content import kept, spooled

DAY_SECONDS = 86_400


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def blobs(root: Path) -> FolderBlobs:
    return FolderBlobs(root)


def test_a_blob_lies_under_the_first_three_digits_of_its_name(
    blobs: FolderBlobs, root: Path
) -> None:
    name = kept(blobs, b"a drawing")

    assert root / name[:3] / name == blobs.path(name)


def test_a_folder_is_named_by_an_address(tmp_path: Path) -> None:
    place = tmp_path / "a shelf" / "ünïcode"
    blobs = open_blobs(place.as_uri(), tmp_path / "home")

    kept(blobs, b"there")

    assert True is (place / ".artkeep-blobs").exists()
    assert False is (tmp_path / "home").exists()


def test_a_missing_mount_is_left_as_it_is(root: Path) -> None:
    root.mkdir()

    with pytest.raises(LibraryError, match="Is the disk mounted"):
        FolderBlobs(root, expect_marker=True)

    assert [] == list(root.iterdir())


def test_a_newer_layout_is_left_alone(root: Path) -> None:
    root.mkdir()
    (root / ".artkeep-blobs").write_text("artkeep blobs 2\n")

    with pytest.raises(LibraryError, match="newer version"):
        FolderBlobs(root)


def test_a_truncated_blob_is_damaged(blobs: FolderBlobs) -> None:
    name = kept(blobs, b"whole and well")
    os.truncate(_file(blobs, name), 5)

    assert False is blobs.verify(name)
    with pytest.raises(Damaged):
        blobs.get(name)


def test_one_turned_bit_is_found(blobs: FolderBlobs) -> None:
    names = [kept(blobs, bytes([number]) * 5000) for number in range(40)]
    hurt = names[7]
    content = bytearray(_file(blobs, hurt).read_bytes())
    content[4321] ^= 1
    _file(blobs, hurt).write_bytes(content)

    assert [hurt] == [name for name in names if not blobs.verify(name)]


def test_a_bad_spot_on_the_disk_is_damage(root: Path) -> None:
    with pytest.raises(Damaged), reading(root / "somewhere"):
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_a_disk_that_answers_oddly_is_said_in_our_words(root: Path) -> None:
    with pytest.raises(LibraryError, match="Stale file handle"), reading(root / "somewhere"):
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))


def test_a_damaged_blob_is_mended_by_the_same_bytes(blobs: FolderBlobs) -> None:
    name = kept(blobs, b"whole and well")
    os.truncate(_file(blobs, name), 5)

    assert True is blobs.put(*spooled(blobs, b"whole and well"))
    assert b"whole and well" == blobs.get(name)


def test_a_blob_that_shrinks_while_it_is_read_is_damaged(blobs: FolderBlobs) -> None:
    name = kept(blobs, b"0123456789")
    reader = blobs.reader(name)
    os.truncate(_file(blobs, name), 5)

    with pytest.raises(Damaged):
        list(reader)


def test_files_of_others_in_the_folder_are_not_listed(blobs: FolderBlobs, root: Path) -> None:
    name = kept(blobs, b"ours")
    strangers = [
        root / "Thumbs.db",
        root / "abc",
        root / name[:3] / f"._{name}",
        root / name[:3] / f"{name} (conflicted copy)",
        root / name[:3] / ("0" * 64),
    ]
    for stranger in strangers:
        stranger.touch()

    assert [name] == list(blobs.list())


def test_a_whole_batch_is_gone_from_the_spool_when_one_fails(blobs: FolderBlobs) -> None:
    good = spooled(blobs, b"good")
    lost = sha256(b"lost").hexdigest(), blobs.spool().with_name("never-written")

    with pytest.raises(LibraryError):
        blobs.put_many([good, lost])

    assert False is good[1].exists()


def test_a_spool_file_of_a_dead_process_is_swept(blobs: FolderBlobs, root: Path) -> None:
    leave = "from pathlib import Path; from artkeep.blobs.folder import FolderBlobs; import sys"
    subprocess.run(
        [sys.executable, "-c", f"{leave}; FolderBlobs(Path(sys.argv[1])).spool()", str(root)],
        check=True,
    )
    assert 1 == len(_spools(root))

    FolderBlobs(root)

    assert [] == _spools(root)


def test_a_spool_file_of_this_process_stays(blobs: FolderBlobs, root: Path) -> None:
    mine = blobs.spool()

    FolderBlobs(root)

    assert [mine] == _spools(root)


def test_a_spool_file_of_another_machine_stays_for_a_day(blobs: FolderBlobs, root: Path) -> None:
    new, old = root / ".spool/0badcafe-99999999-1", root / ".spool/0badcafe-99999999-2"
    for each in (new, old):
        each.touch()
    yesterday = new.stat().st_mtime - DAY_SECONDS - 60
    os.utime(old, (yesterday, yesterday))

    FolderBlobs(root)

    assert [new] == _spools(root)


def test_a_full_disk_is_said_while_a_spool_is_written(blobs: FolderBlobs) -> None:
    with pytest.raises(DiskFull, match="free some space"), blobs.writing():
        Path("/dev/full").write_bytes(b"no room for this")


ON_A_FULL_DISK = """
import sys
from hashlib import sha256
from pathlib import Path
from artkeep.blobs.folder import FolderBlobs
from artkeep.errors import DiskFull

root = Path(sys.argv[1])
blobs = FolderBlobs(root)
batch = []
for number in range(4):
    content = str(number).encode()
    spool = blobs.spool()
    spool.write_bytes(content)
    batch.append((sha256(content).hexdigest(), spool))
try:
    while True:
        blobs.spool()
except DiskFull:
    print("no room for a spool")
try:
    blobs.put_many(batch)
except DiskFull:
    print("no room for a folder")
print([spool.exists() for _, spool in batch], [blobs.verify(name) for name in blobs.list()])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs a disk of its own")
def test_a_full_disk_keeps_nothing_half(tmp_path: Path) -> None:
    tiny = 'mount -t tmpfs -o nr_inodes=12 tmpfs "$1" && exec "$2" -c "$3" "$1"'
    own_mounts = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", tiny]

    said = subprocess.run(
        [*own_mounts, "sh", str(tmp_path), sys.executable, ON_A_FULL_DISK],
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert [
        "no room for a spool",
        "no room for a folder",
        "[False, False, False, False] []",
    ] == said.splitlines()


def test_a_folder_that_cannot_be_written_to_is_said(blobs: FolderBlobs) -> None:
    with pytest.raises(LibraryError, match="cannot be written to"), blobs.writing():
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))


def test_a_folder_that_is_gone_asks_for_its_disk(blobs: FolderBlobs, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path)
    with pytest.raises(LibraryError, match=r"not there .*mounted"):
        blobs.spool()


def test_a_disk_that_fails_is_named(blobs: FolderBlobs) -> None:
    with pytest.raises(LibraryError, match="reported an error"), blobs.writing():
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_other_troubles_while_writing_stay_what_they_are(blobs: FolderBlobs) -> None:
    with pytest.raises(IsADirectoryError), blobs.writing():
        Path("/").read_bytes()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder that has no fsync")
def test_a_file_system_without_fsync_for_folders_will_do() -> None:
    flush_folder(Path("/proc"))  # answers EINVAL, like a network share


def test_a_folder_that_cannot_be_flushed_for_another_reason_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        flush_folder(tmp_path / "gone")


def _file(blobs: FolderBlobs, name: str) -> Path:
    path = blobs.path(name)
    assert path is not None
    return path


def _spools(root: Path) -> list[Path]:
    return list((root / ".spool").iterdir())
