"""Fingerprints made up, rows of the library that carry them, and the answer by brute force."""

from collections.abc import Iterable
from hashlib import sha256
from itertools import count
from os import getpid

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from artkeep.db.engine import Database, Tx
from artkeep.db.tables import image

Prints = npt.NDArray[np.uint8]  # (n, 32)

SLOTS = 20  # of 12 and 13 bits: 650 kB of starts, good enough for a hundred rows

_numbers = count()


def slots_for(rows: int) -> int:
    """Give small segments buckets, so that they are as large ones are."""
    return SLOTS if rows >= 100 else 0


def random_prints(number: int, seed: int = 1) -> Prints:
    """Fingerprints with nothing in common."""
    return np.random.default_rng(seed).integers(0, 256, (number, 32), dtype=np.uint8)


def clustered_prints(number: int, seed: int = 2) -> Prints:
    """Fingerprints of a few drawings and their many neighbours, most within 40 bits."""
    rng = np.random.default_rng(seed)
    drawings = random_prints(1 + number // 50, seed)[rng.integers(0, 1 + number // 50, number)]
    flips = rng.random((number, 256)) < rng.uniform(0, 0.08, (number, 1))
    return drawings ^ np.packbits(flips, axis=1)


def flipped(prints: Prints, bits: int, seed: int = 3) -> Prints:
    """Each fingerprint with that many bits changed."""
    rng = np.random.default_rng(seed)
    flips = np.zeros((len(prints), 256), np.uint8)
    for row in flips:
        row[rng.choice(256, bits, replace=False)] = 1
    return prints ^ np.packbits(flips, axis=1)


def add(tx: Tx, prints: Prints) -> None:
    """Add an image for each."""
    tx.execute(sa.insert(image), [_image(tx, each.tobytes()) for each in prints])


def add_all(database: Database, *several: Prints) -> None:
    """Add images in a transaction of their own."""
    with database.begin() as tx:
        for prints in several:
            add(tx, prints)


def _image(tx: Tx, pdq: bytes) -> dict[str, object]:
    return {
        "sha256": sha256(f"{getpid()} {next(_numbers)}".encode()).digest(),
        "size_bytes": 1,
        "media_type": "image/png",
        "width": 1,
        "height": 1,
        "frames": 1,
        "pdq": pdq,
        "dhash": bytes(16),
        "quality": 100,
        "placeholder": 0,
        "look_version": 1,
        "kept": "none",
        "added_at": tx.now,
    }


def ids(tx: Tx) -> list[int]:
    """All images, oldest first."""
    return list(tx.execute(sa.select(image.c.id).order_by(image.c.id)).scalars())


def remove(database: Database, some: Iterable[int]) -> None:
    """Delete images."""
    with database.begin() as tx:
        tx.execute(sa.delete(image).where(image.c.id.in_(list(some))))


def by_brute_force(tx: Tx, asked: Prints, radius: int) -> list[tuple[int, int, int]]:
    """Compare everything with everything."""
    found = []
    for image_id, pdq in tx.execute(sa.select(image.c.id, image.c.pdq)):
        differing = asked ^ np.frombuffer(pdq, np.uint8)
        for query, distance in enumerate(np.unpackbits(differing, axis=1).sum(axis=1).tolist()):
            if distance <= radius:
                found.append((query, distance, image_id))
    return [(query, image_id, distance) for query, distance, image_id in sorted(found)]
