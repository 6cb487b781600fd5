from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import psutil  # type: ignore[import-untyped]  # its stubs are another package
import pytest

from artkeep.clock import SystemClock
from artkeep.db.engine import Database
from artkeep.db.migrate import open_library
from artkeep.db.shares import Mount, share_of, share_under
from artkeep.errors import LibraryOnShare

LINUX = [
    Mount(PurePosixPath("/"), "ext4"),
    Mount(PurePosixPath("/mnt/nas"), "nfs4"),
    Mount(PurePosixPath("/mnt/nas/fast"), "xfs"),
    Mount(PurePosixPath("/media/ann/photos"), "CIFS"),
    Mount(PurePosixPath("/home/ann/server"), "fuse.sshfs"),
]
WINDOWS = [
    Mount(PureWindowsPath("C:\\"), "NTFS", "rw,fixed"),
    Mount(PureWindowsPath("Z:\\"), "NTFS", "rw,remote"),
    Mount(PureWindowsPath("Y:\\"), "", "rw,remote"),
]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (PurePosixPath("/home/ann/library.db"), None),
        (PurePosixPath("/mnt/nas/library.db"), "nfs4"),
        (PurePosixPath("/mnt/nas2/library.db"), None),
        (PurePosixPath("/mnt/nas/fast/library.db"), None),
        (PurePosixPath("/media/ann/photos/a/b/library.db"), "CIFS"),
        (PurePosixPath("/home/ann/server/library.db"), "fuse.sshfs"),
    ],
)
def test_the_nearest_mount_decides(path: PurePath, kind: str | None) -> None:
    assert kind == share_under(path, LINUX)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("C:\\Users\\ann\\library.db", None),
        ("Z:\\library.db", "NTFS"),
        ("Y:\\library.db", "network drive"),
        ("\\\\nas\\art\\library.db", "smb"),
    ],
)
def test_windows_says_itself_which_drives_are_shares(path: str, kind: str | None) -> None:
    assert kind == share_under(PureWindowsPath(path), WINDOWS)


def test_what_is_mounted_nowhere_is_no_share() -> None:
    assert share_under(PurePosixPath("/home/library.db"), []) is None


def test_a_folder_of_this_machine_is_no_share(tmp_path: Path) -> None:
    assert share_of(tmp_path / "not" / "yet" / "there.db") is None


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the system says is a network share."""
    nas = tmp_path / "n a s"
    nas.mkdir()
    (tmp_path / "proc" / "self").mkdir(parents=True)
    (tmp_path / "proc" / "filesystems").write_text("nodev\tnfs4\n\text4\n")
    mounted = str(nas).replace(" ", "\\040")
    mounts = f"/dev/vda / ext4 rw 0 0\nnas:/art {mounted} nfs4 rw 0 0\n"
    (tmp_path / "proc" / "self" / "mounts").write_text(mounts)
    monkeypatch.setattr(psutil, "PROCFS_PATH", str(tmp_path / "proc"))
    return nas


def test_a_library_on_a_share_is_refused_with_the_way_out(share: Path) -> None:
    with (
        Database(share / "art" / "library.db", SystemClock()) as database,
        pytest.raises(LibraryOnShare, match="ARTKEEP_BLOBS_URL"),
    ):
        open_library(database, home=share)

    assert [] == list(share.iterdir())


def test_a_link_to_a_share_is_refused_too(share: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(share)

    assert "nfs4" == share_of(tmp_path / "link" / "library.db")
