"""Libraries to search: rows without pictures, six words a work, as often as words are used.

The word of rank `r` is used about `1/r` as often as the first. Works are drawn by arithmetic from
a fixed number; the rows go in through the engines' own drivers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artkeep.clock import SystemClock
from artkeep.db.engine import Database
from artkeep.db.migrate import migrate
from artkeep.settings import Settings
from artkeep.workbench import Workbench, open_workbench

TAGS = 50_000  # different ones
A_WORK = 4  # tags a work, beside its site and its type
SITES = ("pixiv", "danbooru", "bluesky")
TYPES = ("jpg", "png", "webp")
SAID = 5_000  # different words of titles
ROWS = 50_000  # written at a time
START = datetime(2020, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
Numbers = NDArray[np.int64]


@contextmanager
def library(home: Path, size: int, database_url: str | None = None) -> Iterator[Workbench]:
    """Make a library of so many works."""
    settings = Settings(home=home, workers=1, database_url=database_url)
    if database_url is not None:
        with Database(database_url, SystemClock()) as made:
            migrate(made, home=home)
    with open_workbench(settings, SystemClock()) as bench:
        dice = np.random.Generator(np.random.PCG64(size))
        for first in range(1, size + 1, ROWS):
            ids = range(first, min(first + ROWS, size + 1))
            put(bench, "image", [image_row(number, dice) for number in ids])
            put(bench, "artwork", [artwork_row(number, dice) for number in ids])
        put_terms(bench, size, dice)
        put_words(bench, size, dice)
        learn(bench)
        yield bench


def put(bench: Workbench, table: str, rows: list[dict[str, Any]]) -> None:
    """Write rows through the driver itself."""
    names = ", ".join(rows[0])
    values = [tuple(row.values()) for row in rows]
    with bench.db.begin() as tx:
        cursor: Any = tx.connection.connection.cursor()
        if bench.db.engine_name == "sqlite":
            marks = ", ".join("?" * len(rows[0]))
            cursor.executemany(f"insert into {table} ({names}) values ({marks})", values)
            return
        with cursor.copy(f"copy {table} ({names}) from stdin") as copy:
            for each in values:
                copy.write_row(each)


def learn(bench: Workbench) -> None:
    """Let PostgreSQL look at what there is, as it does by itself after a while."""
    if bench.db.engine_name == "postgresql":
        with bench.db.outside() as connection:
            connection.exec_driver_sql("analyze")


def image_row(number: int, dice: np.random.Generator) -> dict[str, Any]:
    """Return an image that was never seen."""
    return {
        "id": number,
        "sha256": dice.bytes(32),
        "size_bytes": 400_000,
        "media_type": "image/jpeg",
        "width": 1200,
        "height": 1000,
        "frames": 1,
        "pdq": bytes(32),  # nobody looks for pictures here
        "dhash": dice.bytes(16),
        "quality": 100,
        "placeholder": number * 2654435761 % 2**24,
        "look_version": 1,
        "kept": "reference",
        "added_at": text(number),
    }


def artwork_row(number: int, dice: np.random.Generator) -> dict[str, Any]:
    """Return a work: every fourth has no score, every fifth is not for everybody."""
    width, height, size, score, shuffle = (int(each) for each in dice.integers(1, 2**31 - 1, 5))
    width, height = 400 + width % 3600, 400 + height % 3600
    return {
        "id": number,
        "title": f"Study no. {number}",
        "cover_id": number,
        "added_at": text(number),
        "shown_at": text(number),
        "position": position(number),
        "posted_at": text(number - score % 100_000),
        "width": width,
        "height": height,
        "ratio": width / height,
        "pixels": width * height,
        "size_bytes": 20_000 + size % 20_000_000,
        "frames": 1,
        "pages": 1 + (number % 7 == 0),
        "rating": 2 if number % 5 == 0 else 0,
        "score": None if number % 4 == 0 else score % 5000,
        "copies": 1,
        "shuffle": shuffle,
    }


def text(number: int) -> str:
    """Return when a work came, as both engines take it."""
    moment = START + timedelta(seconds=number)
    return f"{moment.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def position(number: int) -> int:
    """Return where a work stands in the gallery."""
    return int(START.timestamp() + number) * SECOND


# ---- words -------------------------------------------------------------------------------------


def put_terms(bench: Workbench, size: int, dice: np.random.Generator) -> None:
    """Give each work its tags, a site and a type; the tag of rank `r` has the id `r`."""
    works = np.repeat(np.arange(1, size + 1), A_WORK)
    sites = TAGS + 1 + np.arange(size) % len(SITES)
    types = TAGS + 1 + len(SITES) + dice.integers(0, len(TYPES), size)
    every = np.arange(1, size + 1)
    terms = np.concatenate([ranks(dice, works.size, TAGS), sites, types])
    links = np.unique(np.stack([terms, np.concatenate([works, every, every])]), axis=1)
    counts = np.bincount(links[0], minlength=TAGS + 1 + len(SITES) + len(TYPES))
    named = [f":tag{rank}" for rank in range(1, TAGS + 1)]
    named += [f"site:{each}" for each in SITES] + [f"type:{each}" for each in TYPES]
    put(
        bench,
        "term",
        [
            {"id": number, "key": key, "shown": key, "kind": "general", "n": int(counts[number])}
            for number, key in enumerate(named, 1)
        ],
    )
    for first in range(0, links.shape[1], 20 * ROWS):  # in the order they are stored
        some = links[:, first : first + 20 * ROWS].tolist()
        rows = [
            {"term_id": term, "position": position(work), "artwork_id": work}
            for term, work in zip(*some, strict=True)
        ]
        put(bench, "artwork_term", rows)


def ranks(dice: np.random.Generator, number: int, most: int) -> Numbers:
    """Draw words by their rank, from 1."""
    shares = np.cumsum(1 / np.arange(1, most + 1))
    return np.searchsorted(shares / shares[-1], dice.random(number)).astype(np.int64) + 1


def put_words(bench: Workbench, size: int, dice: np.random.Generator) -> None:
    """Give each work a title of three words."""
    said = ranks(dice, size * 3, SAID).reshape(size, 3)
    names = ("rowid", "tokens") if bench.db.engine_name == "sqlite" else ("artwork_id", "tokens")
    for first in range(0, size, ROWS):
        rows = [
            dict(
                zip(
                    names, (first + 1 + place, " ".join(f"word{rank}" for rank in row)), strict=True
                )
            )
            for place, row in enumerate(said[first : first + ROWS].tolist())
        ]
        put(bench, "artwork_words", rows)
