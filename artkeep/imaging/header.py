"""What the first bytes of a picture say, before anything of it is decoded."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""A decoded picture: uint8 (height, width, 3), red, green, blue; transparent parts on white."""

Grey = NDArray[np.uint8]
"""Luma of a picture: uint8 (height, width)."""


@dataclass(frozen=True, slots=True)
class Header:
    """Size and manner of a picture as its file states them.

    `width` and `height` are pixels as stored; `orientation` is EXIF's 1 to 8, how to turn them
    for the eye. `icc` is the colour profile of the decoded pixels, None when they are sRGB or
    nothing is said. `has_alpha`: some of it may be transparent; `is_cmyk`: stored for print.
    """

    width: int
    height: int
    frames: int = 1
    orientation: int = 1
    icc: bytes | None = None
    has_alpha: bool = False
    is_cmyk: bool = False

    @property
    def longest(self) -> int:
        """The longer side in pixels."""
        return max(self.width, self.height)

    @property
    def seen_size(self) -> tuple[int, int]:
        """Width and height as a person sees them."""
        if self.orientation >= 5:  # noqa: PLR2004 - 5 to 8 lie on their side
            return self.height, self.width
        return self.width, self.height
