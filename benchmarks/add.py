"""`artkeep add`, beside a bare loop that looks at the same files and does nothing else.

The loop reads each file, decodes it once, makes the fingerprint, both small pictures and the
local points, by the same code and in the same number of processes, and throws all of it away.
What `add` takes longer is what keeping costs: hashing, copying, fsync, rows. Looking for copies
comes after it (`--no-compare` leaves it out here).
"""

import multiprocessing
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

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
        files = pictures.folder(there / "many", many, LONGEST_PX, ("jpg", "png"))
        pictures.folder(there / "few", few, LONGEST_PX, ("jpg", "png"))
        yield rate(there, files, rounds)
        yield memory(there, many, few)


def rate(there: Path, files: list[Path], rounds: int) -> Figure:
    """Compare `artkeep add` of an empty library with the bare loop."""
    homes = (there / f"home-{number}" for number in count())
    timing = in_turns(lambda: added(there / "many", next(homes)), lambda: bare_loop(files), rounds)
    return Figure(
        bench=BENCH,
        figure=f"pictures a second, {len(files):,} JPEG and PNG, {LONGEST_PX} px",
        value=len(files) / timing.ours,
        unit="pictures/s",
        against="a bare loop over the same files",
        ratio=timing.ratio,
        goal=">= 0.75",
    )


def memory(there: Path, many: int, few: int) -> Figure:
    """Compare the most memory that adding many takes with what adding few takes."""
    small = added(there / "few", there / "home-few")
    large = added(there / "many", there / "home-many")
    return Figure(
        bench=BENCH,
        figure=f"memory of all processes while adding {many:,}",
        value=large.peak_bytes / 2**20,
        unit="MiB",
        against=f"adding {few:,}",
        ratio=large.peak_bytes / small.peak_bytes,
        goal="<= 1.15",
    )


def added(folder: Path, home: Path) -> Ran:
    """Add a folder to a new library."""
    return artkeep(["add", "--quiet", "--no-compare", str(folder)], {"ARTKEEP_HOME": str(home)})


def bare_loop(files: list[Path]) -> None:
    """Look at every file, in as many processes as there are cores."""
    fresh = multiprocessing.get_context("spawn")
    with fresh.Pool(pictures.cores()) as processes:
        for _ in processes.imap_unordered(looked, files, chunksize=4):
            pass


def looked(path: Path) -> int:
    """Look at one file; return something small, so that nothing is sent between processes."""
    return look(path.read_bytes(), Limits.of(PictureLimits())).look.width
