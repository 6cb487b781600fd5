"""Pictures for recognising: shapes on grounds, drawn by chance from a number, each its own."""

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]


def scene(number: int, width: int = 640, height: int = 400) -> Grey:
    """Return a grey picture full of shapes, uint8 (height, width)."""
    chance = np.random.default_rng(number)
    picture = np.full((height, width), chance.integers(20, 236), np.uint8)
    for _ in range(120):
        tone = int(chance.integers(0, 256))
        x, y = (int(chance.integers(0, side)) for side in (width, height))
        size = int(chance.integers(5, 60))
        if chance.random() < 0.5:
            cv2.circle(picture, (x, y), size, tone, -1)
        else:
            corners = np.array([x, y]) + chance.integers(-size, size + 1, (4, 2))
            cv2.fillPoly(picture, [corners.astype(np.int32)], tone)
    return picture


def crop(picture: Grey, side: float = 0.6) -> Grey:
    """Return the middle of a picture, this part of both of its sides."""
    height, width = picture.shape
    top, left = round(height * (1 - side) / 2), round(width * (1 - side) / 2)
    return picture[top : height - top, left : width - left].copy()


def inside(picture: Grey, paper: int = 250, side: float = 0.5) -> Grey:
    """Return a tall page that shows a picture, made smaller."""
    height, width = picture.shape
    shown = cv2.resize(picture, None, fx=side, fy=side, interpolation=cv2.INTER_AREA)
    page = np.full((round(1.2 * height), width), paper, np.uint8)
    page[60 : 60 + shown.shape[0], 80 : 80 + shown.shape[1]] = shown
    return page


def saved_again(picture: Grey, quality: int = 60) -> Grey:
    """Return a picture as it comes out of a JPEG."""
    packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
