"""Pictures for programs that know less than we do: as PNG, as JPEG of a width, as a PDF's page.

A JPEG is in sRGB, a square is a JPEG of the middle.

A page of a PDF holds the picture as it is, the bytes of a JPEG unchanged, where PDF can; what it
cannot (animations, odd colours, mirrored by a mark) is drawn as PNG, which loses nothing a screen
shows.
"""

import logging
import struct
from collections.abc import Callable, Mapping

import cv2

from artkeep.imaging import sniff
from artkeep.imaging.damage import damaged, refusing
from artkeep.imaging.formats import FORMATS
from artkeep.imaging.header import Header, Pixels
from artkeep.imaging.limits import Limits
from artkeep.imaging.seeing import see
from artkeep.imaging.wire import Form

_ALL = 1 << 30  # pixels: more than any picture has
_QUALITY = 90
_DPI = 150  # of a page: what files say of it is anything from 1 to 10,000


def drawn(data: bytes, limits: Limits, form: Form, width: int | None = None) -> bytes:
    """Return the picture in this form, no wider than `width` pixels. Raises PictureRefused."""
    return _FORMS[form](data, limits, width)


def _png(data: bytes, limits: Limits, width: int | None) -> bytes:
    return _encoded(".png", _pixels(data, limits, width), [cv2.IMWRITE_PNG_COMPRESSION, 6])


def _jpeg(data: bytes, limits: Limits, width: int | None) -> bytes:
    return _encoded(".jpg", _pixels(data, limits, width), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])


def _square(data: bytes, limits: Limits, width: int | None) -> bytes:
    """Cut the middle out, `width` pixels on each side; a smaller picture gives a smaller square."""
    pixels = _whole(data, limits)
    side = min(pixels.shape[:2])
    top, left = (pixels.shape[0] - side) // 2, (pixels.shape[1] - side) // 2
    middle = pixels[top : top + side, left : left + side]
    return _encoded(".jpg", _shrunk(middle, width), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])


def _whole(data: bytes, limits: Limits) -> Pixels:
    return see(data, limits, lambda _media_type, _header: _ALL).pixels


def _pixels(data: bytes, limits: Limits, width: int | None) -> Pixels:
    def longest(_media_type: str, header: Header) -> int:
        seen_width, seen_height = header.seen_size
        return _ALL if width is None else width * max(seen_width, seen_height) // seen_width + 1

    return _shrunk(see(data, limits, longest).pixels, width)


def _shrunk(pixels: Pixels, width: int | None) -> Pixels:
    height, wide = pixels.shape[:2]
    if width is None or wide <= width:
        return pixels
    size = (width, max(1, round(height * width / wide)))
    with refusing():
        return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _encoded(ending: str, pixels: Pixels, how: list[int]) -> bytes:
    with refusing():
        done, packed = cv2.imencode(ending, cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), how)
    if not done:
        raise damaged()
    return packed.tobytes()


def _pdf(data: bytes, limits: Limits, _width: int | None) -> bytes:
    media_type = sniff.kind(data[: sniff.HEAD_BYTES])
    if media_type in {sniff.JPEG, sniff.PNG}:
        limits.check_bytes(len(data))
        with refusing():
            header = FORMATS[media_type].read(data)
            limits.check(header.width, header.height, header.frames)
        page = _page(data)
        if page is not None:
            return page
    flat = _page(_png(data, limits, None))
    if flat is None:
        raise damaged()
    return flat


def _page(data: bytes) -> bytes | None:
    """Return a PDF of one page that holds these very bytes; None where PDF has no way to."""
    import img2pdf  # noqa: PLC0415 - takes longer than most pictures, and few want pages

    logging.getLogger(img2pdf.__name__).setLevel(logging.ERROR)  # its remarks on transparency
    try:
        return bytes(
            img2pdf.convert(
                data,
                engine=img2pdf.Engine.internal,
                layout_fun=img2pdf.get_fixed_dpi_layout_fun((_DPI, _DPI)),
                first_frame_only=True,
                nodate=True,
                producer="",
            )
        )
    except (
        *(img2pdf.ImageOpenError, img2pdf.JpegColorspaceError, img2pdf.AlphaChannelError),
        *(img2pdf.UnsupportedColorspaceError, img2pdf.ExifOrientationError),
        *(img2pdf.NegativeDimensionError, img2pdf.PdfTooLargeError),
        *(AssertionError, LookupError, NotImplementedError, OSError, SyntaxError, TypeError),
        *(ValueError, struct.error),
    ):
        return None


_FORMS: Mapping[Form, Callable[[bytes, Limits, int | None], bytes]] = {
    "png": _png,
    "jpeg": _jpeg,
    "square": _square,
    "pdf": _pdf,
}
