"""Folders of drawn pictures as a person has them: sketchbooks, and copies that came back.

Run as a program it draws one folder, so that whoever wants pictures need not wait for them::

    python -m artkeep.fakes.sketchbooks book FOLDER FIRST COUNT
    python -m artkeep.fakes.sketchbooks copies FOLDER FIRST COUNT
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageOps

from artkeep.fakes import drawings

ENDINGS = ("jpg", "png", "jpg", "webp", "jpg")
MOVING = 17  # every so many pictures one moves
FRAMES = 24


def write_book(folder: Path, first: int, count: int) -> list[Path]:
    """Draw the pictures of `count` numbers into a folder, named by their titles."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_page(folder, number) for number in range(first, first + count)]


def write_page(folder: Path, number: int) -> Path:
    """Draw one picture; some move."""
    if number % MOVING == 0:
        path = free(folder, drawings.title_of(number), "webp")
        write_moving(path, number)
        return path
    path = free(folder, drawings.title_of(number), ENDINGS[number % len(ENDINGS)])
    drawings.write(number, path)
    return path


def write_moving(path: Path, number: int) -> None:
    """Let the eye wander over a picture, there and back."""
    wide = drawings.draw(number, 900, 420)
    steps = [*range(FRAMES), *range(FRAMES - 2, 0, -1)]
    frames = [wide.crop((step * 12, 0, 600 + step * 12, 420)) for step in steps]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=60, loop=0, quality=80)


def free(folder: Path, title: str, ending: str) -> Path:
    """Return a name that no file in the folder has."""
    path, again = folder / f"{title}.{ending}", 2
    while path.exists():
        path, again = folder / f"{title} {again}.{ending}", again + 1
    return path


def write_copies(folder: Path, first: int, count: int) -> list[Path]:
    """Write what becomes of pictures on their way through the web, under meaningless names."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number in range(first, first + count):
        change = CHANGES[number % len(CHANGES)]
        path = folder / f"IMG_{2000 + number}.jpg"
        change(drawings.draw(number)).save(path, quality=72)
        written.append(path)
    return written


def smaller(picture: Image.Image) -> Image.Image:
    """A third of the size."""
    return picture.resize((picture.width // 3, picture.height // 3), Image.Resampling.LANCZOS)


def mirrored(picture: Image.Image) -> Image.Image:
    """As in a mirror."""
    return ImageOps.mirror(picture)


def cropped(picture: Image.Image) -> Image.Image:
    """The part a little right of the middle, 42 % of it."""
    wide, high = picture.size
    return picture.crop((wide * 3 // 10, high * 2 // 10, wide * 19 // 20, high * 17 // 20))


def bordered(picture: Image.Image) -> Image.Image:
    """With a white border, as in a post."""
    return ImageOps.expand(picture, border=picture.width // 25, fill="white")


CHANGES: tuple[Callable[[Image.Image], Image.Image], ...] = (smaller, mirrored, cropped, bordered)
KINDS: dict[str, Callable[[Path, int, int], list[Path]]] = {
    "book": write_book,
    "copies": write_copies,
}


def main(words: Sequence[str]) -> None:
    """Draw the folder that the command line names."""
    kind, folder, first, count = words
    KINDS[kind](Path(folder), int(first), int(count))


if __name__ == "__main__":
    main(sys.argv[1:])
