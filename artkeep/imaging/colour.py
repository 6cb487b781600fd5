"""Bring colours into sRGB, what every screen is assumed to be, by the picture's own profile."""

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

from artkeep.imaging.header import Pixels

_UNSEEN = 3  # of 255: no eye tells these apart; profiles that differ less are sRGB by another name
_STEPS = 16  # of each colour, to compare profiles


def to_srgb(pixels: Pixels, icc: bytes | None) -> Pixels:
    """Return the picture in sRGB; itself when it is so already or its profile cannot be read."""
    transform = _transform(icc) if icc else None
    if transform is None:
        return pixels
    return _apply(pixels, transform)


@lru_cache(maxsize=32)  # collections come from a few cameras and programs
def _transform(icc: bytes) -> ImageCms.ImageCmsTransform | None:
    """Return the way from a profile to sRGB; None when there is nothing to do, or no way."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        mode = {"RGB": "RGB", "GRAY": "L"}[profile.profile.xcolor_space.strip()]
        transform = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), mode, "RGB")
        grid = _grid()
        change = np.abs(_apply(grid, transform).astype(np.int16) - grid)
    except (ImageCms.PyCMSError, OSError, KeyError, ValueError):
        return None  # what other programs show is then the pixels as they are
    return transform if int(change.max()) > _UNSEEN else None


def _grid() -> Pixels:
    """Return a picture of evenly spread colours, greys among them; uint8 (256, 16, 3)."""
    steps = np.linspace(0, 255, _STEPS).astype(np.uint8)
    return np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), -1).reshape(-1, _STEPS, 3)


def _apply(pixels: Pixels, transform: ImageCms.ImageCmsTransform) -> Pixels:
    if transform.inputMode == "L":
        image = Image.fromarray(np.ascontiguousarray(pixels[:, :, 0]))
    else:
        image = Image.fromarray(pixels)
    return np.asarray(ImageCms.applyTransform(image, transform), np.uint8)
