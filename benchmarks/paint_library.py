"""Libraries for the browser: rows with small pictures that are there, served as a person would.

Every work has a small picture. Those of the newest, which a first page shows, are files of their
own; older works share them.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from artkeep.db.tables import artwork, image
from artkeep.imaging import thumbs
from artkeep.library import projection
from artkeep.workbench import Workbench
from benchmarks.pictures import written
from benchmarks.processes import surroundings
from benchmarks.search_library import library

OWN = 300  # newest works with a picture of their own
LONGEST_PX = 1200  # of the pictures that are made small


@contextmanager
def shown(home: Path, size: int, drawn: list[Path]) -> Iterator[str]:
    """Make a library of so many works, serve it in a process of its own, and return its address."""
    with library(home, size) as bench:
        settle(bench)
        place(bench, drawn)
    with serving(home) as (url, _):
        yield url


def settle(bench: Workbench) -> None:
    """Leave nothing to be done in the background."""
    with bench.db.begin() as tx:
        projection.went_to(tx, [])
        tx.execute(sa.update(image).values(compared_at=image.c.added_at))


def drawings(folder: Path, workbench: Workbench, count: int) -> list[Path]:
    """Draw pictures and return the small ones that are made of them."""
    folder.mkdir()
    made = []
    for number in range(count):
        source, digest = folder / f"{number:06}.jpg", f"{number:064x}"
        written(source, LONGEST_PX)
        workbench.pool.look(source, thumbs=folder, details=None, sha256=digest)
        made.append(thumbs.path_of(folder, digest, thumbs.GRID))
    return made


def place(bench: Workbench, drawn: list[Path]) -> None:
    """Give each work a small picture: a file of its own to the newest, links to the others."""
    query = sa.select(image.c.sha256).join(artwork, artwork.c.cover_id == image.c.id)
    with bench.db.read() as tx:
        newest = tx.execute(query.order_by(artwork.c.position.desc(), artwork.c.id.desc()))
        for number, digest in enumerate(newest.scalars()):
            path = thumbs.path_of(bench.thumbs, digest.hex(), thumbs.GRID)
            path.parent.mkdir(parents=True, exist_ok=True)
            give = shutil.copyfile if number < OWN else os.link
            give(drawn[number % len(drawn)], path)


@contextmanager
def serving(home: Path) -> Iterator[tuple[str, int]]:
    """Run `artkeep up`; return its address and its process. Raises CalledProcessError."""
    command = [sys.executable, "-m", "artkeep", "up", "--port", "0"]
    told = surroundings({"ARTKEEP_HOME": str(home), "ARTKEEP_WORKERS": "1"})
    with subprocess.Popen(
        command, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        found = next(filter(None, map(re.compile(r"http://\S+").search, process.stderr)), None)
        if found is None:
            raise subprocess.CalledProcessError(process.wait(), command)
        try:
            yield found[0], process.pid
        finally:
            process.terminate()
            process.wait()
