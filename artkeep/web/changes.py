"""What changed at a post: each version beside the next, in pieces that were, stay or are new."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from html import unescape

import nh3

from artkeep.library.publications import Publication, Revision, ShownPage
from artkeep.texts import text

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MOST = 4000  # words of a text that are compared one by one
_BREAKS = re.compile(r"<(?:br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: `same`, `gone` or `new`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """What changed of one thing that a post says."""

    word: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that was replaced, and what took its place, if anything did and is here."""

    position: int
    before: ShownPage
    after: ShownPage | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a post said and showed until a moment, beside what came then."""

    until: datetime
    said: tuple[Said, ...]
    shown: tuple[Shown, ...]


def changes(
    now: Publication, revisions: Sequence[Revision], pages: Sequence[ShownPage]
) -> list[Change]:
    """Return the changes of a post, the latest first."""
    said = _said(now, revisions)
    shown = _shown(pages)
    moments = sorted({*said, *shown}, reverse=True)
    return [Change(at, said.get(at, ()), tuple(shown.get(at, ()))) for at in moments]


def _said(now: Publication, revisions: Sequence[Revision]) -> dict[datetime, tuple[Said, ...]]:
    rating = now.rating and now.rating.value
    tags = tuple(tag.name for tag in now.tags)
    last = Revision(now.told_at, now.title, now.caption, rating, now.is_ai, tags)
    following = [*revisions, last][1:]
    return {
        one.until: tuple(_between(one, after))
        for one, after in zip(revisions, following, strict=True)
    }


def _between(before: Revision, after: Revision) -> list[Said]:
    found = [
        Said(text("Title"), pieces(before.title, after.title)),
        Said(text("Caption"), pieces(plain(before.caption), plain(after.caption))),
        Said(text("Rating"), whole(before.rating or "", after.rating or "")),
        Said(text("Made by AI"), whole(_answer(said=before.is_ai), _answer(said=after.is_ai))),
        Said(text("Tags"), of_tags(before.tags, after.tags)),
    ]
    return [one for one in found if any(piece.kind != "same" for piece in one.pieces)]


def _answer(*, said: bool | None) -> str:
    return {True: text("yes"), False: text("no"), None: ""}[said]


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Compare two texts word by word; very long ones as a whole."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > _MOST:
        return whole(before, after)
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(old[a:b])))
            continue
        found += whole("".join(old[a:b]), "".join(new[c:d]), as_pieces=True)
    return tuple(found)


def whole(before: str, after: str, *, as_pieces: bool = False) -> tuple[Piece, ...]:
    """Compare two texts as a whole; `as_pieces`: they are known to differ."""
    if before == after and not as_pieces:
        return (Piece("same", before),)
    return tuple(piece for piece in (Piece("gone", before), Piece("new", after)) if piece.text)


def of_tags(before: Sequence[str], after: Sequence[str]) -> tuple[Piece, ...]:
    """Tell which tags went and which came; another order is no news."""
    gone = [Piece("gone", tag) for tag in before if tag not in after]
    return tuple(gone + [Piece("new", tag) for tag in after if tag not in before])


def plain(caption: str) -> str:
    """Return the words of a caption without its marks."""
    return unescape(nh3.clean(_BREAKS.sub("\n", caption), tags=set())).strip()


def _shown(pages: Sequence[ShownPage]) -> dict[datetime, list[Shown]]:
    found: dict[datetime, list[Shown]] = {}
    for number, one in enumerate(pages):
        if one.replaced_at is None:
            continue
        later = [each for each in pages[number + 1 :] if each.position == one.position]
        after = later[0] if later else None
        found.setdefault(one.replaced_at, []).append(Shown(one.position, one, after))
    return found
