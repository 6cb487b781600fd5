"""Which copies of a picture are found, and which wrong pictures are named.

The pictures are those of the folder ARTKEEP_BENCH_PICTURES, where `truth.csv` says of each file
(`file`) which original it shows (`original`) and how it was made (`made_by`); without one, drawn
pictures and copies made of them. Every copy is asked with against a library of the originals,
first alone and then among ARTKEEP_BENCH_DISTRACTORS drawn pictures (default 20,000).

The table goes into docs/explanation/fingerprints.md, between its marks.
"""

import csv
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import imagehash
import numpy as np
import pdqhash
from PIL import Image

from artkeep import jobs
from artkeep.collect import add
from artkeep.explore import similar
from artkeep.fakes import drawings
from artkeep.handlers import HANDLERS
from artkeep.model.records import AlikeKind, Kept
from artkeep.settings import Settings
from artkeep.workbench import Workbench, open_workbench
from benchmarks import copies, pictures
from benchmarks.figure import Figure

PAGE = Path(__file__).parent.parent / "docs" / "explanation" / "fingerprints.md"
MARKS = ("<!-- accuracy: begin (written by benchmarks/accuracy.py) -->", "<!-- accuracy: end -->")
DRAWN = 60  # originals, when no folder is given
QUICK = 200  # distractors
PHASH, PDQ = 6, 31  # distances up to which the peers call two pictures the same
WHOLE = {AlikeKind.SAME_BYTES, AlikeKind.SAME, AlikeKind.MIRRORED}
GROUPS = {  # what is promised together: kinds, share found
    "light": (
        {"jpeg_q50", "webp_q70", "half_size", "social_1200", "grey", "brighter"}
        | {"mirrored", "turned_90", "thumb_150", "same_bytes"},
        0.99,
    ),
    "edited": ({"watermark", "border_5", "captioned", "rotated_3", "crop_10"}, 0.95),
    "crop_40": ({"crop_40"}, 0.88),
    "screenshot": ({"screenshot"}, 0.8),
    "crop_80": ({"crop_80"}, 0.45),
}
MOST_WRONG = 0.01  # of the questions


@dataclass(frozen=True, slots=True)
class Question:
    """A copy: its file, the original it shows, and how it was made."""

    file: Path
    original: str
    made_by: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the library said to one question: by whole frames alone, and in all."""

    question: Question
    same: bool
    whole: bool
    found: bool
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Peer:
    """What a peer's hash says: the questions it finds, and its false pairs of all pairs."""

    found: dict[Path, bool]
    false: int
    pairs: int


def run(*, quick: bool) -> Iterator[Figure]:
    """Measure, write the table, and say how much of what is promised holds."""
    crowd = QUICK if quick else int(os.environ.get("ARTKEEP_BENCH_DISTRACTORS", "20000"))
    with tempfile.TemporaryDirectory() as folder, _opened(Path(folder)) as bench:
        originals, questions = _material(Path(folder))
        _add(bench, originals)
        alone = [_answer(bench, question) for question in questions]
        yield from _judged("alone", alone)
        peers = {
            "imagehash.phash ≤ 6": _peer(originals, questions, _phash, PHASH),
            "pdqhash ≤ 31": _peer(originals, questions, _pdqhash, PDQ),
        }
        pictures.folder(Path(folder) / "crowd", crowd, 512, ("jpg",))
        _add(bench, [Path(folder) / "crowd"])
        among = [_answer(bench, question) for question in questions]
        yield from _judged(f"among {crowd:,}", among)
    if not quick:
        _write(_table(alone, among, peers, crowd))


@contextmanager
def _opened(folder: Path) -> Iterator[Workbench]:
    with open_workbench(Settings(home=folder / "library")) as bench:
        yield bench


def _material(folder: Path) -> tuple[list[Path], list[Question]]:
    """Return the originals and the questions."""
    given = os.environ.get("ARTKEEP_BENCH_PICTURES")
    return _drawn(folder) if given is None else _given(Path(given))


def _given(folder: Path) -> tuple[list[Path], list[Question]]:
    with (folder / "truth.csv").open(newline="") as truth:
        rows = list(csv.DictReader(truth))
    originals = [folder / row["file"] for row in rows if row["made_by"] == "original"]
    questions = [
        Question(folder / row["file"], row["original"], row["made_by"])
        for row in rows
        if row["made_by"] != "original"
    ]
    return originals, questions


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
            questions.append(Question(copied, file.name, kind))
    return originals, questions


def _add(bench: Workbench, files: list[Path]) -> None:
    with bench.db.begin() as tx:
        add.start(tx, files, Kept.REFERENCE)
    jobs.work(bench, {add.KIND: HANDLERS[add.KIND]})
    bench.fingerprints.sync()
    bench.details.sync()


def _answer(bench: Workbench, question: Question) -> Answer:
    matches = similar.to_file(bench, question.file)
    right = [match for match in matches if _name(match) == question.original]
    wrong = tuple(_name(match) for match in matches if _name(match) != question.original)
    kinds = {match.alike.kind for match in right}
    return Answer(
        question,
        same=bool(kinds & WHOLE),
        whole=bool(kinds - {AlikeKind.CROP}),
        found=bool(right),
        wrong=() if matches and right and matches[0] is right[0] else wrong,
    )


def _name(match: similar.Match) -> str:
    return Path(match.places[0].name).name


def _judged(where: str, answers: list[Answer]) -> Iterator[Figure]:
    for group, (kinds, goal) in GROUPS.items():
        asked = [answer for answer in answers if answer.question.made_by in kinds]
        share = sum(answer.found for answer in asked) / max(1, len(asked))
        yield Figure("accuracy", f"{group}, {where}: found", share, "of 1", goal=f">= {goal}")
    wrong = sum(bool(answer.wrong) for answer in answers) / len(answers)
    goal = f"<= {MOST_WRONG}"
    yield Figure("accuracy", f"{where}: a wrong picture first", wrong, "of 1", goal=goal)


def _phash(path: Path) -> np.ndarray:
    return imagehash.phash(Image.open(path)).hash.ravel()


def _pdqhash(path: Path) -> np.ndarray:
    return pdqhash.compute(np.asarray(Image.open(path).convert("RGB")))[0] > 0


def _peer(
    originals: list[Path],
    questions: list[Question],
    bits: Callable[[Path], np.ndarray],
    radius: int,
) -> Peer:
    kept = np.array([bits(path) for path in originals])
    names = np.array([path.name for path in originals])
    found, false = {}, 0
    for question in questions:
        near = (kept != bits(question.file)).sum(axis=1) <= radius
        found[question.file] = bool(near[names == question.original].any())
        false += int(near[names != question.original].sum())
    return Peer(found, false, len(questions) * (len(originals) - 1))


def _table(
    alone: list[Answer], among: list[Answer], peers: dict[str, Peer], crowd: int
) -> list[str]:
    by_kind = defaultdict(list)
    for one, other in zip(alone, among, strict=True):
        by_kind[one.question.made_by].append((one, other))
    head = ["copy", "asked", "`same`", "with `probable`", "with points", f"among {crowd:,}", *peers]
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for kind, answers in by_kind.items():
        shares = [
            _share(one.same for one, _ in answers),
            _share(one.whole for one, _ in answers),
            _share(one.found for one, _ in answers),
            _share(other.found for _, other in answers),
            *(
                _share(peer.found[one.question.file] for one, _ in answers)
                for peer in peers.values()
            ),
        ]
        lines.append(f"| {kind} | {len(answers)} | {' | '.join(shares)} |")
    return [*lines, "", *_wrong(alone, among, peers, crowd), "", *_missed(among)]


def _share(said: Iterable[bool]) -> str:
    return f"{np.mean(list(said)):.0%}"


def _wrong(
    alone: list[Answer], among: list[Answer], peers: dict[str, Peer], crowd: int
) -> Iterator[str]:
    first, later = (sum(bool(each.wrong) for each in answers) for answers in (alone, among))
    yield f"A wrong picture first: {first} of {len(alone)} questions alone,"
    yield f"{later} among {crowd:,} others."
    for name, peer in peers.items():
        bound = (peer.false + 3) / peer.pairs  # the rule of three, generous where some were seen
        yield f"{name}: {peer.false} false pairs of {peer.pairs:,}, at most {bound:.1e}."


def _missed(among: list[Answer]) -> Iterator[str]:
    missed = [answer.question for answer in among if not answer.found]
    if missed:
        names = ", ".join(f"{question.file.name} ({question.made_by})" for question in missed)
        yield f"Not found: {names}. What is left of them is too plain or too small:"
        yield "fewer than six points agree, and their fingerprints say nothing."


def _write(lines: list[str]) -> None:
    between = re.compile(f"(?<={re.escape(MARKS[0])}\n).*(?={re.escape(MARKS[1])})", re.DOTALL)
    table = "\n".join(lines)
    PAGE.write_text(between.sub(lambda _: table + "\n", PAGE.read_text()))
