"""The kinds of files that Artkeep can look at, one module each.

Each has two functions::

    read(data: bytes) -> Header
        What the file says of itself, and that it is there to its last byte. Decodes nothing and
        allocates nothing by the file's word, so that the limits can be kept before `decode`.

    decode(data: bytes, header: Header, wanted: int) -> Pixels
        The first frame, as stored (not turned), on white. May be shrunk while it is read, but
        the longer side stays at `wanted` pixels or more when the picture has as many.

Both get the whole file and may raise anything a decoder raises: `damage.refusing` around them
turns it into PictureRefused. A new kind needs its module, a line in `FORMATS` and its first
bytes in `sniff`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from artkeep.imaging import sniff
from artkeep.imaging.formats import avif, bmp, gif, jpeg, jxl, png, tiff, ugoira, webp
from artkeep.imaging.header import Header, Pixels


@dataclass(frozen=True, slots=True)
class Format:
    """How one kind of file is read."""

    read: Callable[[bytes], Header]
    decode: Callable[[bytes, Header, int], Pixels]


FORMATS: Mapping[str, Format] = {
    sniff.JPEG: Format(jpeg.read, jpeg.decode),
    sniff.PNG: Format(png.read, png.decode),
    sniff.GIF: Format(gif.read, gif.decode),
    sniff.WEBP: Format(webp.read, webp.decode),
    sniff.AVIF: Format(avif.read, avif.decode),
    sniff.BMP: Format(bmp.read, bmp.decode),
    sniff.TIFF: Format(tiff.read, tiff.decode),
    sniff.JXL: Format(jxl.read, jxl.decode),
    sniff.UGOIRA: Format(ugoira.read, ugoira.decode),
}
