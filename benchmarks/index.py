"""The fingerprint index of a SQLite library that grows to ten million rows, beside faiss.

Both get the same rows and the same questions and may use the same cores. Where not said
otherwise ours is asked as the program asks it, in an open transaction: its answers include what
it has not taken up yet, and each hit is looked up in the library. faiss gives places in an array.
"""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import faiss
import numpy as np

from artkeep.clock import SystemClock
from artkeep.db.engine import Database, Tx
from artkeep.db.migrate import migrate
from artkeep.fingerprints import FingerprintIndex
from artkeep.fingerprints.asking import Asker
from artkeep.fingerprints.asking import fingerprints as words
from artkeep.fingerprints.kernels import kernels
from artkeep.fingerprints.local import LocalIndex
from artkeep.fingerprints.shelf import Shelf
from benchmarks import fingerprints
from benchmarks.figure import Figure
from benchmarks.fingerprints import Built, Prints
from benchmarks.turns import in_turns, seconds

BENCH = "index"
RADIUS = 31
VARIANTS = 8
TOGETHER = 512  # 64 pictures
BEYOND_CACHES = 256 * 2**20
GOALS = {1_000_000: ">= 3", 10_000_000: ">= 8"}


@dataclass(frozen=True, slots=True)
class Stage:
    """A library of one size, its index, and the same rows in faiss."""

    database: Database
    folder: Path
    index: FingerprintIndex
    flat: faiss.IndexBinaryFlat
    stored: Prints

    @property
    def size(self) -> str:
        """How many rows, for people."""
        return f"{len(self.stored):,} rows"

    @property
    def is_beyond_caches(self) -> bool:
        """Whether a processor has to fetch all rows from memory."""
        return self.stored.nbytes >= BEYOND_CACHES

    def ask_faiss(self, asked: Prints) -> object:
        """Ask for the same; faiss's radius is exclusive."""
        return self.flat.range_search(asked, RADIUS + 1)

    def against_faiss(self, what: str, value: float, unit: str, ratio: float) -> Figure:
        """Return a figure of the comparison."""
        figure, goal = f"{what}, {self.size}", GOALS.get(len(self.stored))
        return Figure(BENCH, figure, value, unit, "faiss.IndexBinaryFlat", ratio, goal)


def run(*, quick: bool) -> Iterator[Figure]:
    """Measure at both sizes; what should not depend on the size is compared at the end."""
    sizes = (150_000, 600_000) if quick else (1_000_000, 10_000_000)
    built, opening = [], []
    with (
        tempfile.TemporaryDirectory(prefix="artkeep-bench-") as name,
        Database(Path(name) / "library.db", SystemClock()) as database,
    ):
        folder = Path(name)
        migrate(database, home=folder)
        stored = np.empty((0, 32), np.uint8)
        for size in sizes:
            new = fingerprints.realistic(size - len(stored), seed=size)
            fingerprints.add(database, new, first=len(stored))
            stored = np.concatenate([stored, new])
            built.append(fingerprints.build(folder / "library.db", folder / "index"))
            opening.append(opened(database, folder / "index"))
            yield from at_one_size(database, folder / "index", stored)
        yield from independent_of_size(sizes, built, opening)


def at_one_size(database: Database, folder: Path, stored: Prints) -> Iterator[Figure]:
    """Measure what depends on the size."""
    index = LocalIndex(database, folder, patience=0)
    flat = faiss.IndexBinaryFlat(256)
    flat.add(stored)
    stage = Stage(database, folder, index, flat, stored)
    with database.read() as tx:
        yield recall(stage, tx)
        yield agreement(stage, tx)
        yield one_fingerprint(stage, tx)
        yield one_question(stage, tx, 1)
        yield one_question(stage, tx, VARIANTS)
        yield many_questions(stage, tx)
        if stage.is_beyond_caches:
            yield bandwidth(stage, tx)
    yield space(stage)
    index.close()


def recall(stage: Stage, tx: Tx) -> Figure:
    """Ask for neighbours that were planted at 0 to 31 bits."""
    rows, asked = fingerprints.planted(stage.stored, 640, RADIUS, seed=1)
    near = {(hit.query, hit.image_id - 1) for hit in stage.index.near(tx, asked, RADIUS)}
    found = sum((query, row) in near for query, row in enumerate(rows))
    return Figure(BENCH, f"recall at radius {RADIUS}, {stage.size}", found / 640, "", goal=">= 1")


def agreement(stage: Stage, tx: Tx) -> Figure:
    """Count the answers that only one of the two gives, in and beyond reach of the buckets."""
    _, asked = fingerprints.planted(stage.stored, 32, 90, seed=2)
    different = 0
    for radius in (RADIUS, 90):
        ours = {
            (hit.query, hit.image_id - 1, hit.distance)
            for hit in stage.index.near(tx, asked, radius)
        }
        different += len(ours ^ found_by(stage.flat, asked, radius))
    return Figure(BENCH, f"answers unlike faiss's, {stage.size}", different, "answers", goal="<= 0")


def found_by(flat: faiss.IndexBinaryFlat, asked: Prints, radius: int) -> set[tuple[int, ...]]:
    """Return (query, row, distance) of everything within a radius; faiss's own is exclusive."""
    ends, distances, rows = flat.range_search(asked, radius + 1)
    queries = np.repeat(np.arange(len(asked)), np.diff(ends.astype(np.int64)))
    return {tuple(map(int, hit)) for hit in zip(queries, rows, distances, strict=True)}


def one_fingerprint(stage: Stage, tx: Tx) -> Figure:
    """Ask for one fingerprint at a time; like faiss, for its place in the arrays only."""
    _, asked = fingerprints.planted(stage.stored, 60, RADIUS, seed=3)
    asker = Asker(stage.folder / "kernels", patience=0)
    segments = Shelf(stage.folder / "fingerprints").segments(tx)
    ours = each_in_turn(asked, 1, lambda some: asker.segments(segments, words(some), RADIUS))
    timing = in_turns(ours, each_in_turn(asked, 1, stage.ask_faiss), rounds=60)
    asker.close()
    value = timing.ours * 1000
    return stage.against_faiss("one fingerprint, the arrays alone", value, "ms", timing.ratio)


def one_question(stage: Stage, tx: Tx, together: int) -> Figure:
    """Ask what one picture looks like: by eight fingerprints, as it may be turned or mirrored.

    A single fingerprint is cheap beside asking the library; nothing was promised of that.
    """
    _, asked = fingerprints.planted(stage.stored, together * 40, RADIUS, seed=4)
    ours = each_in_turn(asked, together, lambda some: stage.index.near(tx, some, RADIUS))
    timing = in_turns(ours, each_in_turn(asked, together, stage.ask_faiss), rounds=40)
    figure = stage.against_faiss(
        f"a question, {together} fingerprints", timing.ours * 1000, "ms", timing.ratio
    )
    return figure if together == VARIANTS else replace(figure, goal=None)


def many_questions(stage: Stage, tx: Tx) -> Figure:
    """Ask for many at once, as comparing new pictures with the library does."""
    _, asked = fingerprints.planted(stage.stored, TOGETHER, RADIUS, seed=5)
    timing = in_turns(
        lambda: stage.index.near(tx, asked, RADIUS), lambda: stage.ask_faiss(asked), rounds=5
    )
    rate = TOGETHER / timing.ours
    return stage.against_faiss(f"{TOGETHER} fingerprints at once", rate, "a second", timing.ratio)


def each_in_turn(
    asked: Prints, together: int, ask: Callable[[Prints], object]
) -> Callable[[], object]:
    """Return what asks for the next few at each call; it has been warmed."""
    ask(asked[:together])
    parts = iter(np.split(asked, len(asked) // together))
    return lambda: ask(next(parts))


def bandwidth(stage: Stage, tx: Tx) -> Figure:
    """Scan for one fingerprint on one core, against reading the same bytes and adding them up."""
    code = kernels(stage.folder / "kernels")
    rows = max(Shelf(stage.folder / "fingerprints").segments(tx), key=len).rows
    asked, out = rows[:1].copy(), np.empty((4096, 3), np.int64)
    timing = in_turns(lambda: code.scan(rows, asked, 90, out), rows.sum, rounds=15)
    return Figure(
        BENCH,
        f"scan at radius 90 on one core, {len(rows):,} rows",
        rows.nbytes / timing.ours / 1e9,
        "GB/s",
        "the memory bandwidth of one core",
        timing.ratio,
        ">= 0.75",
    )


def space(stage: Stage) -> Figure:
    """Weigh the files."""
    size_bytes = sum(file.stat().st_size for file in (stage.folder / "fingerprints").iterdir())
    figure = f"size of the index, {stage.size}"
    return Figure(BENCH, figure, size_bytes / len(stage.stored), "bytes/row")


def opened(database: Database, folder: Path) -> float:
    """Return how long it takes until a newly opened index has given its first exact answer.

    The question is at radius 0, which looks into one bucket: what is measured is opening.
    """
    kernels(folder / "kernels")
    asked = np.zeros((1, 32), np.uint8)

    def open_and_ask() -> None:
        index = LocalIndex(database, folder, patience=0)
        with database.read() as tx:
            index.near(tx, asked, 0)
        index.close()

    return median(seconds(open_and_ask) for _ in range(25))


def independent_of_size(
    sizes: tuple[int, int], built: list[Built], opening: list[float]
) -> Iterator[Figure]:
    """Compare what should be the same for few and for many."""
    few, many = (f"{size:,} rows" for size in sizes)
    yield Figure(
        BENCH, f"opening, {many}", opening[1] * 1000, "ms", few, opening[1] / opening[0], "<= 2"
    )
    yield Figure(
        BENCH,
        f"memory while building, {many}",
        built[1].peak_bytes / 2**20,
        "MiB",
        few,
        built[1].peak_bytes / built[0].peak_bytes,
        "<= 1.5",
    )
    yield Figure(BENCH, f"building, {many}", built[1].seconds, "s")
