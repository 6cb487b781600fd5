"""Small pictures as files of every format, whole and cut."""

import io
import zipfile
from functools import cache

from PIL import Image

from artkeep.fakes.drawings import draw


@cache
def drawing(width: int = 96, height: int = 64) -> Image.Image:
    """A small picture with something in it."""
    return draw(1, width, height)


def packed(form: str, image: Image.Image | None = None, **options: object) -> bytes:
    """Return a picture as a file of a format."""
    file = io.BytesIO()
    (image or drawing()).save(file, form, **options)
    return file.getvalue()


def moving(form: str, frames: int = 3, **options: object) -> bytes:
    """Return an animation: the drawing turned upside down and back."""
    images = [drawing().rotate(180 * number) for number in range(frames)]
    return packed(form, images[0], save_all=True, append_images=images[1:], **options)


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a zip of files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return file.getvalue()


def ugoira(frames: int = 3, form: str = "JPEG") -> bytes:
    """Return an animation as pixiv packs it."""
    ending = {"JPEG": "jpg", "PNG": "png"}[form]
    return zipped(
        {
            f"{number:06}.{ending}": packed(form, drawing().rotate(180 * number))
            for number in range(frames)
        }
        | {"animation.json": b'{"frames":[]}'}
    )


def cut(content: bytes, share: float) -> bytes:
    """Return the first part of a file."""
    return content[: int(len(content) * share)]
