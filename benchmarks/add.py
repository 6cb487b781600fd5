"""`artkeep add`, beside a bare loop that looks at the same files and does nothing else.

The loop reads each file, decodes it once, makes the fingerprint, both small pictures and the
local points, by the same code and in the same number of processes, and throws all of it away.
What `add --no-compare` takes longer is what keeping costs: hashing, copying, fsync, rows; what
is promised is that this is little. `add` as it is then looks for copies of each new picture, of
which the loop does nothing; that figure stands beside, without a promise.
"""

import multiprocessing
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from artkeep.fingerprints.kernels import kernels
from artkeep.imaging.limits import Limits
from artkeep.imaging.look import look
from artkeep.settings import PictureLimits
from benchmarks import pictures
from benchmarks.figure import Figure
from benchmarks.processes import Ran, artkeep
from benchmarks.turns import in_turns

BENCH = "add"
LONGEST_PX = 1600


def run(*, quick: bool) -> Iterator[Figure]:
    """Measure the rate against the loop's, then the memory with few and with many pictures."""
    many, few, rounds = (96, 48, 1) if quick else (1_500, 250, 3)
    with tempfile.TemporaryDirectory(prefix="artkeep-bench-") as folder:
        there = Path(folder)
        kernels(there / "kernels")  # compiled once on each machine, and not while we measure
        files = pictures.folder(there / "many", many, LONGEST_PX, ("jpg", "png"))
        pictures.folder(there / "few", few, LONGEST_PX, ("jpg", "png"))
        yield rate(there, files, rounds, compared=False)
        yield rate(there, files, rounds, compared=True)
        yield memory(there, many, few)


def rate(there: Path, files: list[Path], rounds: int, *, compared: bool) -> Figure:
    """Compare `artkeep add` of an empty library with the bare loop."""
    homes = (there / f"home-{compared}-{number}" for number in count())
    timing = in_turns(
        lambda: added(there / "many", next(homes), compared=compared),
        lambda: bare_loop(files),
        rounds,
    )
    road = "added and compared" if compared else "added"
    return Figure(
        bench=BENCH,
        figure=f"pictures a second {road}, {len(files):,} JPEG and PNG, {LONGEST_PX} px",
        value=len(files) / timing.ours,
        unit="pictures/s",
        against="a bare loop over the same files",
        ratio=timing.ratio,
        goal=None if compared else ">= 0.75",
    )


def memory(there: Path, many: int, few: int) -> Figure:
    """Compare the most memory that adding many takes with what adding few takes."""
    small = added(there / "few", there / "home-few", compared=True)
    large = added(there / "many", there / "home-many", compared=True)
    return Figure(
        bench=BENCH,
        figure=f"memory of all processes, {many:,} added and compared",
        value=large.peak_bytes / 2**20,
        unit="MiB",
        against=f"adding {few:,}",
        ratio=large.peak_bytes / small.peak_bytes,
        goal="<= 1.15",
    )


def added(folder: Path, home: Path, *, compared: bool) -> Ran:
    """Add a folder to a new library."""
    how = "--compare" if compared else "--no-compare"
    return artkeep(["add", "--quiet", how, str(folder)], {"ARTKEEP_HOME": str(home)})


def bare_loop(files: list[Path]) -> None:
    """Look at every file, in as many processes as there are cores."""
    fresh = multiprocessing.get_context("spawn")
    with fresh.Pool(pictures.cores()) as processes:
        for _ in processes.imap_unordered(looked, files, chunksize=4):
            pass


def looked(path: Path) -> int:
    """Look at one file; return something small, so that nothing is sent between processes."""
    return look(path.read_bytes(), Limits.of(PictureLimits())).look.width
