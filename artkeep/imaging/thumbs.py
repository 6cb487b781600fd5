"""Where the small pictures lie, how large they are, and which pictures have which."""

from pathlib import Path

GRID = "s"  # for the gallery; every picture has one
SCREEN = "l"  # for looking at one picture; only where the original would not do
MOVING = "m"  # of zips of frames, which browsers do not play

LONGEST_SIDE = {GRID: 512, SCREEN: 1600}  # pixels; no picture is ever made larger

_BROWSERS_SHOW = frozenset(
    {"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/bmp"}
)
_LIGHT_BYTES = 2_000_000  # an original up to here is on the screen at once, even over Wi-Fi
_LIGHT_SIDE_PX = 2560  # … and takes no more than some 15 MB once decoded


def path_of(folder: Path, sha256: str, size: str) -> Path:
    """Return the place of one small picture: `abc/abcd…-s.webp` below the folder of all."""
    return folder / sha256[:3] / f"{sha256}-{size}.webp"


def needs_screen(media_type: str, width: int, height: int, size_bytes: int) -> bool:
    """Tell whether a picture has a SCREEN size, or its original serves.

    The original serves when every browser can show it and it is small, in pixels or in both
    pixels and bytes. Making the screen size costs more than all other steps of looking together,
    so it is made only where somebody would miss it.
    """
    if media_type not in _BROWSERS_SHOW:
        return True
    longest = max(width, height)
    if longest <= LONGEST_SIDE[SCREEN]:
        return False
    return longest > _LIGHT_SIDE_PX or size_bytes > _LIGHT_BYTES
