"""Which copies of a picture are found, and which wrong pictures are named.

The pictures are those of the folder ARTKEEP_BENCH_PICTURES, where `truth.csv` says of each file
(`file`) which original it shows (`original`) and how it was made (`made_by`); without one, drawn
pictures and copies made of them. Every copy is asked with against a library of the originals,
first alone and then among ARTKEEP_BENCH_DISTRACTORS drawn pictures (default 20,000).

The table goes into docs/explanation/fingerprints.md, between its marks (`accuracy_table`).
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from artkeep import jobs
from artkeep.collect import add
from artkeep.explore import similar
from artkeep.fingerprints import verdicts
from artkeep.fingerprints.details.overlap import Placed
from artkeep.handlers import HANDLERS
from artkeep.intake import alike
from artkeep.model.records import AlikeKind, Kept
from artkeep.settings import Settings
from artkeep.workbench import Workbench, open_workbench
from benchmarks import accuracy_peers, accuracy_table, pictures
from benchmarks.accuracy_material import Question, material
from benchmarks.accuracy_peers import Kin
from benchmarks.accuracy_table import Answer
from benchmarks.figure import Figure

BENCH = "accuracy"
QUICK = 200  # distractors
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
MOST_WRONG = "<= 0.01"  # of the questions
FEW_POINTS = 20


def run(*, quick: bool) -> Iterator[Figure]:
    """Measure, write the table, and say how much of what is promised holds."""
    crowd = QUICK if quick else int(os.environ.get("ARTKEEP_BENCH_DISTRACTORS", "20000"))
    with tempfile.TemporaryDirectory(prefix="artkeep-bench-") as name:
        folder = Path(name)
        originals, questions = material(folder)
        kin = accuracy_peers.copies_among(originals)
        with _opened(folder) as bench:
            _add(bench, originals)
            alone = [_answer(bench, question, kin) for question in questions]
            yield from _judged("alone", alone)
            pictures.folder(folder / "crowd", crowd, 512, ("jpg",))
            _add(bench, [folder / "crowd"])
            started = time.perf_counter()
            among = [_answer(bench, question, kin) for question in questions]
            each = (time.perf_counter() - started) / len(questions)
            yield from _judged(f"among {crowd:,}", among)
            yield Figure(BENCH, f"a question, decode included, among {crowd:,}", 1000 * each, "ms")
            yield from _sizes(folder, len(originals) + crowd)
    if not quick:
        rules = accuracy_peers.rules(originals, questions, kin)
        accuracy_table.write(alone, among, crowd, rules, kin)


@contextmanager
def _opened(folder: Path) -> Iterator[Workbench]:
    with open_workbench(Settings(home=folder / "library")) as bench:
        yield bench


def _add(bench: Workbench, files: list[Path]) -> None:
    with bench.db.begin() as tx:
        add.start(tx, files, Kept.REFERENCE)
    jobs.work(bench, {add.KIND: HANDLERS[add.KIND]})
    bench.fingerprints.sync()
    bench.details.sync()


def _answer(bench: Workbench, question: Question, kin: Kin) -> Answer:
    """Ask with a copy. A copy of its original that is an original, too, is not wrong."""
    matches = similar.to_file(bench, question.file)
    names = [Path(match.places[0].name).name for match in matches]
    original = question.original.name
    kinds = {each.alike.kind for each, name in zip(matches, names, strict=True) if name == original}
    right = {original} | kin[original]
    return Answer(
        question=question,
        same=bool(kinds & WHOLE),
        whole=bool(kinds - {AlikeKind.CROP}),
        found=bool(kinds),
        wrong=tuple(name for name in names if name not in right),
        first_is_wrong=bool(names) and names[0] not in right,
        reason="" if kinds else _reason(bench, question),
    )


def _reason(bench: Workbench, question: Question) -> str:
    """Say why a picture was not found."""
    points = alike.ask(bench, question.file).points
    sha256 = hashlib.sha256(question.original.read_bytes()).hexdigest()
    kept = bench.details.points_of(sha256)
    if points is None or kept is None or min(len(points), len(kept)) < FEW_POINTS:
        return "too plain: it has hardly a corner"
    overlap = bench.details.overlap(Placed.of(points), Placed.of(kept))
    if overlap is None:
        return "too few of its corners are as they were, or many are alike"
    if verdicts.by_overlap(overlap) is None:
        return "what agrees may be chance"
    return "others have more corners like its own"


def _judged(where: str, answers: list[Answer]) -> Iterator[Figure]:
    for group, (kinds, goal) in GROUPS.items():
        asked = [answer for answer in answers if answer.question.made_by in kinds]
        share = sum(answer.found for answer in asked) / max(1, len(asked))
        yield Figure(BENCH, f"{group}, {where}: found", share, "of 1", goal=f">= {goal}")
    wrong = sum(bool(answer.wrong) for answer in answers) / len(answers)
    yield Figure(BENCH, f"{where}: a wrong picture named", wrong, "of 1", goal=MOST_WRONG)
    first = sum(answer.first_is_wrong for answer in answers) / len(answers)
    yield Figure(BENCH, f"{where}: a wrong picture first", first, "of 1", goal=MOST_WRONG)


def _sizes(folder: Path, images: int) -> Iterator[Figure]:
    """Say what the points and their index cost a picture."""
    home = folder / "library"
    for name, below in (
        ("points", home / "details"),
        ("index of points", home / "index" / "details"),
    ):
        size = sum(file.stat().st_size for file in below.rglob("*") if file.is_file())
        yield Figure(BENCH, name, size / images, "bytes a picture")
