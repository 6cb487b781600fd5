"""Pages, each a PDF of its own, bound into one PDF, of which only a page is ever in memory.

What a page holds is taken over as it is: the bytes of a JPEG stay what they were. Writers that we
know keep every page until the last one is there; so the few lines that a plain PDF needs
(ISO 32000-1, §7.3 and §7.5) are written here, and pikepdf reads the pages.
"""

import hashlib
from array import array
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import pikepdf

from artkeep.errors import BadRequest
from artkeep.imaging.cover import Cover
from artkeep.texts import text

_CATALOG, _TREE, _INFO = 1, 2, 3  # the numbers of the objects that every PDF of ours has
_LAST_OFFSET = 10**10 - 1  # its table has ten digits for each

_NumberOf = Callable[[Any], int]


class Binder:
    """Writes a PDF into an open file: `add` its pages, then `end` it. Same in, same out."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._at = 0
        self._offsets = array("Q", [0] * (_INFO + 1))  # by the objects' numbers
        self._pages = array("Q")  # their numbers
        self._digest = hashlib.sha256()
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    @property
    def mark(self) -> str:
        """Stand for all that was written; hex."""
        return self._digest.hexdigest()[:32]

    def add(self, path: Path) -> None:
        """Put the one page of this PDF behind the others. Raises BadRequest when it is too much."""
        numbers: dict[tuple[int, int], int] = {}
        waiting: list[Any] = []

        def number_of(one: Any) -> int:
            if one.objgen not in numbers:
                numbers[one.objgen] = self._fresh()
                waiting.append(one)
            return numbers[one.objgen]

        with pikepdf.Pdf.open(path) as part:
            page = part.pages[0].obj
            del page["/Parent"]
            self._pages.append(number_of(page))
            while waiting:
                one = waiting.pop()
                told = _dictionary(one, number_of) if _has_keys(one) else _told(one, number_of)
                if one.objgen == page.objgen:
                    told = b"<</Parent %d 0 R%b" % (_TREE, told.removeprefix(b"<<"))
                if isinstance(one, pikepdf.Stream):
                    told += b"stream\n" + one.read_raw_bytes() + b"\nendstream"
                self._put(numbers[one.objgen], told)

    def end(self, cover: Cover) -> None:
        """Write what holds the pages together."""
        kids = b" ".join(b"%d 0 R" % number for number in self._pages)
        self._put(_TREE, b"<</Type/Pages/Count %d/Kids[%b]>>" % (self.count, kids))
        self._put(_INFO, _info(cover))
        turned = b"/Direction/R2L" if cover.is_right_to_left else b""
        seen = b"<</DisplayDocTitle true%b>>" % turned
        self._put(_CATALOG, b"<</Type/Catalog/Pages %d 0 R/ViewerPreferences%b>>" % (_TREE, seen))
        start, count = self._at, len(self._offsets)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for offset in self._offsets[1:]:
            self._write(b"%010d 00000 n \n" % offset)
        mark = self.mark.encode()
        self._write(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (count, _CATALOG, _INFO, mark, mark, start)
        )

    def _fresh(self) -> int:
        self._offsets.append(0)
        return len(self._offsets) - 1

    def _put(self, number: int, told: bytes) -> None:
        if self._at > _LAST_OFFSET:
            raise BadRequest(text("a PDF holds no more than 10 GB; take fewer works, or CBZ"))
        self._offsets[number] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, told))

    def _write(self, some: bytes) -> None:
        self._digest.update(some)
        self._at += self._file.write(some)


# ---- values, as a PDF writes them --------------------------------------------------------------


def _has_keys(one: Any) -> bool:
    return isinstance(one, (pikepdf.Dictionary, pikepdf.Stream))


def _told(one: Any, number_of: _NumberOf) -> bytes:
    """Write a value; what stands elsewhere is referred to by its new number."""
    if isinstance(one, list | pikepdf.Array):
        return b"[%b]" % b" ".join(_inside(each, number_of) for each in one)
    return _dictionary(one, number_of) if _has_keys(one) else _plain(one)


def _inside(one: Any, number_of: _NumberOf) -> bytes:
    if getattr(one, "is_indirect", False):
        return b"%d 0 R" % number_of(one)
    return _told(one, number_of)


def _dictionary(one: Any, number_of: _NumberOf) -> bytes:
    pairs = (_name(key) + b" " + _inside(value, number_of) for key, value in one.items())
    return b"<<%b>>" % b" ".join(pairs)


def _name(key: str) -> bytes:
    return pikepdf.Name(key).unparse()


def _plain(one: Any) -> bytes:
    if one is None:
        return b"null"
    if isinstance(one, bool):
        return b"true" if one else b"false"
    if isinstance(one, int | Decimal):
        return format(one, "f" if isinstance(one, Decimal) else "d").encode()
    told: bytes = one.unparse()
    return told


def _info(cover: Cover) -> bytes:
    said = {
        b"/Title": cover.title,
        b"/Author": cover.author,
        b"/Subject": cover.subject,
        b"/Keywords": ", ".join(cover.keywords),
    }
    return b"<<%b>>" % b"".join(key + _text(text) for key, text in said.items() if text)


def _text(text: str) -> bytes:
    """Write a text in any letters: UTF-16 in hex, which needs no marks of escape."""
    return b"<FEFF%b>" % text.encode("utf-16-be", "replace").hex().upper().encode()
