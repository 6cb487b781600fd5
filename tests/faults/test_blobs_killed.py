"""kill -9 while blobs are being put: each is whole or absent, and what was promised is there."""

import random
import subprocess
import sys
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from artkeep.blobs.folder import FolderBlobs
from tests.blobs.content import spooled

REPOSITORY = Path(__file__).parents[2]
BATCH = 7
BIGGEST_BYTES = 300_000


@pytest.mark.parametrize(
    "kills", [pytest.param(5, id="some"), pytest.param(50, id="many", marks=pytest.mark.long)]
)
def test_a_killed_writer_leaves_whole_blobs_and_no_others(tmp_path: Path, kills: int) -> None:
    root = tmp_path / "blobs"
    chance = random.Random(20261121)
    promised: set[str] = set()
    for _ in range(kills):
        promised |= _write_and_die(root, chance)

    blobs = FolderBlobs(root, expect_marker=True)
    listed = set(blobs.list())
    files = {path.name for path in root.rglob("*") if path.is_file()}

    assert len(promised) >= kills * BATCH
    assert set() == promised - listed
    assert [] == [name for name in listed if not blobs.verify(name)]
    assert listed == files - {".artkeep-blobs"}


def _write_and_die(root: Path, chance: random.Random) -> set[str]:
    """Let a process write until it is killed; return the names whose `put` it saw return."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.test_blobs_killed", str(root)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    lines = [writer.stdout.readline() for _ in range(chance.randint(1, 6))]
    Event().wait(chance.uniform(0, 0.05))  # somewhere in the middle of whatever it does then
    writer.kill()
    rest, _ = writer.communicate()
    whole = [line for line in [*lines, *rest.splitlines(keepends=True)] if line.endswith("\n")]
    return {name for line in whole for name in line.split()}


def _write_for_ever(root: Path) -> None:
    blobs = FolderBlobs(root)
    for _ in count():
        sizes = [random.randint(0, BIGGEST_BYTES) for _ in range(BATCH)]
        batch = [spooled(blobs, random.randbytes(size)) for size in sizes]
        blobs.put_many(batch)
        print(*(name for name, _ in batch), flush=True)  # noqa: T201 - how its parent learns of it


if __name__ == "__main__":
    _write_for_ever(Path(sys.argv[1]))
