"""The name of a picture's file, of whatever it is called.

Names come from strangers: they may lead elsewhere (`../../.bashrc`), mean a device on Windows
(`con.jpg`), be read from the other end, or be longer than a disk allows. What comes out is one
name in one folder that Linux, macOS and Windows all take.
"""

import re
import unicodedata

from artkeep.imaging import sniff

ENDINGS = {
    sniff.JPEG: "jpg",
    sniff.PNG: "png",
    sniff.GIF: "gif",
    sniff.WEBP: "webp",
    sniff.AVIF: "avif",
    sniff.BMP: "bmp",
    sniff.TIFF: "tiff",
    sniff.JXL: "jxl",
    sniff.UGOIRA: "zip",
}
LONGEST_BYTES = 255  # of UTF-8: what ext4, APFS and NTFS all take

_OF_PICTURES = re.compile(
    r"\.(jpe?g|jpe|jfif|png|apng|gif|webp|avif|bmp|tiff?|jxl|zip)", re.IGNORECASE
)
# what no name may have on Windows, and what turns the letters behind it round
_DROPPED = re.compile(r'[\\:*?"<>|\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]')
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)
_NO_LETTERS = frozenset({"Cc", "Cs", "Zl", "Zp"})  # control, half of a letter, ends of lines
_SET_APART = "__"


def of_title(title: str, ending: str, mark: str = "") -> str:
    """Return the name for a title, with the right ending and `mark` before it."""
    stem = _clean(title)
    if _has_ending(stem):
        stem = stem[: stem.rindex(".")]
    stem = stem.strip().rstrip(". ")
    if (
        not stem.strip(".")
        or stem.startswith(".")
        or _DEVICE.fullmatch(stem.partition(".")[0].strip())
    ):
        stem = _SET_APART + stem
    last = f"{mark}.{ending}"
    return _cut(stem, LONGEST_BYTES - len(last.encode())) + last


def with_mark(name: str, mark: str) -> str:
    """Return a name with `-mark` before its ending, no longer than a name may be."""
    stem, _, ending = name.rpartition(".")
    last = f"-{mark}.{ending}"
    return _cut(stem, LONGEST_BYTES - len(last.encode())) + last


def folded(name: str) -> str:
    """Return what two names share that are one name on some disk: capitals, composed letters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _clean(title: str) -> str:
    title = unicodedata.normalize("NFC", title).replace("/", "-")
    kept = (each for each in title if unicodedata.category(each) not in _NO_LETTERS)
    return _DROPPED.sub("", "".join(kept))


def _has_ending(name: str) -> bool:
    stem, dot, ending = name.rpartition(".")
    return bool(stem) and _OF_PICTURES.fullmatch(dot + ending) is not None


def _cut(stem: str, longest_bytes: int) -> str:
    """Cut between two letters, and never so that it ends in a space or a dot."""
    cut = stem.encode()[:longest_bytes].decode(errors="ignore")
    return cut.rstrip(". ") or _SET_APART
