"""The sizes that pixiv has of each picture, made of ours.

Artkeep keeps the best that a site gave. What asks for one of pixiv's other sizes, by its name,
gets the same picture in that size, drawn when it is first asked for and then kept beside the small
pictures; like them it can be made again. So is the whole of a picture that browsers cannot show, or
do not agree on how: TIFF, JPEG XL, what is stored for print.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from artkeep.imaging import components, thumbs
from artkeep.imaging.wire import Form
from artkeep.intake import derived
from artkeep.library import images
from artkeep.model.records import Image, Kept
from artkeep.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Quality:
    """The box that a picture fits in, pixels; a `square` fills it and loses its edges."""

    width: int
    height: int
    form: Form = "jpeg"


# as pixiv's own addresses say: /c/600x1200_90/img-master, /c/540x540_70, /c/360x360_70/…_square
QUALITIES: Mapping[str, Quality] = {
    "large": Quality(600, 1200),
    "medium": Quality(540, 540),
    "square_medium": Quality(360, 360, "square"),
}


TRUE = "true"
_MOST_PIXELS = 100_000_000  # what is larger is shown smaller; its own bytes can be saved


def drawn(bench: Workbench, sha256: str, name: str) -> Path:
    """Return a picture in one of pixiv's sizes, a JPEG. Raises NotFound, PictureRefused."""
    path = place(bench.thumbs, sha256, name)
    if path.exists():
        return path
    with bench.db.read() as tx:
        image = images.get(tx, sha256)
    quality = QUALITIES[name]
    with derived.at_hand(bench, image) as source:
        bench.pool.draw(source, path, quality.form, width_in(quality, image))
    return path


def true(bench: Workbench, image: Image) -> Path:
    """Return a JPEG in sRGB, as large as the picture, for one that browsers do not show truly.

    Raises NotFound, PictureRefused.
    """
    path = place(bench.thumbs, image.sha256, TRUE)
    if not path.exists():
        part = min(1.0, math.sqrt(_MOST_PIXELS / (image.width * image.height)))
        width = None if part == 1.0 else int(image.width * part)
        with derived.at_hand(bench, image) as source:
            bench.pool.draw(source, path, "jpeg", width)
    return path


def is_for_print(bench: Workbench, image: Image) -> bool:
    """Say whether a JPEG's colours are those of print, by its head alone. Raises NotFound."""
    if image.kept is not Kept.REFERENCE:
        read = partial(bench.blobs.range, image.sha256)
        return components.of_jpeg(read) == components.FOR_PRINT
    with derived.at_hand(bench, image) as path, path.open("rb") as file:
        return components.of_jpeg(partial(_part, file)) == components.FOR_PRINT


def _part(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


def width_in(quality: Quality, image: Image) -> int:
    """Return how wide a picture is in a quality, pixels; nothing is made larger than it is."""
    if quality.form == "square":
        return quality.width
    shrunk = min(1.0, quality.width / image.width, quality.height / image.height)
    return max(1, int(image.width * shrunk))


def place(folder: Path, sha256: str, name: str) -> Path:
    """Return where a picture in a quality lies."""
    return thumbs.path_of(folder, sha256, name).with_suffix(".jpg")
