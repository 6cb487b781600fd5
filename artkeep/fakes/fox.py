"""The Fox in the Snow: the one picture that everybody in the world knows."""

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

NUMBER = 61  # the landscape where the fox sits
FINER = 3  # drawn so many times as large, for smooth edges
STEPS = 12  # of a curve between two points
FLAKES = 170
CORNER, UNIT = (0.56, 0.295), 0.00195  # the fox's place and hundredth, in widths of the picture

Point = tuple[float, float]
Colour = tuple[int, int, int, int]

ORANGE, DEEP, DARK = (226, 114, 47, 255), (206, 96, 38, 255), (58, 38, 33, 255)
WHITE, SHADE = (250, 245, 238, 255), (188, 200, 214, 255)
FAR_SNOW, NEAR_SNOW, FLAKE = (214, 222, 230, 255), (240, 244, 248, 255), (255, 255, 255, 190)

# in hundredths of the fox, who looks to the left; round parts first, then the ears
ROUND: tuple[tuple[Colour, Sequence[Point]], ...] = (
    (SHADE, ((10, 98), (60, 92), (110, 97), (118, 103), (60, 108), (8, 104))),
    (
        DEEP,
        (
            *((62, 92), (80, 97), (98, 92), (108, 76), (110, 58)),
            *((104, 50), (99, 60), (94, 72), (84, 80), (70, 80)),
        ),
    ),
    (WHITE, ((104, 50), (110, 58), (108.5, 68), (103, 70), (99, 64), (99.5, 58))),
    (
        ORANGE,
        (
            *((30, 46), (26, 60), (27, 78), (26, 97), (34, 99), (40, 97), (41, 84), (46, 84)),
            *((50, 98), (62, 99), (74, 96), (79, 84), (76, 68), (66, 54), (52, 44), (42, 38)),
        ),
    ),
    (WHITE, ((28, 50), (26, 62), (28, 74), (33, 78), (37, 66), (36, 54), (33, 47))),
    (DARK, ((26, 88), (25.5, 97), (34, 99), (40, 97), (40.5, 88), (34, 86))),
    (
        ORANGE,
        (
            *((12, 38), (6, 42), (13, 46), (24, 50), (35, 50), (44, 44)),
            *((48, 34), (45, 25), (36, 20), (26, 21), (19, 28)),
        ),
    ),
    (WHITE, ((6, 42), (13, 46), (24, 50), (33, 50), (29, 44), (20, 41), (13, 38.5))),
    (DARK, ((4.5, 41.5), (7, 39.5), (9.5, 41.5), (7, 43.5))),
    (DARK, ((20.5, 34.5), (22.5, 32.5), (24.5, 34.5), (22.5, 36.5))),
)
POINTED: tuple[tuple[Colour, Sequence[Point]], ...] = (
    (ORANGE, ((22, 26), (20, 6), (34, 20))),
    (DARK, ((24, 22), (22.5, 11), (30.5, 19))),
    (DEEP, ((36, 21), (43, 3), (48, 29))),
    (DARK, ((40, 20), (43, 10), (45.6, 24))),
)


def paint(landscape: Image.Image) -> Image.Image:
    """Return the landscape with snow on it and a fox in the snow."""
    size = landscape.width * FINER, landscape.height * FINER
    ground = Image.new("RGBA", size, (0, 0, 0, 0))
    brush = ImageDraw.Draw(ground)
    brush.polygon(_hill(size, 0.75, 0.3), fill=FAR_SNOW)
    brush.polygon(_hill(size, 0.83, 2.1), fill=NEAR_SNOW)
    for colour, points in ROUND:
        brush.polygon(_placed(_curve(points), size[0]), fill=colour)
    for colour, points in POINTED:
        brush.polygon(_placed(points, size[0]), fill=colour)
    snow = Image.new("RGBA", size, (0, 0, 0, 0))
    _fall(ImageDraw.Draw(snow), size)
    picture = landscape.convert("RGBA")
    for layer in (ground, snow):
        picture.alpha_composite(layer.resize(landscape.size, Image.Resampling.LANCZOS))
    return picture.convert("RGB")


def _hill(size: tuple[int, int], height: float, phase: float) -> list[Point]:
    """Return soft snow from a height (1 is the lower edge) down."""
    wide, high = size
    top = [
        (
            x,
            (height + 0.025 * math.sin(phase + 7 * x / wide) + 0.01 * math.sin(20 * x / wide))
            * high,
        )
        for x in range(0, wide + FINER, FINER)
    ]
    return [*top, (wide, high), (0, high)]


def _placed(points: Sequence[Point], wide: int) -> list[Point]:
    left, top = CORNER
    return [((left + x * UNIT) * wide, (top + y * UNIT) * wide) for x, y in points]


def _curve(points: Sequence[Point]) -> list[Point]:
    """Return a closed curve through points (Catmull-Rom)."""
    count = len(points)
    return [
        (
            _between([points[(start + near) % count][0] for near in (-1, 0, 1, 2)], step / STEPS),
            _between([points[(start + near) % count][1] for near in (-1, 0, 1, 2)], step / STEPS),
        )
        for start in range(count)
        for step in range(STEPS)
    ]


def _between(around: Sequence[float], t: float) -> float:
    before, here, there, after = around
    curved = (2 * before - 5 * here + 4 * there - after) * t**2
    return 0.5 * (
        2 * here + (there - before) * t + curved + (3 * here - before - 3 * there + after) * t**3
    )


def _fall(brush: ImageDraw.ImageDraw, size: tuple[int, int]) -> None:
    """Let it snow, evenly: each flake is a golden section from the last one."""
    wide, high = size
    for flake in range(FLAKES):
        x, y = flake * 0.618034 % 1 * wide, flake * 0.754878 % 1 * high
        radius = (0.001 + 0.0006 * (flake % 4)) * wide
        brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=FLAKE)
