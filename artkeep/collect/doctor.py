"""Check that the library is whole: rows, files and indexes agree. And mend what can be mended.

Nothing is ever thrown away: a stored file without a row is taken in, bytes that are lost are
looked for where they came from, what is derived is derived again.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from artkeep.collect import mending
from artkeep.db import health
from artkeep.errors import NotFound
from artkeep.imaging import LOOK_VERSION, details_path, thumbs
from artkeep.intake import derived
from artkeep.library import images
from artkeep.model.records import Image, Kept
from artkeep.workbench import Workbench

_TOGETHER = 200  # images read in one question


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be. `mend` puts it right and says how it did.

    `is_lost`: it is about the bytes of a picture themselves.
    """

    subject: str
    trouble: str
    mend: Callable[[], str] | None = None
    is_lost: bool = False


def examine(bench: Workbench, *, read_bytes: bool = True) -> Iterator[Finding]:
    """Yield what is wrong. `read_bytes`: read every kept file through and check its hash."""
    yield from _database(bench)
    for image in _each(bench):
        if image.kept is Kept.NONE:
            continue  # thrown away: nothing of it is left on purpose
        yield from of_image(bench, image, read_bytes=read_bytes)
    yield from _strays(bench)
    yield from _indexes(bench)


def of_image(bench: Workbench, image: Image, *, read_bytes: bool = True) -> Iterator[Finding]:
    """Yield what is wrong with one image: its bytes, and what was made from them."""
    yield from _bytes(bench, image, read_bytes=read_bytes)
    yield from _derived(bench, image)


def count(bench: Workbench) -> int:
    """Return how many images there are to look at."""
    with bench.db.read() as tx:
        return images.count(tx)


def _each(bench: Workbench) -> Iterator[Image]:
    last = 0
    while True:
        with bench.db.read() as tx:
            some = images.after(tx, last, _TOGETHER)
        if not some:
            return
        yield from some
        last = some[-1].id


def _database(bench: Workbench) -> Iterator[Finding]:
    for trouble in health.troubles(bench.db):
        yield Finding("library.db", f"{trouble}; put back a copy from backups/")


def _bytes(bench: Workbench, image: Image, *, read_bytes: bool) -> Iterator[Finding]:
    if image.kept is Kept.REFERENCE:
        yield from _referred(bench, image, read_bytes=read_bytes)
    elif image.kept is Kept.BLOB:
        yield from _stored(bench, image, read_bytes=read_bytes)


def _stored(bench: Workbench, image: Image, *, read_bytes: bool) -> Iterator[Finding]:
    size = bench.blobs.size(image.sha256)
    mend = partial(mending.bring_back, bench, image)
    if size is None:
        yield Finding(image.sha256, "its file is missing", mend, is_lost=True)
    elif size != image.size_bytes or (read_bytes and not bench.blobs.verify(image.sha256)):
        yield Finding(image.sha256, "its file is damaged", mend, is_lost=True)


def _referred(bench: Workbench, image: Image, *, read_bytes: bool) -> Iterator[Finding]:
    try:
        with derived.at_hand(bench, image) as path:
            if not read_bytes:
                return
            with path.open("rb") as file:
                is_right = hashlib.file_digest(file, "sha256").hexdigest() == image.sha256
    except (NotFound, OSError) as error:
        yield Finding(image.sha256, f"it is only referred to, and {error}", is_lost=True)
        return
    if not is_right:
        words = f"{path} has changed; add it again to keep what it is now"
        yield Finding(image.sha256, words, is_lost=True)


def _derived(bench: Workbench, image: Image) -> Iterator[Finding]:
    missing = [
        word
        for word, path in (
            ("small picture", thumbs.path_of(bench.thumbs, image.sha256, "s")),
            ("local points", details_path.path_of(bench.details_folder, image.sha256)),
        )
        if not path.exists()
    ]
    again = partial(mending.look_again, bench, image)
    if missing:
        yield Finding(image.sha256, f"its {' and '.join(missing)} are missing", again)
    elif image.look_version != LOOK_VERSION:
        yield Finding(image.sha256, "an older version looked at it", again)


def _strays(bench: Workbench) -> Iterator[Finding]:
    """Find stored files that no row knows: left when something stopped between file and row."""
    stored = bench.blobs.list()
    while some := list(islice(stored, _TOGETHER)):
        with bench.db.read() as tx:
            known = images.known(tx, some)
        for sha256 in some:
            if sha256 not in known:
                mend = partial(mending.take_in, bench, sha256)
                yield Finding(sha256, "it is stored, but the library does not know it", mend)


def _indexes(bench: Workbench) -> Iterator[Finding]:
    for name, index in (("fingerprint index", bench.fingerprints), ("detail index", bench.details)):
        for trouble in index.check():
            yield Finding(name, trouble, partial(mending.rebuild, index))
