"""How the word under the cursor may go on: tags and names by how many works they find, values."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import collection, term
from artkeep.library.query import lookup, written
from artkeep.library.query.qualifiers import (
    ALIASES,
    BARE,
    QUALIFIERS,
    VALUES,
    Kind,
    Qualifier,
    named,
)
from artkeep.library.query.words import Mark, Word, plain, unescaped, words
from artkeep.library.spelling import normal
from artkeep.library.terms import Space, key

MOST = 10
_NAMES = 3  # qualifiers offered for a bare word
_USUAL = {
    Kind.DATE: ("today", "yesterday", ">7_days_ago", ">1_month_ago", ">1_year_ago"),
    Kind.AGE: ("<1d", "<1w", "<1mo", "<1y", ">1y"),
}
_LAST = re.compile(r"(?:[^,\\]|\\.)*\Z", re.DOTALL)  # what stands behind the last comma

# hiragana ぁ to ゖ and the katakana that sound alike
_HIRAGANA = range(0x3041, 0x3097)
_APART = 0x60
_TO_KATAKANA = {each: each + _APART for each in _HIRAGANA}
_TO_HIRAGANA = {each + _APART: each for each in _HIRAGANA}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word to put in the place of `length` characters from `start` on.

    `shown` is how people write it, `also` its translation or what it is the translation of.
    `kind` is what a tag is about, or the name of the qualifier, or `qualifier` for one itself.
    `n` is how many works it finds, None where nobody has counted.
    """

    text: str
    shown: str
    kind: str
    start: int
    length: int
    n: int | None = None
    also: str | None = None


def suggest(tx: Tx, text: str, cursor: int, most: int = MOST) -> list[Suggestion]:
    """Return how the word that ends at or holds the cursor may go on, those of most works first."""
    word = _under(plain(text), cursor)
    if word is None:
        return []
    typed = word.value[: max(cursor - word.inside, 0)]
    if word.mark is Mark.WORD:
        found = [*_terms(tx, BARE, typed, most), *_names(typed)]
    elif (known := named(word.name)) is not None:
        found = [_behind(word, typed, each) for each in _values(tx, known, typed, most)]
    else:
        found = list(_names(word.name))
    length = word.end - word.start
    return [replace(each, start=word.start, length=length) for each in found[:most]]


def _under(text: str, cursor: int) -> Word | None:
    for word in words(text):
        if word.start < cursor <= word.end and word.mark in {Mark.WORD, Mark.QUALIFIED}:
            return word
    return None


def _behind(word: Word, typed: str, one: Suggestion) -> Suggestion:
    """Return a value as a whole word, behind what stands before it in its list."""
    last = _LAST.search(typed)
    head = typed[: last.start()] if last else ""
    return replace(one, text=f"{word.name}:{head}{one.text}")


def _names(typed: str) -> Iterator[Suggestion]:
    """Yield the qualifiers that a word may begin."""
    beginning = typed.lower().replace("-", "_")
    names = dict.fromkeys(
        [
            *(name for name in QUALIFIERS if name.startswith(beginning)),
            *(ours for other, ours in ALIASES.items() if other.startswith(beginning)),
        ]
    )
    for name in list(names)[:_NAMES]:
        yield Suggestion(f"{name}:", f"{name}:", "qualifier", 0, 0, also=QUALIFIERS[name].about)


def _values(tx: Tx, known: Qualifier, typed: str, most: int) -> list[Suggestion]:
    last = _LAST.search(typed)
    typed = last.group() if last else ""
    if known.kind in {Kind.TERM, Kind.TAG}:
        return list(_terms(tx, known, typed.removeprefix('"'), most))
    if known.kind is Kind.CHOICE:
        return list(_choices(tx, known, typed))
    if known.kind is Kind.LIST:
        return list(_lists(tx, typed, most))
    usual = (*known.values, *VALUES.get(known.name, ()), *_USUAL.get(known.kind, ()))
    return list(_known(known, typed, usual))


def _known(known: Qualifier, typed: str, values: Sequence[str]) -> Iterator[Suggestion]:
    for value in values:
        if value.startswith(typed.lower()):
            yield Suggestion(value, value, known.name, 0, 0)


# ---- with numbers ------------------------------------------------------------------------------


def _terms(tx: Tx, known: Qualifier, typed: str, most: int) -> Iterator[Suggestion]:
    space = known.space or Space.WORD
    beginnings = _beginnings(space, typed)
    if not beginnings:
        return
    query = (
        sa.select(term.c.key, term.c.shown, term.c.also, term.c.kind, term.c.n)
        .where(sa.or_(*map(lookup.begins_with, beginnings)), term.c.n > 0)
        .order_by(term.c.n.desc(), term.c.key)
        .limit(most)
    )
    if known.tag is not None:
        query = query.where(term.c.kind == known.tag.value)
    for row in tx.execute(query):
        text = row.key.removeprefix(f"{space.value}:")
        written_so = written.valued(text, known.kind) if known.name else written.bare(text)
        kind = row.kind or known.name or "tag"
        yield Suggestion(written_so, row.shown, kind, 0, 0, row.n, row.also)


def _beginnings(space: Space, typed: str) -> set[str]:
    """Return how keys may begin for what was typed, in either of the Japanese syllabaries."""
    text = unescaped(typed)
    beginning = normal(text)
    if not beginning:
        return set()
    if text.endswith(("_", " ")):
        beginning += "_"
    spelt = (beginning, beginning.translate(_TO_KATAKANA), beginning.translate(_TO_HIRAGANA))
    return {f"{space.value}:{each}" for each in spelt}


def _choices(tx: Tx, known: Qualifier, typed: str) -> Iterator[Suggestion]:
    space = known.space or Space.WORD
    keys = {key(space, value): value for value in known.values if value.startswith(typed.lower())}
    query = sa.select(term.c.key, term.c.n).where(term.c.key.in_(keys))
    counts = {row.key: row.n for row in tx.execute(query)}
    for each in sorted(keys, key=lambda each: (-counts.get(each, 0), each)):
        yield Suggestion(keys[each], keys[each], known.name, 0, 0, counts.get(each, 0))


def _lists(tx: Tx, typed: str, most: int) -> Iterator[Suggestion]:
    """Yield the lists whose title holds what was typed."""
    rows = tx.execute(sa.select(collection.c.id, collection.c.title)).all()
    wanted = normal(unescaped(typed.strip('"#')))
    titles = {key(Space.IN, f"#{row.id}"): row for row in rows if wanted in normal(row.title)}
    query = (
        sa.select(term.c.key, term.c.n)
        .where(term.c.key.in_(titles), term.c.n > 0)
        .order_by(term.c.n.desc(), term.c.key)
        .limit(most)
    )
    for row in tx.execute(query):
        one = titles[row.key]
        yield Suggestion(f"#{one.id}", one.title, "in", 0, 0, row.n)
