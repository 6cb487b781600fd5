"""Originals and copies of them: from a folder that says which is which, or drawn."""

import csv
import os
from dataclasses import dataclass
from pathlib import Path

from artkeep.fakes import drawings
from benchmarks import copies

DRAWN = 60  # originals, when no folder is given
ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Question:
    """A copy: its file, the original it shows, and how it was made."""

    file: Path
    original: Path
    made_by: str


def material(folder: Path) -> tuple[list[Path], list[Question]]:
    """Return the originals and the questions; what is drawn goes into `folder`."""
    given = os.environ.get("ARTKEEP_BENCH_PICTURES")
    return _drawn(folder) if given is None else _given(Path(given))


def _given(folder: Path) -> tuple[list[Path], list[Question]]:
    with (folder / "truth.csv").open(newline="") as truth:
        rows = list(csv.DictReader(truth))
    originals = {
        Path(row["file"]).name: folder / row["file"] for row in rows if row["made_by"] == ORIGINAL
    }
    questions = [
        Question(folder / row["file"], originals[row["original"]], row["made_by"])
        for row in rows
        if row["made_by"] != ORIGINAL
    ]
    return list(originals.values()), questions


def _drawn(folder: Path) -> tuple[list[Path], list[Question]]:
    originals, questions = [], []
    for number in range(DRAWN):
        picture = drawings.draw(number)
        file = folder / f"{number:03}.png"
        picture.save(file)
        originals.append(file)
        for kind in copies.CHANGES:
            copied = folder / f"{number:03}-{kind}.img"
            copied.write_bytes(copies.copy(picture, kind, number))
            questions.append(Question(copied, file, kind))
    return originals, questions
