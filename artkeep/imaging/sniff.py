"""What kind of file this is, told by its first bytes and never by its name.

Only what Artkeep can look at is let through; for everything else the refusal names what the file
is, as far as its first bytes tell.
"""

import codecs
import re
from collections.abc import Callable

from artkeep.errors import PictureRefused
from artkeep.texts import text as sentence

JPEG = "image/jpeg"
PNG = "image/png"
GIF = "image/gif"
WEBP = "image/webp"
AVIF = "image/avif"
BMP = "image/bmp"
TIFF = "image/tiff"
JXL = "image/jxl"
UGOIRA = "application/x-ugoira"  # pixiv's animations: a zip of numbered frames

HEAD_BYTES = 512  # enough to tell

_UNKNOWN = sentence("not a picture Artkeep knows")
_ARCHIVE = sentence("an archive, not a picture")
_VIDEO = sentence("a video, not a picture")
_SOUND = sentence("a sound, not a picture")
_PROGRAM = sentence("a program, not a picture")

_KNOWN: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"\xff\x0a", JXL),
    (b"\0\0\0\x0cJXL \r\n\x87\n", JXL),
    (b"PK\x03\x04", UGOIRA),
)

_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"PK\x05\x06", sentence("a zip without pictures")),
    (b"%PDF-", sentence("a PDF document, not a picture")),
    (b"8BPS", sentence("a Photoshop file; export it as PNG or JPEG")),
    (b"CSFCHUNK", sentence("a Clip Studio file; export it as PNG or JPEG")),
    (b"gimp xcf", sentence("a GIMP file; export it as PNG or JPEG")),
    (b"\0\0\0\x0cjP  \r\n\x87\n", sentence("a JPEG 2000 picture, which Artkeep cannot read")),
    (b"\xff\x4f\xff\x51", sentence("a JPEG 2000 picture, which Artkeep cannot read")),
    (b"v/1\x01", sentence("an OpenEXR picture, which Artkeep cannot read")),
    (b"qoif", sentence("a QOI picture, which Artkeep cannot read")),
    (b"\0\0\x01\0", sentence("an icon, not a picture")),
    (b"\0\0\x02\0", sentence("a mouse pointer, not a picture")),
    (b"\x1f\x8b", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ\0", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (b"\x1a\x45\xdf\xa3", _VIDEO),
    (b"FLV\x01", _VIDEO),
    (b"\0\0\x01\xba", _VIDEO),
    (b"\0\0\x01\xb3", _VIDEO),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", _VIDEO),
    (b"FWS", sentence("a Flash film, not a picture")),
    (b"CWS", sentence("a Flash film, not a picture")),
    (b"ID3", _SOUND),
    (b"fLaC", _SOUND),
    (b"OggS", _SOUND),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"\xcf\xfa\xed\xfe", _PROGRAM),
    (b"#!", sentence("a script, not a picture")),
    (b"SQLite format 3\0", sentence("a database, not a picture")),
)

_WEB_PAGE = re.compile(
    rb"<(!doctype\s+html|html|head|body|script|title|meta|iframe|div)\b", re.IGNORECASE
)
_SVG = re.compile(rb"<svg[\s>]|<!doctype\s+svg", re.IGNORECASE)
_XML = re.compile(rb"<(\?xml|!doctype|[a-z]+[\s>:/])", re.IGNORECASE)

_CANNOT_BE_TEXT = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def kind(head: bytes) -> str:
    """Return the media type that the first bytes of a file tell (`HEAD_BYTES` are enough).

    Raises PictureRefused for what is not a picture, or none that Artkeep can look at.
    """
    if not head:
        raise PictureRefused(sentence("empty"))
    for start, media_type in _KNOWN:
        if head.startswith(start):
            return media_type
    for mark, place, tell in _CONTAINERS:
        if head[place:].startswith(mark):
            return tell(head)
    if head.startswith(b"BM") and _is_bitmap(head):
        return BMP
    raise PictureRefused(_what_else(head))


def too_large(max_bytes: int) -> str:
    """Return why a file of more than so many bytes is refused."""
    return sentence("larger than {size} MiB", size=f"{max_bytes / (1 << 20):,.4g}")


def _is_bitmap(head: bytes) -> bool:
    """Two letters are few: a bitmap also tells the size of its own header."""
    return int.from_bytes(head[14:18], "little") in {12, 16, 40, 52, 56, 64, 108, 124}


def _riff(head: bytes) -> str:
    form = head[8:12]
    if form == b"WEBP":
        return WEBP
    if form == b"AVI ":
        raise PictureRefused(_VIDEO)
    raise PictureRefused(_SOUND if form == b"WAVE" else _UNKNOWN)


_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B "})


def _iso_media(head: bytes) -> str:
    """Tell by its brands what a file of the ISO family is: `ftyp`, main brand, version, others."""
    size = int.from_bytes(head[:4], "big")
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, min(size, len(head)), 4))]
    if b"avif" in brands or b"avis" in brands:
        return AVIF
    if _HEIC.intersection(brands):
        raise PictureRefused(
            sentence("an HEIC picture, which Artkeep cannot read; export it as JPEG")
        )
    if brands[0] == b"crx ":
        raise PictureRefused(sentence("a camera's raw file; export it as JPEG or TIFF"))
    raise PictureRefused(_SOUND if brands[0] in _SOUND_BRANDS else _VIDEO)


_CONTAINERS: tuple[tuple[bytes, int, Callable[[bytes], str]], ...] = (
    (b"RIFF", 0, _riff),
    (b"ftyp", 4, _iso_media),
)


def _what_else(head: bytes) -> str:
    """Name what is no picture."""
    for start, reason in _REFUSED:
        if head.startswith(start):
            return reason
    return _what_text(head) or _UNKNOWN


def _what_text(head: bytes) -> str | None:
    """Name the kind of a text; None when it is none."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    if text[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = text.replace(b"\0", b"")[2:]
    text = _after_comments(text)
    if _WEB_PAGE.match(text):
        return sentence("a web page, not a picture")
    if _SVG.search(text):
        return sentence("an SVG, which is drawing instructions and not pixels; export it as PNG")
    if _CANNOT_BE_TEXT.search(text) or not _is_utf8(text):
        return None
    is_xml = _XML.match(text)
    return sentence("an XML text, not a picture") if is_xml else sentence("a text, not a picture")


def _after_comments(text: bytes) -> bytes:
    """Return what follows white space and comments, if anything does."""
    text = text.lstrip()
    while text.startswith(b"<!--"):
        comment, _, after = text.partition(b"-->")
        if not after:
            return comment
        text = after.lstrip()
    return text


def _is_utf8(text: bytes) -> bool:
    """Tell whether this may be the beginning of a text; the last letter may be cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(text)
    except UnicodeDecodeError:
        return False
    return True
