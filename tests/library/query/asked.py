"""Queries drawn by lot, each with what it means in plain Python: the oracle of the search tests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from operator import eq, ge, gt, le, lt

from hypothesis import strategies as st

from artkeep.library import spelling
from artkeep.library.query import written
from tests.library.query.shelf import (
    ARTISTS,
    LISTS,
    NOW,
    SITES,
    TAGS,
    Work,
    md5_of,
    sha256_of,
)

OPERATORS = {"": eq, ">": gt, ">=": ge, "<": lt, "<=": le}


@dataclass(frozen=True)
class Asked:
    """A piece of a query, and whether a work fits it."""

    text: str
    fits: Callable[[Work], bool]

    def __repr__(self):
        return f"Asked({self.text!r})"


def day(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def within(first, last):
    return lambda work: work.posted_at is not None and first <= work.posted_at < last


def tag(text):
    return Asked(written.bare(text), lambda work: text in work.tags)


def wide(text):
    return Asked(text, lambda work: any(fnmatchcase(each, text) for each in work.tags))


def about(name, kind, text):
    return Asked(
        f"{name}:{text}",
        lambda work: any(TAGS[each] == kind and fnmatchcase(each, text) for each in work.tags),
    )


def number(name, attribute, operator, value):
    def fits(work):
        held = getattr(work, attribute)
        return held is not None and OPERATORS[operator](held, value)

    return Asked(f"{name}:{operator}{value}", fits)


def between(name, attribute, low, high):
    def fits(work):
        held = getattr(work, attribute)
        return held is not None and low <= held <= high

    return Asked(f"{name}:{low}..{high}", fits)


def any_of(name, attribute, values):
    text = ",".join(values)
    return Asked(f"{name}:{text}", lambda work: bool(set(values) & getattr(work, attribute)))


def phrase(text):
    tokens = spelling.tokens(text)
    size = len(tokens)

    def fits(work):
        places = range(len(work.says) - size + 1)
        return any(list(work.says[at : at + size]) == tokens for at in places)

    return Asked(f'"{text}"', fits)


FIXED = [
    Asked("ratio:16:9", lambda work: abs(work.ratio - 16 / 9) <= 16 / 9 * 0.01),
    Asked("ratio:>=1.5", lambda work: work.ratio >= 1.5),
    Asked("size:5mb", lambda work: 4_750_000 <= work.size_bytes <= 5_250_000),
    Asked("size:<5mb", lambda work: work.size_bytes < 5_000_000),
    Asked("mpixels:1..2.08", lambda work: 1_000_000 <= work.pixels <= 2_080_000),
    Asked("date:2024", within(day("2024-01-01"), day("2025-01-01"))),
    Asked("date:2024-02..2024-06", within(day("2024-02-01"), day("2024-07-01"))),
    Asked("date:2024-02-29", within(day("2024-02-29"), day("2024-03-01"))),
    Asked("date:>2024-06", within(day("2024-07-01"), day("9999-01-01"))),
    Asked("date:<=2024-06-10", within(day("1970-01-01"), day("2024-06-11"))),
    Asked("date:none", lambda work: work.posted_at is None),
    Asked("date:any", lambda work: work.posted_at is not None),
    Asked("age:<60d", lambda work: bool(work.posted_at) and NOW - work.posted_at < timedelta(60)),
    Asked("age:>1y", lambda work: bool(work.posted_at) and NOW - work.posted_at > timedelta(365)),
    Asked(
        "age:2w..20w",
        lambda work: (
            bool(work.posted_at)
            and timedelta(weeks=2) <= NOW - work.posted_at <= timedelta(weeks=20)
        ),
    ),
    Asked("added:yesterday", lambda work: day("2026-02-28") <= work.added_at < day("2026-03-01")),
    Asked("added:<1w", lambda work: NOW - work.added_at < timedelta(7)),
    Asked("rating:safe", lambda work: work.rating in {0, 1}),
    Asked("rating:>=q", lambda work: work.rating is not None and work.rating >= 2),
    Asked("rating:none", lambda work: work.rating is None),
    Asked("is:safe,nsfw", lambda work: work.rating is not None),
    Asked("score:none,5", lambda work: work.score in {None, 5}),
    Asked("type:png", lambda work: work.type == "png"),
    Asked("is:ugoira,jpeg", lambda work: work.type in {"ugoira", "jpg"}),
    Asked("artist:*aoyama*", lambda work: any("aoyama" in each for each in work.artists)),
    Asked("nothing_like_it", lambda _: False),
    Asked("site:elsewhere", lambda _: False),
    Asked("in:unknown", lambda _: False),
]

NUMBERS = [
    ("width", "width", [640, 1080, 1920]),
    ("height", "height", [480, 1000, 1080]),
    ("pages", "pages", [1, 2, 8]),
    ("score", "score", [-3, 0, 5]),
    ("frames", "frames", [1, 12]),
    ("copies", "copies", [1, 2]),
    ("id", "id", [1, 10, 33]),
    ("pixels", "pixels", [307200, 2073600]),
    ("filesize", "size_bytes", [400000, 5000000]),
]

EACH = [
    *FIXED,
    *map(tag, TAGS),
    *map(wide, ["fox*", "*fox*", "*狐*", "sn?w", "*_*", "f*x", "*(*)", "?ox", "colour_*"]),
    *map(phrase, ["fox", "in the snow", "夢"]),
    *(between(name, attribute, some[0], some[-1]) for name, attribute, some in NUMBERS),
    *(number(name, attribute, "<", some[-1]) for name, attribute, some in NUMBERS),
    Asked("fox -width:>700", lambda work: "fox" in work.tags and work.width <= 700),
    Asked("\U0010ffff*", lambda _: False),
    Asked("\ud7ff*", lambda _: False),
    Asked("width:1080..640", lambda work: 640 <= work.width <= 1080),
    Asked("width:640...1080", lambda work: 640 <= work.width < 1080),
    Asked("width:1080..", lambda work: work.width >= 1080),
    Asked("width:...1080", lambda work: work.width < 1080),
    Asked("size:4882kib", lambda work: 4_749_209 <= work.size_bytes <= 5_249_127),
    Asked("size:5000000b", lambda work: work.size_bytes == 5_000_000),
    Asked(
        "date:>1_year_ago",
        lambda work: bool(work.posted_at) and work.posted_at >= day("2025-03-02"),
    ),
    Asked(
        "age:1y",
        lambda work: (
            bool(work.posted_at) and timedelta(365) <= NOW - work.posted_at < timedelta(730)
        ),
    ),
    Asked(f"hash:{sha256_of(7)}", lambda work: work.id == 7),
    Asked(f"hash:{md5_of(7)}", lambda work: work.id == 7),
    Asked(f"sha256:{sha256_of(7)[:8]},{sha256_of(8)[:8]}", lambda work: work.id in {7, 8}),
    Asked(f"md5:{md5_of(7)}", lambda work: work.id == 7),
    Asked(
        '"red fox" or type:png or id:5',
        lambda work: phrase("red fox").fits(work) or work.type == "png" or work.id == 5,
    ),
]

LEAVES = st.one_of(
    st.sampled_from(sorted(TAGS)).map(tag),
    st.sampled_from(["fox*", "*fox*", "*狐*", "sn?w", "*_*", "f*x", "*(*)", "?ox", "colour_*"]).map(
        wide
    ),
    st.builds(
        about,
        *[st.sampled_from(["character", "char"]), st.just("character")],
        st.sampled_from(["fox_girl", "fox*", "fox"]),
    ),
    st.builds(
        about, st.just("series"), st.just("copyright"), st.sampled_from(["touhou", "*"[:0] + "t*"])
    ),
    st.sampled_from(FIXED),
    st.sampled_from(NUMBERS).flatmap(
        lambda row: st.builds(
            number,
            st.just(row[0]),
            st.just(row[1]),
            st.sampled_from(sorted(OPERATORS)),
            st.sampled_from(row[2]),
        )
    ),
    st.sampled_from(NUMBERS).map(lambda row: between(row[0], row[1], row[2][0], row[2][-1])),
    st.lists(st.sampled_from(SITES), min_size=1, max_size=2).map(
        lambda some: any_of("site", "sites", some)
    ),
    st.lists(st.sampled_from(ARTISTS), min_size=1, max_size=2).map(
        lambda some: any_of("creator", "artists", some)
    ),
    st.sampled_from(["animated", "gone", "local"]).map(lambda one: any_of("is", "states", [one])),
    st.sampled_from(["fox", "in the snow", "red fox", "夢", "狐の夢", "the"]).map(phrase),
    st.sampled_from(sorted(LISTS)).map(
        lambda one: Asked(f"in:#{one}", lambda work: str(one) in work.lists)
    ),
    st.sampled_from(['in:"a & b"', "in:A_&_B"]).map(
        lambda text: Asked(text, lambda work: "1" in work.lists)
    ),
    st.just(Asked("pool:favourites*", lambda work: bool({"2", "3"} & work.lists.keys()))),
    st.integers(1, 60).map(
        lambda one: Asked(f"hash:{sha256_of(one)[:8]}", lambda work: work.id == one)
    ),
    st.integers(1, 60).map(lambda one: Asked(f"md5:{md5_of(one)}", lambda work: work.id == one)),
)


def negated(one):
    return Asked(f"-({one.text})", lambda work: not one.fits(work))


def both(some):
    return Asked(
        " ".join(f"({one.text})" for one in some), lambda work: all(one.fits(work) for one in some)
    )


def either(some):
    return Asked(
        " or ".join(f"({one.text})" for one in some),
        lambda work: any(one.fits(work) for one in some),
    )


QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(negated),
        st.lists(inner, min_size=2, max_size=3).map(both),
        st.lists(inner, min_size=2, max_size=3).map(either),
    ),
    max_leaves=6,
)

# ---- orders ------------------------------------------------------------------------------------


SORTED_BY = {
    "": lambda work: work.position,
    "date": lambda work: work.posted_at,
    "score": lambda work: work.score,
    "size": lambda work: work.size_bytes,
    "pixels": lambda work: work.pixels,
    "width": lambda work: work.width,
    "height": lambda work: work.height,
    "ratio": lambda work: work.ratio,
    "pages": lambda work: work.pages,
    "id": lambda work: work.id,
}


def in_order(works, name, *, ascends):
    """Sort works as an order does: those without the value last, ids deciding the rest."""
    value = SORTED_BY[name]
    known = [work for work in works if value(work) is not None]
    unknown = [work for work in works if value(work) is None]
    return [
        *sorted(known, key=lambda work: (value(work), work.id), reverse=not ascends),
        *sorted(unknown, key=lambda work: work.id, reverse=not ascends),
    ]
