"""What the net hands us: refused with its reason, or taken; nobody falls over."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from artkeep.errors import PictureRefused
from artkeep.imaging.pool import CRASHED, Pool
from tests.imaging import making, zoo
from tests.imaging.zoo import Animal

TAKEN = "taken"


def verdict(pool: Pool, path: Path) -> str:
    """Return why a file is refused, or that it is taken."""
    try:
        pool.look(path, thumbs=None, details=None, sha256="0" * 64)
    except PictureRefused as refused:
        return refused.reason
    return TAKEN


@pytest.mark.parametrize("animal", zoo.HOSTILE, ids=lambda animal: animal.name)
def test_a_hostile_file_is_refused_with_its_reason(
    pool: Pool, tmp_path: Path, animal: Animal
) -> None:
    path = animal.write(tmp_path)

    assert animal.reason == verdict(pool, path)


@pytest.mark.parametrize("animal", zoo.ODD, ids=lambda animal: animal.name)
def test_an_odd_but_honest_file_is_taken(pool: Pool, tmp_path: Path, animal: Animal) -> None:
    path = animal.write(tmp_path)

    assert verdict(pool, path) == TAKEN


WHOLE = {
    "JPEG": lambda: making.packed("JPEG"),
    "progressive JPEG": lambda: making.packed("JPEG", progressive=True),
    "CMYK JPEG": lambda: making.packed("JPEG", making.drawing().convert("CMYK")),
    "PNG": lambda: making.packed("PNG"),
    "moving PNG": lambda: making.moving("PNG"),
    "GIF": lambda: making.moving("GIF"),
    "WebP": lambda: making.packed("WEBP"),
    "moving WebP": lambda: making.moving("WEBP"),
    "AVIF": lambda: making.packed("AVIF"),
    "BMP": lambda: making.packed("BMP"),
    "TIFF": lambda: making.packed("TIFF"),
    "packed TIFF": lambda: making.packed("TIFF", compression="tiff_lzw"),
    "ugoira": making.ugoira,
}


def verdicts(pool: Pool, folder: Path, files: Iterator[bytes]) -> list[str]:
    """Look at many files at once."""

    def one(numbered: tuple[int, bytes]) -> str:
        path = folder / f"{numbered[0]}.jpg"
        path.write_bytes(numbered[1])
        return verdict(pool, path)

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(one, enumerate(files)))


def cuts(content: bytes, number: int) -> Iterator[bytes]:
    """Yield the file cut anywhere."""
    chance = random.Random(len(content))
    for _ in range(number):
        yield content[: chance.randrange(len(content))]


def flips(content: bytes, number: int) -> Iterator[bytes]:
    """Yield the file with one to four bits changed."""
    chance = random.Random(len(content))
    for _ in range(number):
        changed = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        yield bytes(changed)


@pytest.mark.parametrize("form", WHOLE)
def test_a_file_cut_anywhere_is_never_half_looked_at(pool: Pool, tmp_path: Path, form: str) -> None:
    told = verdicts(pool, tmp_path, cuts(WHOLE[form](), 100))

    assert {TAKEN, CRASHED}.isdisjoint(told)


@pytest.mark.parametrize("form", WHOLE)
def test_a_file_with_changed_bits_never_takes_a_decoder_down(
    pool: Pool, tmp_path: Path, form: str
) -> None:
    told = verdicts(pool, tmp_path, flips(WHOLE[form](), 100))

    assert CRASHED not in told


@pytest.mark.long
@pytest.mark.parametrize("form", WHOLE)
def test_thousands_of_damaged_files_never_take_a_decoder_down(
    pool: Pool, tmp_path: Path, form: str
) -> None:
    told = verdicts(pool, tmp_path, flips(WHOLE[form](), 4000))

    assert CRASHED not in told
