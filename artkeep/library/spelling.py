"""How words are compared: one spelling for what people write in many ways.

Both engines get what is made here and analyse nothing by themselves, so they answer alike. A word
of a language that puts no spaces is found by its pairs of letters.
"""

import re
import unicodedata
from collections.abc import Iterator

LONGEST = 200  # characters of a word or a tag; what is longer is cut
_MOST = 20_000  # characters of a text that are found by their words

# Han, kana and hangul; NFKC has made half-width kana whole before
_UNSPACED = "\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}_])\w)+")
_UNSPACED_RUN = re.compile(rf"[{_UNSPACED}]")
_SPACES = re.compile(r"[\s_]+")
_PLAIN = re.compile(r"[a-z0-9]+\Z")


def normal(text: str) -> str:
    """Return a tag or a name as it is compared: `Fox  Girl` and `fox_girl` are one."""
    return _SPACES.sub("_", _plain(text)).strip("_")[:LONGEST].rstrip("_")


def words(text: str) -> list[str]:
    """Return the different words of a text in their order; unspaced writing stays in one piece."""
    return list(dict.fromkeys(run[:LONGEST] for run in _runs(text)))


def tokens(text: str) -> list[str]:
    """Return what a text is found by, in its order; pairs of letters for unspaced writing."""
    return [_coded(token) for run in _runs(text) for token in _pieces(run)]


def _plain(text: str) -> str:
    """Return a text in one form of each letter, without capitals and control characters."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(
        " " if letter.isspace() else letter
        for letter in folded
        if letter.isspace() or unicodedata.category(letter) not in {"Cc", "Cf", "Cs"}
    )


def _runs(text: str) -> Iterator[str]:
    for found in _RUNS.finditer(_plain(text[:_MOST])):
        yield found.group()


def _pieces(run: str) -> list[str]:
    if not _UNSPACED_RUN.match(run) or len(run) == 1:
        return [run[:LONGEST]]
    return [run[place : place + 2] for place in range(len(run) - 1)]


def _coded(token: str) -> str:
    """Return a token that no engine takes apart: ASCII letters and digits."""
    if _PLAIN.match(token) and not token.startswith("zz"):
        return token
    return f"zz{token.encode().hex()}"
