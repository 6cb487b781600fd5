"""Where the pictures' bytes are: each under the SHA-256 of itself, never changed, never renamed.

A blob store has two sides: a folder (`folder.py`, the default, also on exFAT and network shares)
and S3 or whatever speaks it (`s3.py`). Nothing here knows what a picture is.

The road into the store has two steps. `spool()` gives an empty file of your own; write into it
under `writing()` and hash what you write. Then `put(sha256, spool)` takes the file away, and when
it returns, the blob outlives a power cut. A process that dies in between leaves nothing but its
spool file, which is swept away when the store is next opened.

A store knows that it is one by a marker, `.artkeep-blobs`, made at first use. Whoever has rows
about blobs opens it with `expect_marker=True`: then an empty mount point is not taken for a
store that lost everything.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import SplitResult, parse_qsl, urlsplit
from urllib.request import url2pathname

from artkeep.blobs.folder import FolderBlobs
from artkeep.blobs.s3 import Bucket, S3Blobs
from artkeep.errors import BadSetting
from artkeep.texts import text


class BlobStore(Protocol):
    """A blob is either wholly there or not at all.

    `sha256` is 64 digits of lower-case hex everywhere; anything else raises BadRequest. A blob
    that is not there raises NotFound, bytes that are not what was stored raise Damaged. All
    methods may be called from many threads and processes at once.
    """

    def spool(self) -> Path:
        """Return a fresh, empty file to write into."""

    def writing(self) -> AbstractContextManager[None]:
        """Turn what the disk says while you write into DiskFull and LibraryError."""

    def put(self, sha256: str, spool: Path, *, trusted: bool = True) -> bool:
        """Keep the spool file under its name, durably; False when it was there before.

        The spool file is gone afterwards, also when this fails. What is there already is
        compared by size, and replaced if it turns out to be damaged. With `trusted=False` the
        spool's bytes are hashed again and refused (Damaged) if they are not `sha256`.
        """

    def put_many(
        self, batch: Sequence[tuple[str, Path]], *, trusted: bool = True
    ) -> Sequence[bool]:
        """Do `put` for each; durable when it returns, and cheaper than one by one."""

    def get(self, sha256: str) -> bytes:
        """Return the whole blob, checked against its name."""

    def open(self, sha256: str) -> BinaryIO:
        """Return the blob as a file to read and seek in; close it."""

    def range(self, sha256: str, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start`, fewer where the blob ends."""

    def reader(self, sha256: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Return the bytes of `range` in chunks; None means to the end. NotFound comes at once."""

    def size(self, sha256: str) -> int | None:
        """Return the size in bytes, None when the blob is not there."""

    def list(self, after: str = "") -> Iterator[str]:
        """Yield the names of all blobs behind `after`, in order."""

    def delete(self, sha256: str) -> None:
        """Remove the blob; nothing happens when it is not there."""

    def path(self, sha256: str) -> Path | None:
        """Return the file that is the blob, to read only; None when the store has no files."""

    def signed(self, sha256: str, lasts: timedelta) -> str | None:
        """Return an address that gives the blob to whoever has it, for so long.

        None when the store has no addresses. Nothing is looked for: it may lead nowhere.
        """

    def verify(self, sha256: str) -> bool:
        """Read the blob and say whether its bytes are what its name says."""


def open_blobs(url: str | None, home: Path, *, expect_marker: bool = False) -> BlobStore:
    """Open the store that `url` names; None means the folder `blobs` in `home`.

    `file:///path` is a folder, `s3://bucket/prefix?endpoint=…&region=…` a bucket, whose keys come
    from the usual `AWS_…` variables. Raises BadSetting, and LibraryError when `expect_marker`
    and there is no store.
    """
    if url is None:
        return FolderBlobs(home / "blobs", expect_marker=expect_marker)
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FolderBlobs(_folder(parts), expect_marker=expect_marker)
    if parts.scheme == "s3":
        return S3Blobs(_bucket(parts), home / "spool", expect_marker=expect_marker)
    raise BadSetting(
        text(
            "{url} is no place for pictures; write file:///the/folder or s3://bucket/prefix",
            url=url,
        )
    )


def _folder(parts: SplitResult) -> Path:
    folder = Path(url2pathname(parts.path))
    if parts.netloc not in ("", "localhost") or not folder.is_absolute():
        raise BadSetting(
            text(
                "{url} is not a whole path; write file:/// and the folder from the root on",
                url=parts.geturl(),
            )
        )
    return folder


def _bucket(parts: SplitResult) -> Bucket:
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := query.keys() - {"endpoint", "region"}:
        raise BadSetting(
            text(
                "{names} is not known in {scheme}://{netloc}; there are endpoint and "
                "region, the keys come from AWS_… variables",
                names=", ".join(sorted(unknown)),
                scheme=parts.scheme,
                netloc=parts.netloc,
            )
        )
    if not parts.netloc:
        raise BadSetting(text("the bucket is missing; write s3://bucket/prefix"))
    return Bucket(
        name=parts.netloc,
        prefix=parts.path.strip("/"),
        endpoint=query.get("endpoint"),
        region=query.get("region"),
    )
