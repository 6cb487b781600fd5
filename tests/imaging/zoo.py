"""Files that are no pictures, pretend to be, are damaged, or ask too much; and odd honest ones.

`HOSTILE` are refused, each with its reason; `ODD` are taken. All are made here, byte by byte or
from a small drawing. Every name ends as a picture's would: names are never believed.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, PngImagePlugin

from tests.imaging.chunks import apng, bmp_head, jpeg_head, png, png_chunk, png_head, riff
from tests.imaging.making import cut, drawing, moving, packed, ugoira, zipped

TRUNCATED = "truncated: its end is missing"
DAMAGED = "damaged: it cannot be decoded"
WEB_PAGE = "a web page, not a picture"
SVG = "an SVG, which is drawing instructions and not pixels; export it as PNG"
TEXT = "a text, not a picture"
VIDEO = "a video, not a picture"
SOUND = "a sound, not a picture"
PROGRAM = "a program, not a picture"
ARCHIVE = "an archive, not a picture"
UNKNOWN = "not a picture Artkeep knows"
TOO_LONG = "a side is longer than 65,535 pixels"
TOO_MANY_PIXELS = "more than 400 million pixels"
TOO_MANY_FRAMES = "more than 10,000 frames"
WITHOUT_PIXELS = "without pixels: its width or height is nothing"
NOT_MOVING = "a zip of pictures, not an animation; unpack it first"
NO_PICTURES = "a zip without pictures"
ZIP_BOMB = "a zip that unpacks to far more than it holds"


@dataclass(frozen=True, slots=True)
class Animal:
    """A file: its name, how its bytes are made, and why it is refused; None when it is not."""

    name: str
    make: Callable[[], bytes]
    reason: str | None

    def write(self, folder: Path) -> Path:
        """Put it into a folder."""
        path = folder / self.name
        path.write_bytes(self.make())
        return path


def wide_gamut() -> bytes:
    """Return the colour profile of a space that is not sRGB."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def _wrong_sum_in_pixels() -> bytes:
    content = bytearray(packed("PNG"))
    content[content.index(b"IDAT") + 20] ^= 0xFF
    return bytes(content)


def _wrong_sum_in_zip() -> bytes:
    content = bytearray(ugoira())
    content[len(content) // 2] ^= 0xFF
    return bytes(content)


def _locked_zip() -> bytes:
    content = bytearray(zipped({"000000.jpg": packed("JPEG")}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    return bytes(content)


def _comic() -> bytes:
    return zipped({f"{page}.jpg": packed("JPEG", drawing(60 + page, 80)) for page in range(3)})


def _jumble(length: int) -> bytes:
    return b"\x9e" + np.random.default_rng(7).bytes(length)


_HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64
_MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 64
_CR3 = b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom" + b"\0" * 64

HOSTILE: tuple[Animal, ...] = (
    # Other things under a picture's name
    Animal("empty.jpg", lambda: b"", "empty"),
    Animal("one-byte.png", lambda: b"\xff", UNKNOWN),
    Animal("zeros.png", lambda: bytes(4096), UNKNOWN),
    Animal("noise.jpg", lambda: _jumble(4096), UNKNOWN),
    Animal("page.jpg", lambda: b"<!DOCTYPE html>\n<html><body>gone</body></html>", WEB_PAGE),
    Animal("page-after-comment.png", lambda: b"\n<!-- x > y -->\n <HTML><p>", WEB_PAGE),
    Animal("page-with-mark.gif", lambda: b"\xef\xbb\xbf<head><title>404</title>", WEB_PAGE),
    Animal("page-utf16.webp", lambda: "<html><body>404".encode("utf-16"), WEB_PAGE),
    Animal("script.jpg", lambda: b"<script>alert(1)</script>", WEB_PAGE),
    Animal("drawing.svg.png", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', SVG),
    Animal("drawing-xml.png", lambda: b'<?xml version="1.0"?>\n<!-- x -->\n<svg/> <svg >', SVG),
    Animal("feed.jpg", lambda: b'<?xml version="1.0"?><rss></rss>', "an XML text, not a picture"),
    Animal("note.gif", "Où est l'image ?".encode, TEXT),
    Animal("answer.png", lambda: b'{"error": "not found"}', TEXT),
    Animal("paper.jpg", lambda: b"%PDF-1.7\n%\xe2\xe3", "a PDF document, not a picture"),
    Animal(
        "layers.png",
        lambda: b"8BPS\0\x01" + bytes(40),
        "a Photoshop file; export it as PNG or JPEG",
    ),
    Animal("film.jpg", lambda: _MP4, VIDEO),
    Animal("film.webp", lambda: b"\x1a\x45\xdf\xa3" + bytes(40), VIDEO),
    Animal("film.gif", lambda: riff(b"AVI ", {b"LIST": bytes(20)}), VIDEO),
    Animal("song.png", lambda: b"ID3\x04" + bytes(40), SOUND),
    Animal("wave.webp", lambda: riff(b"WAVE", {b"fmt ": bytes(16)}), SOUND),
    Animal("setup.jpg", lambda: b"MZ\x90\0" + bytes(60), PROGRAM),
    Animal("tool.png", lambda: b"\x7fELF\x02\x01" + bytes(60), PROGRAM),
    Animal("run.gif", lambda: b"#!/bin/sh\nrm -rf ~\n", "a script, not a picture"),
    Animal("packed.jpg", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(40), ARCHIVE),
    Animal("packed.png", lambda: b"\x1f\x8b\x08" + bytes(40), ARCHIVE),
    Animal("icon.png", lambda: b"\0\0\x01\0\x01\0" + bytes(40), "an icon, not a picture"),
    # Pictures, but none that Artkeep reads
    Animal(
        "phone.jpg", lambda: _HEIC, "an HEIC picture, which Artkeep cannot read; export it as JPEG"
    ),
    Animal("camera.jpg", lambda: _CR3, "a camera's raw file; export it as JPEG or TIFF"),
    Animal(
        "old.jp2.jpg",
        lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(40),
        "a JPEG 2000 picture, which Artkeep cannot read",
    ),
    Animal(
        "deep.jpg",
        lambda: jpeg_head(64, 64, bits=12),
        "a JPEG of 12 bits, which Artkeep cannot read",
    ),
    # Zips
    Animal("texts.zip", lambda: zipped({"a.txt": b"a"}), NO_PICTURES),
    Animal("nothing.zip", lambda: zipped({}), NO_PICTURES),
    Animal("comic.zip", _comic, NOT_MOVING),
    Animal("book.zip", lambda: zipped({"page one.jpg": packed("JPEG")}), NOT_MOVING),
    Animal("climbing.zip", lambda: zipped({"../../000000.jpg": packed("JPEG")}), NOT_MOVING),
    Animal("bomb.zip", lambda: zipped({"0.png": bytes(1 << 22)}, zipfile.ZIP_DEFLATED), ZIP_BOMB),
    Animal(
        "many.zip",
        lambda: zipped({f"{n}.jpg": b"" for n in range(10_001)}),
        "a zip of more than 10,000 files",
    ),
    Animal("locked.zip", _locked_zip, "a zip with a password"),
    Animal("cut.zip", lambda: cut(ugoira(), 0.7), TRUNCATED),
    Animal("wrong-sum.zip", _wrong_sum_in_zip, DAMAGED),
    Animal("lying.zip", lambda: zipped({"000000.jpg": b"<html><body>"}), WEB_PAGE),
    Animal(
        "nested.zip",
        lambda: zipped({"000000.jpg": ugoira()}),
        "a zip with something else under a picture's name",
    ),
    # PNG
    Animal("bomb.png", lambda: png_head(30_000, 30_000), TOO_MANY_PIXELS),
    Animal("strip.png", lambda: png_head(70_000, 10), TOO_LONG),
    Animal("nowhere.png", lambda: png_head(0, 10), WITHOUT_PIXELS),
    Animal("endless.png", lambda: apng(4_000_000_000), TOO_MANY_FRAMES),
    Animal("signature.png", lambda: packed("PNG")[:8], TRUNCATED),
    Animal("cut.png", lambda: cut(packed("PNG"), 0.5), TRUNCATED),
    Animal("cut-late.png", lambda: packed("PNG")[:-6], TRUNCATED),
    Animal("long-chunk.png", lambda: packed("PNG")[:33] + b"\x7f\xff\xff\xffIDAT", TRUNCATED),
    Animal("wrong-sum.png", _wrong_sum_in_pixels, DAMAGED),
    Animal("short.png", lambda: png(100, 100, bytes(2_000)), DAMAGED),
    Animal("without-pixels.png", lambda: packed("PNG")[:33] + png_chunk(b"IEND", b""), DAMAGED),
    Animal("zlib-noise.png", lambda: png(8, 8, b"", pixels=_jumble(200)), DAMAGED),
    # JPEG
    Animal("bomb.jpg", lambda: jpeg_head(65_500, 65_500), TOO_MANY_PIXELS),
    Animal("nowhere.jpg", lambda: jpeg_head(64, 0), WITHOUT_PIXELS),
    Animal("start.jpg", lambda: b"\xff\xd8\xff\xe0", TRUNCATED),
    Animal("cut.jpg", lambda: cut(packed("JPEG"), 0.6), TRUNCATED),
    Animal("cut-late.jpg", lambda: packed("JPEG")[:-2], TRUNCATED),
    Animal("half-a-page.jpg", lambda: b"\xff\xd8\xff<html><body>" + bytes(99), TRUNCATED),
    Animal("no-frame.jpg", lambda: b"\xff\xd8\xff\xda\0\x02" + bytes(99) + b"\xff\xd9", DAMAGED),
    Animal("no-tables.jpg", lambda: jpeg_head(64, 64), DAMAGED),
    # GIF
    Animal("cut.gif", lambda: cut(moving("GIF"), 0.8), TRUNCATED),
    Animal("cut-late.gif", lambda: moving("GIF")[:-1], TRUNCATED),
    Animal("empty.gif", lambda: b"GIF89a\1\0\1\0\0\0\0;", DAMAGED),
    Animal("code.gif", lambda: b"GIF89a/*      */=1;alert(1)//;", DAMAGED),
    Animal("huge.gif", lambda: b"GIF89a\xff\xff\xff\xff" + moving("GIF")[10:], TOO_MANY_PIXELS),
    # WebP, AVIF
    Animal("cut.webp", lambda: cut(packed("WEBP"), 0.7), TRUNCATED),
    Animal("cut-moving.webp", lambda: cut(moving("WEBP"), 0.9), TRUNCATED),
    Animal("huge.webp", lambda: riff(b"WEBP", {b"VP8X": b"\0" * 4 + b"\xff" * 6}), TOO_LONG),
    Animal("headless.webp", lambda: riff(b"WEBP", {b"EXIF": b"II*\0"}), DAMAGED),
    Animal(
        "noise.webp",
        lambda: riff(b"WEBP", {b"VP8 ": bytes(6) + b"\x40\0\x40\0" + _jumble(99)}),
        DAMAGED,
    ),
    Animal("short-box.avif", lambda: packed("AVIF") + b"\0\0\0\x03free", DAMAGED),
    Animal("cut.avif", lambda: cut(packed("AVIF"), 0.7), TRUNCATED),
    Animal(
        "noise.avif", lambda: b"\0\0\0\x10ftypavif\0\0\0\0\0\0\0\xf0meta" + _jumble(231), DAMAGED
    ),
    # BMP, TIFF
    Animal("cut.bmp", lambda: cut(packed("BMP"), 0.6), TRUNCATED),
    Animal("huge.bmp", lambda: bmp_head(60_000, 60_000), TOO_MANY_PIXELS),
    Animal("cut.tif", lambda: packed("TIFF")[:-2000], TRUNCATED),
    Animal("looking-ahead.tif", lambda: b"II*\0\xff\xff\xff\x7f" + bytes(60), TRUNCATED),
)


def _small(mode: str) -> Image.Image:
    return drawing().convert(mode)


def _noted() -> bytes:
    note = PngImagePlugin.PngInfo()
    note.add_text("workflow", "x" * 3_000_000, zip=True)
    return packed("PNG", pnginfo=note)


def _profile_bomb() -> bytes:
    body = b"x\0\0" + zlib.compress(bytes(16 << 20), 9)
    content = packed("PNG")
    return content[:33] + png_chunk(b"iCCP", body) + content[33:]


ODD: tuple[Animal, ...] = (
    Animal("really-a.png", lambda: packed("JPEG"), None),
    Animal("progressive.jpg", lambda: packed("JPEG", progressive=True), None),
    Animal("grey.jpg", lambda: packed("JPEG", _small("L")), None),
    Animal("for-print.jpg", lambda: packed("JPEG", _small("CMYK")), None),
    Animal("with-tail.jpg", lambda: packed("JPEG") + b"\0" * 99 + b"trailer", None),
    Animal("lab-profile.jpg", lambda: packed("JPEG", icc_profile=wide_gamut()), None),
    Animal("bad-exif.jpg", lambda: packed("JPEG", exif=b"Exif\0\0II*\0\xff\xff"), None),
    Animal("with-zip.png", lambda: packed("PNG") + zipped({"a": b"a"}), None),
    Animal("one-pixel.png", lambda: packed("PNG", Image.new("RGB", (1, 1), "red")), None),
    Animal("line.png", lambda: packed("PNG", Image.new("RGB", (5000, 1), "red")), None),
    Animal("ink.png", lambda: packed("PNG", _small("1")), None),
    Animal("few-colours.png", lambda: packed("PNG", _small("P")), None),
    Animal("grey-alpha.png", lambda: packed("PNG", _small("LA")), None),
    Animal("deep-grey.png", lambda: packed("PNG", _small("L").convert("I;16")), None),
    Animal("all-clear.png", lambda: packed("PNG", Image.new("RGBA", (40, 30))), None),
    Animal("long-note.png", _noted, None),
    Animal("profile-bomb.png", _profile_bomb, None),
    Animal("moving.png", lambda: moving("PNG"), None),
    Animal("moving.gif", lambda: moving("GIF"), None),
    Animal("moving.webp", lambda: moving("WEBP"), None),
    Animal("moving.avif", lambda: moving("AVIF"), None),
    Animal("lossless.webp", lambda: packed("WEBP", lossless=True), None),
    Animal("clear.webp", lambda: packed("WEBP", _small("RGBA")), None),
    Animal("open-end.avif", lambda: packed("AVIF") + b"\0\0\0\0free" + bytes(9), None),
    Animal("long-box.avif", lambda: packed("AVIF") + struct.pack(">I4sQ", 1, b"free", 16), None),
    Animal("ordinary.avif", lambda: packed("AVIF"), None),
    Animal("ordinary.bmp", lambda: packed("BMP"), None),
    Animal("few-colours.bmp", lambda: packed("BMP", _small("P")), None),
    Animal("ordinary.tif", lambda: packed("TIFF"), None),
    Animal("for-print.tif", lambda: packed("TIFF", _small("CMYK")), None),
    Animal("floating.tif", lambda: packed("TIFF", _small("F")), None),
    Animal("animation.zip", ugoira, None),
    Animal("animation-png.zip", lambda: ugoira(form="PNG"), None),
)


def release(folder: Path) -> dict[str, str | None]:
    """Write all of them into a folder; return the reason for each name, None for the odd ones."""
    animals = (*HOSTILE, *ODD)
    for animal in animals:
        animal.write(folder)
    return {animal.name: animal.reason for animal in animals}
