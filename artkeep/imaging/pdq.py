"""The fingerprint of a picture: PDQ of 256 bits, dHash of 128, and how far to trust them.

PDQ is Meta's (github.com/facebook/ThreatExchange, pdq); here it begins with means of areas
instead of PDQ's own blur, which lets any decode of any size give nearly the same bits. Both
hashes come from `tones`, 64 by 64 means of luma, and so do those of the picture mirrored and
turned, exactly: turning the tones is turning the picture.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from artkeep.imaging import turn
from artkeep.imaging.header import Grey
from artkeep.model.found import Fingerprint

Tones = NDArray[np.float64]

SIDE = 64
_WAVES = 16
_LOWER_MEDIAN = _WAVES * _WAVES // 2 - 1
_GRAIN = 64  # coefficients in steps of 1/64: no rounding error of the machine decides a bit

_NOISE = 2.0  # what saving it again does to one coefficient: between 0.1 and 2.3 (95 % of copies)
_FLIPS_ALLOWED = 25  # bits of 256; a picture that loses more to noise alone is not to be trusted
_HALF = 50  # the quality from which bits are trusted
_GRADIENT_UNIT = 90  # PDQ's own


def tones(grey: Grey) -> Tones:
    """Return the picture as 64 by 64 means of luma, 0 to 255, from uint8 (height, width).

    Exact for any size: sums over all pixels above and to the left are cut at 65 places each way,
    between pixels too, where the sums run straight.
    """
    sums = np.asarray(cv2.integral(grey, sdepth=cv2.CV_64F), np.float64)
    height, width = grey.shape
    return np.asarray(_cut(_cut(sums).T).T * (SIDE * SIDE / (height * width)), np.float64)


def _cut(sums: Tones) -> Tones:
    """Return what 64 equal slices of rows hold, from sums down the rows."""
    rows = sums.shape[0] - 1
    place = np.arange(SIDE + 1) * (rows / SIDE)
    above = np.minimum(place.astype(np.intp), rows - 1)
    share = (place - above)[:, None]
    return np.diff(sums[above] * (1 - share) + sums[above + 1] * share, axis=0)


def fingerprint(plane: Tones) -> Fingerprint:
    """Return the fingerprint of a picture's tones."""
    return _fingerprints(plane[None])[0]


def variants(plane: Tones) -> tuple[Fingerprint, ...]:
    """Return the fingerprints of the eight ways the picture can lie, as `turn.VARIANTS` says.

    All have the quality of the picture as it is.
    """
    return _fingerprints(np.stack([turning(plane) for turning in turn.VARIANTS]))


def _fingerprints(planes: Tones) -> tuple[Fingerprint, ...]:
    """Return the fingerprints of (n, 64, 64) tones, with the quality of the first."""
    waves = _waves(planes)
    medians = _medians(waves)
    quality = min(_gradient(planes[0]), _stability(waves[0] - medians[0]))
    hashes = zip(_pdqs(waves, medians), _dhashes(planes), strict=True)
    return tuple(Fingerprint(pdq.tobytes(), dhash.tobytes(), quality) for pdq, dhash in hashes)


def _cosines() -> Tones:
    """Return the first 16 waves after the constant one, (16, 64)."""
    wave = np.arange(1, _WAVES + 1)[:, None]
    place = 2 * np.arange(SIDE)[None, :] + 1
    return np.asarray(np.sqrt(2 / SIDE) * np.cos(np.pi / (2 * SIDE) * wave * place), np.float64)


_COSINES = _cosines()


def _waves(planes: Tones) -> Tones:
    """Return the 16 by 16 lowest coefficients of each cosine transform, (n, 256)."""
    waves = np.rint(_COSINES @ planes @ _COSINES.T * _GRAIN) / _GRAIN
    return np.asarray(waves.reshape(len(planes), -1), np.float64)


def _medians(waves: Tones) -> Tones:
    """Return the lower median of each, (n, 1)."""
    return np.partition(waves, _LOWER_MEDIAN, axis=1)[:, _LOWER_MEDIAN, None]


def _pdqs(waves: Tones, medians: Tones) -> NDArray[np.uint8]:
    """Return 32 bytes each as PDQ writes them, (n, 32): the last coefficient is the first bit."""
    return np.packbits(waves[:, ::-1] > medians, axis=1)


def _means(cells: int) -> Tones:
    """Return the weights that make so many means of areas out of 64 values, (cells, 64)."""
    edges = np.linspace(0, SIDE, cells + 1)
    left, right = edges[:-1, None], edges[1:, None]
    pixel = np.arange(SIDE)[None, :]
    share = np.clip(np.minimum(right, pixel + 1) - np.maximum(left, pixel), 0, 1)
    return np.asarray(share * (cells / SIDE), np.float64)


_EIGHT, _NINE = _means(8), _means(9)


def _dhashes(planes: Tones) -> NDArray[np.uint8]:
    """Return 16 bytes each, (n, 16): does it brighten to the right, row by row; then downwards."""
    rows = np.rint(_EIGHT @ planes @ _NINE.T * _GRAIN)
    columns = np.rint(_NINE @ planes @ _EIGHT.T * _GRAIN)
    to_the_right = rows[:, :, 1:] > rows[:, :, :-1]
    downwards = columns[:, 1:] > columns[:, :-1]
    bits = [brightens.reshape(len(planes), -1) for brightens in (to_the_right, downwards)]
    return np.packbits(np.concatenate(bits, axis=1), axis=1)


def _gradient(plane: Tones) -> int:
    """Return PDQ's own quality, 0 to 100: how much there is to see."""
    steps = sum(
        float(np.abs(np.trunc(np.diff(plane, axis=axis) * 100 / 255)).sum()) for axis in (0, 1)
    )
    return min(100, int(steps / _GRADIENT_UNIT))


def _stability(from_median: Tones) -> int:
    """Return 0 to 100: below 50, noise as of saving again flips more than 25 of the bits.

    Symmetric logos have most coefficients near their median, so PDQ's quality trusts them and
    chance decides their bits. The expected number of flips is the sum of the chances that noise
    carries each coefficient over the median; the logistic curve is the normal one within 1 %.
    """
    distance = np.abs(from_median) / _NOISE
    flips = float((1 / (1 + np.exp(np.minimum(1.702 * distance, 50)))).sum())
    return max(0, round(100 - flips * _HALF / _FLIPS_ALLOWED))
