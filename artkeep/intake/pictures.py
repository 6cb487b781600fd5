"""A file → look → keep it or refer to it.

`take` reads a file once: hashed while it is copied, then looked at by a decoder process. It
touches neither the store nor the library. `store` and `record` keep many taken pictures
together. Stopped between the two, nothing is half done: the spool is swept, the rows unwritten.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from artkeep.db.engine import Tx
from artkeep.errors import BadAnswer, PictureRefused
from artkeep.imaging import sniff
from artkeep.library import arrivals, images, posts, wanted
from artkeep.library.arrivals import Arrival
from artkeep.library.wanted import WantedPage
from artkeep.model.found import Look, PostInfo
from artkeep.model.records import Image, Kept
from artkeep.model.refs import ArtworkId, ImageId
from artkeep.sites import folder
from artkeep.texts import text
from artkeep.workbench import Workbench
from artkeep.workbench.way import Way

_CHUNK = 1 << 20  # bytes read at a time
_HEAD = 512  # bytes that show what a file is
NOT_THERE = {403, 404, 410}  # then another address of the same picture is tried


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture that was read and looked at, not yet kept.

    `known` is the image with the same bytes that the library holds already, `look` is None
    then. `spool` is the copy to be stored, None when the bytes stay where they are.
    """

    found: PostInfo
    sha256: str
    size_bytes: int
    known: Image | None
    look: Look | None
    spool: Path | None

    @property
    def kept(self) -> Kept:
        """Where its bytes are to be: in the store, or where they lie."""
        return Kept.REFERENCE if self.spool is None else Kept.BLOB

    def drop(self) -> None:
        """Forget the copy."""
        if self.spool is not None:
            self.spool.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """What became of a taken picture. `is_new`: these bytes were not in the library before."""

    taken: Taken
    image_id: ImageId
    artwork_id: ArtworkId
    is_new: bool


@dataclass(frozen=True, slots=True)
class Brought:
    """A picture of a post that was fetched and looked at. `stamp`: as its host gives it."""

    page: WantedPage
    taken: Taken
    stamp: str | None


def take(bench: Workbench, path: Path, kept: Kept) -> Taken:
    """Read and look at a file. Raises PictureRefused with the reason."""
    with _reading():
        found = folder.fetch(path)
        source = path.open("rb")
    with source:
        return _take_open(bench, found, source, path, kept)


@contextmanager
def _reading() -> Iterator[None]:
    """Blame the picture for what goes wrong when it is read, and for nothing else."""
    try:
        yield
    except OSError as error:
        raise PictureRefused(text("cannot be read: {strerror}", strerror=error.strerror)) from error


def _take_open(
    bench: Workbench, found: PostInfo, source: BinaryIO, path: Path, kept: Kept
) -> Taken:
    _refuse_early(bench, source)
    if kept is Kept.REFERENCE:
        sha256, size_bytes = _read_through(source, None)
        taken = _look(bench, found, path, sha256, size_bytes, spool=None)
        with _reading():
            stamp = folder.stamp_of(path.stat())
        if stamp != found.pages[0].stamp:
            raise PictureRefused(text("changed while it was being read; add it again"))
        return taken
    spool = bench.blobs.spool()
    try:
        with bench.blobs.writing(), spool.open("wb") as copy:
            sha256, size_bytes = _read_through(source, copy)
        return _look(bench, found, spool, sha256, size_bytes, spool=spool)
    except BaseException:
        spool.unlink(missing_ok=True)
        raise


def take_spooled(
    bench: Workbench, found: PostInfo, spool: Path, sha256: str, size_bytes: int
) -> Taken:
    """Look at a file that was received into the spool. Raises PictureRefused."""
    try:
        return _look(bench, found, spool, sha256, size_bytes, spool=spool)
    except BaseException:
        spool.unlink(missing_ok=True)
        raise


def bring(bench: Workbench, way: Way, page: WantedPage) -> Brought:
    """Fetch a picture of a post from the best address that has it, and look at it.

    Raises PictureRefused, and what the site says (`BadAnswer`, `RateLimited` and the like).
    """
    addresses = (page.told.url, *page.told.fallbacks)
    for address in addresses[:-1]:
        try:
            return _bring(bench, way, page, address)
        except BadAnswer as error:
            if error.answered not in NOT_THERE:
                raise
    return _bring(bench, way, page, addresses[-1])


def _bring(bench: Workbench, way: Way, page: WantedPage, address: str) -> Brought:
    spool = bench.blobs.spool()
    try:
        received = way.stream_to(
            address, spool, bench.settings.pictures.max_bytes, page.told.referer
        )
    except BaseException:
        spool.unlink(missing_ok=True)
        raise
    found = PostInfo(page.ref, address, "", (page.told,))
    taken = take_spooled(bench, found, spool, received.sha256, received.size_bytes)
    return Brought(page, taken, received.etag or received.last_modified)


def record_pages(tx: Tx, brought: Sequence[Brought]) -> list[bool]:
    """Give pages their stored pictures; say of each whether it is new to the library."""
    looks = {
        each.taken.sha256: (each, images.Seen(each.taken.sha256, each.taken.size_bytes, look))
        for each in brought
        if (look := each.taken.look) is not None
    }
    new = images.add_all(tx, [seen for _, seen in looks.values()], Kept.BLOB)
    firsts = {sha256: looks[sha256][0] for sha256 in new}
    arrivals.have(
        tx, [Arrival(each.page, new[sha256], each.stamp) for sha256, each in firsts.items()]
    )
    return [firsts.get(each.taken.sha256) is each or _record_page(tx, each) for each in brought]


def _record_page(tx: Tx, brought: Brought) -> bool:
    """Give a page a picture that others may show already; say whether it is new."""
    image_id, is_new = record_image(tx, brought.taken, Kept.BLOB)
    wanted.have(tx, brought.page, image_id, brought.stamp)
    return is_new


def _refuse_early(bench: Workbench, source: BinaryIO) -> None:
    """Refuse what a glance refuses before its bytes are copied: films, archives, giants."""
    size_bytes = os.fstat(source.fileno()).st_size
    if size_bytes > bench.settings.pictures.max_bytes:
        raise PictureRefused(sniff.too_large(bench.settings.pictures.max_bytes))
    with _reading():
        head = source.read(_HEAD)
        source.seek(0)
    sniff.kind(head)


def _read_through(source: BinaryIO, copy: BinaryIO | None) -> tuple[str, int]:
    digest = hashlib.sha256()
    size_bytes = 0
    for chunk in _chunks(source):
        digest.update(chunk)
        size_bytes += len(chunk)
        if copy is not None:
            copy.write(chunk)
    return digest.hexdigest(), size_bytes


def _chunks(source: BinaryIO) -> Iterator[bytes]:
    while True:
        with _reading():
            chunk = source.read(_CHUNK)
        if not chunk:
            return
        yield chunk


def _look(
    bench: Workbench,
    found: PostInfo,
    path: Path,
    sha256: str,
    size_bytes: int,
    *,
    spool: Path | None,
) -> Taken:
    with bench.db.read() as tx:
        known = images.by_sha256(tx, sha256)
    look = None
    if known is None:
        look = bench.pool.look(
            path, thumbs=bench.thumbs, details=bench.details_folder, sha256=sha256
        )
    return Taken(found, sha256, size_bytes, known, look, spool)


def store(bench: Workbench, taken: Sequence[Taken]) -> None:
    """Put the copies into the blob store, durably; those it has already are dropped."""
    bench.blobs.put_many([(each.sha256, each.spool) for each in taken if each.spool is not None])


def record(tx: Tx, taken: Taken) -> KeptPicture:
    """Write a stored picture into the library."""
    image_id, is_new = record_image(tx, taken, taken.kept)
    artwork_id = posts.save(tx, taken.found, [image_id])
    return KeptPicture(taken, image_id, artwork_id, is_new)


def record_image(tx: Tx, taken: Taken, kept: Kept) -> tuple[ImageId, bool]:
    """Write what was stored, without where it was found; say whether it is new."""
    if taken.look is not None:
        return images.add(tx, taken.sha256, taken.size_bytes, taken.look, kept)
    assert taken.known is not None, "neither looked at nor known"
    if kept is Kept.BLOB and taken.known.kept is not Kept.BLOB:
        images.keep_as(tx, taken.known.id, kept)
    return taken.known.id, False
