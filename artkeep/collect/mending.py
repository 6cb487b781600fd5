"""Put right what `doctor` found. Each function says what it did, or raises why it cannot."""

import hashlib
import shutil
from pathlib import Path

from artkeep.errors import NotFound, PictureRefused
from artkeep.fingerprints import FingerprintIndex
from artkeep.fingerprints.details import DetailIndex
from artkeep.intake import compare, derived, pictures
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.records import Image
from artkeep.model.refs import PostRef
from artkeep.texts import text
from artkeep.workbench import Workbench


def bring_back(bench: Workbench, image: Image) -> str:
    """Store the bytes again from a file they once came from. Raises NotFound."""
    for path in derived.files_of(bench, image):
        spool = _right_copy(bench, image, path)
        if spool is not None:
            bench.blobs.delete(image.sha256)
            bench.blobs.put(image.sha256, spool)
            return f"stored again from {path}"
    raise NotFound(text("no file it came from has these bytes any more; restore it from a backup"))


def _right_copy(bench: Workbench, image: Image, path: Path) -> Path | None:
    """Copy a file into the spool if it has the right bytes."""
    if not path.is_file():
        return None
    spool = bench.blobs.spool()
    shutil.copyfile(path, spool)
    with spool.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() == image.sha256:
            return spool
    spool.unlink()
    return None


def look_again(bench: Workbench, image: Image) -> str:
    """Make the small pictures and the local points again."""
    derived.look_again(bench, image)
    return "looked at again"


def take_in(bench: Workbench, sha256: str) -> str:
    """Let the library know a stored file that it did not know."""
    spool = bench.blobs.spool()
    with spool.open("wb") as copy:
        copy.writelines(bench.blobs.reader(sha256))
    size_bytes = spool.stat().st_size
    url = f"found:{sha256}"
    found = PostInfo(PostRef("found", sha256), url, f"found {sha256[:8]}", (PageInfo(url),))
    try:
        taken = pictures.take_spooled(bench, found, spool, sha256, size_bytes)
    except PictureRefused as refused:
        raise NotFound(
            text("it is no picture ({reason}); it stays where it is", reason=refused.reason)
        ) from refused
    pictures.store(bench, [taken])
    with bench.db.begin() as tx:
        pictures.record(tx, taken)
        compare.ask(tx)
    return "taken into the library"


def rebuild(index: FingerprintIndex | DetailIndex) -> str:
    """Build an index anew from the rows."""
    index.rebuild()
    return "built anew"
