"""Blobs in S3 or anything that speaks it: `prefix/<sha256>`, all in one flat room.

An upload that breaks off in the middle of its parts is never seen as a blob, but its parts cost
room: give the bucket a rule that removes unfinished uploads after a day.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import S3Store

from artkeep.blobs import kinds, names
from artkeep.blobs.names import checked
from artkeep.blobs.spool import Spool, writing
from artkeep.errors import Damaged, LibraryError, NotFound, Unreachable
from artkeep.texts import text as sentence

if TYPE_CHECKING:
    from obstore.store import S3Config  # exists only in its type stubs

_PART_BYTES = 8 << 20  # above this a blob travels in parts, so that memory stays flat
_PARTS_AT_ONCE = 4
_UPLOADS_AT_ONCE = 8
_RETRIES = 3
_RETRY_FOR = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where in S3. `endpoint` and `region` are None when `AWS_…` variables or Amazon decide."""

    name: str
    prefix: str
    endpoint: str | None = None
    region: str | None = None

    def __str__(self) -> str:
        return f"s3://{self.name}/{self.prefix}"


class S3Blobs:
    """A BlobStore in a bucket. Spool files are in a folder of this machine."""

    def __init__(self, bucket: Bucket, spool: Path, *, expect_marker: bool = False) -> None:
        self._bucket = bucket
        self._store = _connect(bucket)
        self._require_marker(expected=expect_marker)
        self._spool_folder = spool
        self._spool = Spool(spool)

    def spool(self) -> Path:
        return self._spool.fresh()

    def writing(self) -> AbstractContextManager[None]:
        return writing(self._spool_folder)

    def put(self, sha256: str, spool: Path, *, trusted: bool = True) -> bool:
        try:
            if not trusted:
                names.require(checked(sha256), spool)
            with self._asking(sha256):
                return self._take(checked(sha256), spool)
        finally:
            spool.unlink(missing_ok=True)

    def put_many(
        self, batch: Sequence[tuple[str, Path]], *, trusted: bool = True
    ) -> Sequence[bool]:
        with ThreadPoolExecutor(_UPLOADS_AT_ONCE) as uploads:
            under_way = [uploads.submit(self.put, *each, trusted=trusted) for each in batch]
        return [each.result() for each in under_way]

    def get(self, sha256: str) -> bytes:
        blob = b"".join(self.reader(sha256))
        if names.name_of([blob]) != sha256:
            raise self._damaged(sha256)
        return blob

    def open(self, sha256: str) -> BinaryIO:
        """Fetch the blob into a nameless file of the spool folder first."""
        chunks = self.reader(sha256)
        file = cast("BinaryIO", TemporaryFile(dir=self._spool_folder))  # noqa: SIM115 - the caller closes it
        try:
            with self.writing():
                file.writelines(chunks)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file

    def range(self, sha256: str, start: int, length: int) -> bytes:
        return b"".join(self.reader(sha256, start, length))

    def reader(self, sha256: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        size = self.size(sha256)
        if size is None:
            raise self._missing(sha256)
        end = size if length is None else min(size, start + length)
        return self._chunks(sha256, start, end) if start < end else iter(())

    def size(self, sha256: str) -> int | None:
        with self._asking(sha256):
            try:
                return obstore.head(self._store, checked(sha256))["size"]
            except FileNotFoundError:
                return None

    def list(self, after: str = "") -> Iterator[str]:
        with self._asking("the list of blobs"):
            for objects in obstore.list(self._store, offset=after or None):
                yield from (each["path"] for each in objects if names.is_name(each["path"]))

    def delete(self, sha256: str) -> None:
        with self._asking(sha256):
            obstore.delete(self._store, checked(sha256))

    def path(self, sha256: str) -> Path | None:
        if self.size(sha256) is None:
            raise self._missing(sha256)
        return None

    def signed(self, sha256: str, lasts: timedelta) -> str | None:
        with self._asking(sha256):
            return str(obstore.sign(self._store, "GET", checked(sha256), lasts))

    def verify(self, sha256: str) -> bool:
        try:
            return names.name_of(self.reader(sha256)) == sha256
        except Damaged:
            return False

    def _take(self, sha256: str, spool: Path) -> bool:
        if spool.stat().st_size > _PART_BYTES:
            return self._take_in_parts(sha256, spool)
        try:
            obstore.put(
                self._store,
                sha256,
                spool,
                attributes=_described(spool),
                mode="create",
                use_multipart=False,
            )
        except AlreadyExistsError:
            return self._mend(sha256, spool, self.size(sha256))
        return True

    def _take_in_parts(self, sha256: str, spool: Path) -> bool:
        """Upload without the promise "only if absent", which parts do not have.

        Two uploads at once bring the same bytes, so the second does no harm.
        """
        size = self.size(sha256)
        if size is not None:
            return self._mend(sha256, spool, size)
        self._upload(sha256, spool)
        return True

    def _mend(self, sha256: str, spool: Path, size: int | None) -> bool:
        """Replace a blob that has not the size of its bytes; True when that was necessary."""
        if size == spool.stat().st_size:
            return False
        names.require(sha256, spool)  # one of the two is wrong: never let it be what we put there
        self._upload(sha256, spool)
        return True

    def _upload(self, sha256: str, spool: Path) -> None:
        obstore.put(
            self._store,
            sha256,
            spool,
            attributes=_described(spool),
            chunk_size=_PART_BYTES,
            max_concurrency=_PARTS_AT_ONCE,
        )

    def _chunks(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        with self._asking(sha256):
            answer = obstore.get(self._store, sha256, options={"range": (start, end)})
            for chunk in answer.stream(min_chunk_size=names.CHUNK_BYTES):
                start += len(chunk)
                yield bytes(chunk)
        if start != end:
            raise self._damaged(sha256)

    def _require_marker(self, *, expected: bool) -> None:
        text = self._marker()
        if text is None and expected:
            raise LibraryError(
                sentence(
                    "The pictures should be in {bucket}, but {marker} is not there. Set "
                    "ARTKEEP_BLOBS_URL to the bucket and prefix that hold them",
                    bucket=self._bucket,
                    marker=names.MARKER,
                )
            )
        if text is None:
            with self._asking(names.MARKER):
                obstore.put(self._store, names.MARKER, names.LAYOUT)
        elif not text.startswith(names.LAYOUT):
            raise LibraryError(
                sentence(
                    "{bucket} is laid out by another Artkeep; use a newer version",
                    bucket=self._bucket,
                )
            )

    def _marker(self) -> bytes | None:
        with self._asking(names.MARKER):
            try:
                return bytes(obstore.get(self._store, names.MARKER).bytes())
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise LibraryError(
                        sentence(
                            "The bucket {bucket} does not exist; make it, or set ARTKEEP_BLOBS_URL "
                            "to another",
                            bucket=self._bucket.name,
                        )
                    ) from error
                return None

    @contextmanager
    def _asking(self, what: str) -> Iterator[None]:
        """Translate what S3 says into our errors."""
        try:
            yield
        except FileNotFoundError as error:
            raise self._missing(what) from error
        except (PermissionDeniedError, UnauthenticatedError) as error:
            raise LibraryError(
                sentence(
                    "{bucket} refuses us ({what}): check AWS_ACCESS_KEY_ID and "
                    "AWS_SECRET_ACCESS_KEY, and what that key may do there",
                    bucket=self._bucket,
                    what=what,
                )
            ) from error
        except BaseError as error:
            raise Unreachable(str(self._bucket), str(error).partition("\n")[0]) from error

    def _missing(self, what: str) -> NotFound:
        return NotFound(
            sentence(
                "{what} is not in {bucket}; artkeep doctor tells more",
                what=what,
                bucket=self._bucket,
            )
        )

    def _damaged(self, sha256: str) -> Damaged:
        return Damaged(
            sentence(
                "{bucket}/{what} is not what was stored; restore it from a backup, or add it again",
                bucket=self._bucket,
                what=sha256,
            )
        )


def _described(spool: Path) -> dict[str, str]:
    """Say what an object is, and that it never changes, to those who are sent to it."""
    with spool.open("rb") as file:
        media_type = kinds.kind(file.read(kinds.HEAD_BYTES))
    return {"Content-Type": media_type, "Cache-Control": "private, max-age=31536000, immutable"}


def _connect(bucket: Bucket) -> S3Store:
    """Make the client; AWS_… variables fill in what the bucket does not say."""
    where: S3Config = {}
    if bucket.endpoint is not None:
        where["endpoint"] = bucket.endpoint
    if bucket.region is not None:
        where["region"] = bucket.region
    return S3Store(
        bucket.name,
        prefix=bucket.prefix or None,
        config=where,
        client_options={
            "allow_http": True,  # who writes http:// into the endpoint means it: their own server
            "timeout": "10m",
            "read_timeout": "60s",
        },
        retry_config={"max_retries": _RETRIES, "retry_timeout": _RETRY_FOR},
    )
