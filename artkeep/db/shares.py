"""Which folders lie on a network share: SQLite cannot keep a library whole there.

Its write-ahead log needs memory that all its processes share, and locks that hold; over a
network neither is so. https://www.sqlite.org/wal.html, https://www.sqlite.org/faq.html#q5
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath, PureWindowsPath

import psutil  # type: ignore[import-untyped]  # its stubs are another package

KINDS = frozenset(
    {
        "9p2000.l",
        "afpfs",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.ceph",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "gfs2",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs3",
        "nfs4",
        "ocfs2",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "sshfs",
        "webdav",
    }
)


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system and the folder under which it appears; `kind` as the system calls it."""

    folder: PurePath
    kind: str
    options: str = ""


def share_under(path: PurePath, mounts: Iterable[Mount]) -> str | None:
    """Return the kind of network share that `path` (absolute, no links) lies on; None: on none."""
    if isinstance(path, PureWindowsPath) and path.drive.startswith("\\\\"):
        return "smb"  # \\server\share\library.db
    over = [mount for mount in mounts if path.is_relative_to(mount.folder)]
    if not over:
        return None
    nearest = max(over, key=lambda mount: len(mount.folder.parts))
    if "remote" in nearest.options.split(","):  # how Windows marks a drive that is a share
        return nearest.kind or "network drive"
    return nearest.kind if nearest.kind.lower() in KINDS else None


def share_of(path: Path) -> str | None:
    """Return the kind of network share that a file lies, or would lie, on; None: on none."""
    mounts = [
        Mount(Path(found.mountpoint), found.fstype, found.opts)
        for found in psutil.disk_partitions(all=True)
    ]
    return share_under(path.resolve(), mounts)
