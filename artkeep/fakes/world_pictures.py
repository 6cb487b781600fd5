"""The pictures of the world: drawn when their bytes are asked for, and kept for a while."""

import hashlib
import io
import threading
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from PIL import Image, ImageOps

from artkeep.fakes import drawings, fox, sketchbooks

FRAMES = 10
ROOM = 1.25  # a moving picture is a window that wanders over a drawing this much larger
KEPT_BYTES = 64 << 20
KEPT_DRAWINGS = 6
MEDIA_TYPES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "ugoira": "application/zip",
}
ENDINGS = {"jpeg": "jpg", "ugoira": "zip"}
MOVING = frozenset({"gif", "webp", "ugoira"})
Content = bytes  # a picture has a method of this name
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the world; sizes and digests stay known when its bytes are dropped."""

    size_bytes: int
    md5: str
    sha1: str
    sha256: str
    sha512: str


class Studio:
    """Draws, and keeps what was drawn: bytes up to a limit, and on disk if given a folder.

    `quick` drawings are simpler; `longest_px` is the longer side of an original. Threads share it;
    one alone draws, since the memory of what forty of them drew would never be given back.
    """

    def __init__(self, *, quick: bool, longest_px: int, folder: Path | None = None) -> None:
        self.quick = quick
        self.longest_px = longest_px
        self._folder = folder
        self._files: OrderedDict[str, bytes] = OrderedDict()
        self._facts: dict[str, Kept] = {}
        self._drawings: OrderedDict[tuple[int, int, int], Image.Image] = OrderedDict()
        self._look = threading.Lock()
        self._hand = ThreadPoolExecutor(1, "studio", initializer=self._take_pen)
        self._painter: int | None = None  # the thread that draws

    def size_of(self, number: int) -> tuple[int, int]:
        """Return the width and height of an original."""
        return drawings.size_of(number, self.longest_px)

    def drawing(self, number: int, width: int, height: int) -> Image.Image:
        """Return a drawing, not to be changed."""
        return self._by_hand(lambda: self._drawing((number, width, height)))

    def _drawing(self, key: tuple[int, int, int]) -> Image.Image:
        if key not in self._drawings:
            number, width, height = key
            drawn = drawings.draw(number, width, height, quick=self.quick)
            self._drawings[key] = fox.paint(drawn) if number == fox.NUMBER else drawn
            if len(self._drawings) > KEPT_DRAWINGS:
                self._drawings.popitem(last=False)
        return self._drawings[key]

    def file(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return a file by its name, made if it is not there."""
        known = self._known(name)
        if known is not None:
            return known
        content = self._by_hand(lambda: self._known(name) or self._on_disk(name, make))
        self._keep(name, content)
        return content

    def facts(self, name: str, make: Callable[[], bytes]) -> Kept:
        """Return size and digests of a file."""
        with self._look:
            known = self._facts.get(name)
        if known is None:
            self.file(name, make)
            return self._facts[name]
        return known

    def close(self) -> None:
        """Draw no more: who waits for it gets CancelledError, who comes later RuntimeError."""
        self._hand.shutdown(cancel_futures=True)

    def _take_pen(self) -> None:
        self._painter = threading.get_ident()

    def _by_hand(self, make: Callable[[], T]) -> T:
        """Let the one that draws make something; what it needs for that it makes at once."""
        if threading.get_ident() == self._painter:
            return make()
        return self._hand.submit(make).result()

    def _known(self, name: str) -> bytes | None:
        with self._look:
            if name in self._files:
                self._files.move_to_end(name)
            return self._files.get(name)

    def _keep(self, name: str, content: bytes) -> None:
        facts = _facts(content) if name not in self._facts else self._facts[name]
        with self._look:
            self._facts[name] = facts
            self._files[name] = content
            while sum(map(len, self._files.values())) > KEPT_BYTES:
                self._files.popitem(last=False)

    def _on_disk(self, name: str, make: Callable[[], bytes]) -> bytes:
        if self._folder is None:
            return make()
        path = self._folder / name
        if path.exists():
            return path.read_bytes()
        self._folder.mkdir(parents=True, exist_ok=True)
        content, half = make(), path.with_suffix(".half")
        half.write_bytes(content)
        half.replace(path)
        return content


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a post. `format` is jpeg, png, gif, webp or ugoira (a zip of frames).

    `change` is what became of the drawing on its way: "" nothing, "recompressed", "cropped",
    "mirrored", "replaced" (drawn anew by its artist).
    """

    number: int
    width: int
    height: int
    format: str
    change: str
    studio: Studio

    @property
    def media_type(self) -> str:
        """What a site calls it in its headers."""
        return MEDIA_TYPES[self.format]

    @property
    def ending(self) -> str:
        """The ending of its file's name: jpg, png, gif, webp, zip."""
        return ENDINGS.get(self.format, self.format)

    @property
    def is_moving(self) -> bool:
        return self.format in MOVING

    @property
    def delays(self) -> tuple[int, ...]:
        """Milliseconds of each frame; nothing for a still."""
        if not self.is_moving:
            return ()
        return tuple(60 + 20 * (frame % 3) for frame in range(FRAMES))

    @property
    def facts(self) -> Kept:
        """Size and digests of its file; it is drawn for that."""
        return self.studio.facts(self.name, self._make)

    @property
    def md5(self) -> str:
        return self.facts.md5

    @property
    def sha256(self) -> str:
        return self.facts.sha256

    @property
    def size_bytes(self) -> int:
        return self.facts.size_bytes

    @property
    def name(self) -> str:
        """A name for its file that no other picture of this world has."""
        look = "quick" if self.studio.quick else "full"
        size = f"{self.width}x{self.height}-{self.studio.longest_px}"
        return f"{self.number}-{size}-{look}-{self.change or 'as-drawn'}.{self.ending}"

    def bytes(self) -> bytes:
        """Return its file."""
        return self.studio.file(self.name, self._make)

    def frame(self, position: int) -> Content:
        """Return one frame of a moving picture as a JPEG."""
        still = replace(self, format="jpeg", change=f"frame{position}")
        return self.studio.file(still.name, lambda: _jpeg(self._frames()[position], 90))

    def smaller(self, longest_px: int) -> "Picture":
        """Return the preview that a site makes: a JPEG that fits into a square, never enlarged."""
        scale = min(1.0, longest_px / max(self.width, self.height))
        size = max(1, round(self.width * scale)), max(1, round(self.height * scale))
        return replace(self, width=size[0], height=size[1], format="jpeg")

    def squared(self, side_px: int) -> "Picture":
        """Return the square preview that a site makes of the middle, a JPEG."""
        return replace(self, width=side_px, height=side_px, format="jpeg")

    def _make(self) -> Content:
        if self.is_moving:
            return _animated(self._frames(), self.format, self.delays)
        picture = self._still()
        if self.format == "jpeg":
            return _jpeg(picture, 72 if self.change == "recompressed" else 90)
        out = io.BytesIO()
        picture.save(out, self.format, compress_level=1 if self.studio.quick else 6)
        return out.getvalue()

    def _still(self) -> Image.Image:
        own = self.studio.size_of(self.number)
        picture = CHANGES.get(self.change, _unchanged)(self.studio.drawing(self.number, *own))
        if picture.size == (self.width, self.height):
            return picture
        return ImageOps.fit(picture, (self.width, self.height), Image.Resampling.LANCZOS)

    def _frames(self) -> list[Image.Image]:
        room = round(self.width * ROOM), round(self.height * ROOM)
        wide = self.studio.drawing(self.number, *room)
        left, top = (room[0] - self.width) / FRAMES, (room[1] - self.height) / FRAMES
        corners = [(round(left * step), round(top * step)) for step in range(FRAMES)]
        return [wide.crop((x, y, x + self.width, y + self.height)) for x, y in corners]


def _unchanged(picture: Image.Image) -> Image.Image:
    return picture


def _replaced(picture: Image.Image) -> Image.Image:
    """Draw it once more: in the evening, with a signature in the corner."""
    evening = Image.blend(picture, Image.new("RGB", picture.size, (120, 40, 20)), 0.25)
    wide, high = picture.size
    evening.paste(
        (250, 240, 220), (wide * 84 // 100, high * 93 // 100, wide * 96 // 100, high * 95 // 100)
    )
    return evening


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "cropped": sketchbooks.cropped,
    "mirrored": sketchbooks.mirrored,
    "replaced": _replaced,
}


def cropped_size(width: int, height: int) -> tuple[int, int]:
    """Return the size that is left of a picture when it is cropped."""
    return sketchbooks.cropped(Image.new("1", (width, height))).size


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "jpeg", quality=quality)
    return out.getvalue()


def _animated(frames: list[Image.Image], name: str, delays: tuple[int, ...]) -> bytes:
    out = io.BytesIO()
    if name == "ugoira":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as folder:
            for position, frame in enumerate(frames):
                entry = zipfile.ZipInfo(f"{position:06}.jpg")  # 1980: the same bytes each time
                folder.writestr(entry, _jpeg(frame, 85))
        return out.getvalue()
    first, *rest = frames
    first.save(out, name, save_all=True, append_images=rest, duration=list(delays), loop=0)
    return out.getvalue()


def _facts(content: bytes) -> Kept:
    return Kept(
        len(content),
        hashlib.md5(content, usedforsecurity=False).hexdigest(),
        hashlib.sha1(content, usedforsecurity=False).hexdigest(),
        hashlib.sha256(content).hexdigest(),
        hashlib.sha512(content).hexdigest(),
    )
