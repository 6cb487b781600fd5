"""What can be made again from a picture's bytes: small pictures, local points, its fingerprint."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from artkeep.errors import NotFound
from artkeep.imaging import thumbs
from artkeep.library import images, posts
from artkeep.model.records import Image, Kept
from artkeep.model.refs import PostRef
from artkeep.sites import folder
from artkeep.texts import text
from artkeep.workbench import Workbench


@contextmanager
def at_hand(bench: Workbench, image: Image) -> Iterator[Path]:
    """Give a picture's bytes as a file to read. Raises NotFound when they are nowhere."""
    if image.kept is Kept.REFERENCE:
        yield _referred(bench, image)
        return
    path = bench.blobs.path(image.sha256)
    if path is not None:
        yield path
        return
    spool = bench.blobs.spool()
    try:
        with spool.open("wb") as copy:
            copy.writelines(bench.blobs.reader(image.sha256))
        yield spool
    finally:
        spool.unlink(missing_ok=True)


def _referred(bench: Workbench, image: Image) -> Path:
    for path in files_of(bench, image):
        if path.is_file() and path.stat().st_size == image.size_bytes:
            return path
    raise NotFound(
        text("its file is not where it was; add it again, with --copy to keep its bytes")
    )


def files_of(bench: Workbench, image: Image) -> list[Path]:
    """Return the files this picture was added from, wherever they are now."""
    with bench.db.read() as tx:
        places = posts.places(tx, [image.id]).get(image.id, [])
    return [
        folder.path_of(PostRef(place.site, place.name))
        for place in places
        if place.site == folder.NAME and place.replaced_at is None
    ]


def thumb(bench: Workbench, sha256: str, size: str) -> Path:
    """Return the small picture of a size, made again when it is gone. Raises NotFound."""
    path = thumbs.path_of(bench.thumbs, sha256, size)
    if path.exists():
        return path
    with bench.db.read() as tx:
        image = images.get(tx, sha256)
    look_again(bench, image)
    if not path.exists():
        raise NotFound(text("this picture has no small picture of size {size}", size=size))
    return path


def moving(bench: Workbench, sha256: str) -> Path:
    """Return an animation that browsers play, made of a zip of frames. Raises NotFound."""
    path = thumbs.path_of(bench.thumbs, sha256, thumbs.MOVING)
    if path.exists():
        return path
    with bench.db.read() as tx:
        image = images.get(tx, sha256)
        delays = posts.delays(tx, image.id)
    with at_hand(bench, image) as source:
        bench.pool.move(source, path, delays)
    return path


def look_again(bench: Workbench, image: Image) -> None:
    """Make everything anew that is made from the bytes."""
    with at_hand(bench, image) as path:
        look = bench.pool.look(
            path, thumbs=bench.thumbs, details=bench.details_folder, sha256=image.sha256
        )
    if look.look_version != image.look_version or look.fingerprint != image.fingerprint:
        with bench.db.begin() as tx:
            images.looked_again(tx, image.id, look)
