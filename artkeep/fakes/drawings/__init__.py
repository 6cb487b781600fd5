"""Pictures drawn by arithmetic: a number gives a picture, the same one each time, at any size.

They serve tests, the demo, benchmarks and screenshots; no picture is stored with the program.
Each style is a module with one function, `draw(sheet)`; the number chooses style, palette and
everything in it.
"""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from artkeep.fakes.drawings import (
    city,
    flow,
    fractal,
    glass,
    landscape,
    marble,
    palettes,
    plants,
    pond,
    shapes,
    space,
    tiling,
    titles,
    waves,
)
from artkeep.fakes.drawings.sheet import (
    Pixels,
    Sheet,
)

STYLES: tuple[tuple[str, Callable[[Sheet], Pixels]], ...] = (
    ("flow field", flow.draw),
    ("landscape", landscape.draw),
    ("stained glass", glass.draw),
    ("plants", plants.draw),
    ("fractal", fractal.draw),
    ("tiling", tiling.draw),
    ("city", city.draw),
    ("marbled paper", marble.draw),
    ("shapes", shapes.draw),
    ("space", space.draw),
    ("pond", pond.draw),
    ("waves", waves.draw),
)
LONGEST_PX = 1200
QUICK_SCALE = 0.6
SMALLEST_PX = 16  # below it a drawing has no room; it is drawn larger and made small
SHAPES = ((4, 3), (3, 4), (3, 2), (2, 3), (1, 1), (16, 9), (5, 7), (2, 1))  # width to height


def style_of(number: int) -> str:
    """Return the name of the style of a number."""
    return STYLES[number % len(STYLES)][0]


def title_of(number: int) -> str:
    """Return what the picture of a number is called."""
    return titles.title(number, style_of(number))


def size_of(number: int, longest_px: int = LONGEST_PX) -> tuple[int, int]:
    """Return the width and height that a number's picture has by itself."""
    wide, high = SHAPES[number * 2654435761 % 2**32 * len(SHAPES) >> 32]  # well mixed
    unit = longest_px / max(wide, high)
    return round(wide * unit), round(high * unit)


def draw(
    number: int, width: int | None = None, height: int | None = None, *, quick: bool = False
) -> Image.Image:
    """Draw the picture of a number; by itself 1200 pixels on its longer side.

    `quick` is for thousands of pictures: another picture of the same number, with less in it,
    drawn smaller and enlarged.
    """
    own = size_of(number)
    size = (width or own[0], height or own[1])
    dice = np.random.Generator(np.random.PCG64(number))
    palette = palettes.pick(dice)
    scale = QUICK_SCALE if quick else 1
    drawn = [max(SMALLEST_PX, round(side * scale)) for side in size]
    sheet = Sheet(drawn[0], drawn[1], dice, palette, quick)
    picture = STYLES[number % len(STYLES)][1](sheet)
    if picture.shape[1::-1] != size:
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    return Image.fromarray(picture)


def write(
    number: int,
    path: Path,
    *,
    width: int | None = None,
    height: int | None = None,
    quality: int = 90,
    quick: bool = False,
) -> None:
    """Draw the picture of a number into a file; the file's ending says the format."""
    picture = draw(number, width, height, quick=quick)
    if path.suffix.lower() == ".png":
        picture.save(path, compress_level=1 if quick else 6)
    else:
        picture.save(path, quality=quality)
