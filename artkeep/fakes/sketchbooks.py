"""Folders of drawn pictures as a person has them: a sketchbook, and copies that came back."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageOps

from artkeep.fakes import drawings

ENDINGS = ("jpg", "png", "jpg", "webp", "jpg")
MOVING = 17  # every so many pictures one moves
FRAMES = 24


def write_page(folder: Path, number: int) -> Path:
    """Draw one picture, named by its title; some move."""
    folder.mkdir(parents=True, exist_ok=True)
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


def write_copy(folder: Path, number: int, picture: Image.Image) -> Path:
    """Write what becomes of a picture on its way through the web, under a meaningless name."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"IMG_{2000 + number}.jpg"
    CHANGES[number % len(CHANGES)](picture).save(path, quality=72)
    return path


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
