"""Bookmarks backed up by `artkeep add URL`, beside gallery-dl on the same list.

Both read the same bookmarks of pixiv's fake, which is served by a process of its own and has
drawn every picture before; neither pauses between requests; both are timed from start to end.

gallery-dl runs as people run it who collect: one file after the other, a file of metadata beside
each (`--write-metadata`), and an archive of what it has, so that a second run skips it
(`--download-archive`); it looks at no picture. Artkeep keeps the same posts, what their site tells
and its own answer, decodes every picture (what cannot be decoded is refused), takes its
fingerprint and points, makes its small picture, and has the bytes on the disk before it says so.
Looking for copies, which gallery-dl does not do, is left out of both.

Once the fake answers after 80 ms, as a real site would, once at once.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.request import Request, urlopen

from artkeep.fakes.pixiv.memory import REFRESH_TOKEN
from artkeep.library import logins
from artkeep.settings import load_settings
from artkeep.sites.base import TakesKey
from artkeep.workbench import open_workbench
from benchmarks.figure import Figure
from benchmarks.turns import in_turns

BENCH = "sync"
BOOKMARKS = "https://www.pixiv.net/users/7001/bookmarks/artworks"
ARCHIVE = ".archive"
WITNESS = "tests.witnesses.run_gallery_dl"
WORKS = 3_100  # 2,356 bookmarks with 3,016 pictures
QUICK_WORKS = 120


@dataclass(frozen=True, slots=True)
class Fakes:
    """The served fakes: what leads each program there."""

    settings: dict[str, str]
    addresses: dict[str, dict[str, str]]
    url: str

    def asked(self) -> list[dict[str, str]]:
        """Return every request since the log was cleared."""
        with urlopen(f"{self.url}/_/log") as answer:
            return [json.loads(line) for line in answer.read().splitlines()]

    def forget(self) -> None:
        """Clear the log."""
        with urlopen(Request(f"{self.url}/_/log", method="DELETE")):
            pass


def run(*, quick: bool) -> Iterator[Figure]:
    """Measure both ways with and without a site's time to think, then a list that is unchanged."""
    works, rounds = (QUICK_WORKS, 1) if quick else (WORKS, 1)
    with tempfile.TemporaryDirectory(prefix="artkeep-bench-") as name:
        there = Path(name)
        with served(there, works, 0.0) as fakes:
            pictures = gallery_dl(fakes, there / "warm")
            yield rate(there / "at-once", fakes, pictures, rounds, "at once", ">= 1")
            yield from unchanged(there, fakes)
        with served(there, works, 0.08) as fakes:
            yield rate(there / "slow", fakes, pictures, rounds, "after 80 ms", ">= 3")


def rate(
    there: Path, fakes: Fakes, pictures: int, rounds: int, answering: str, goal: str
) -> Figure:
    """Compare how long the whole list takes."""
    numbers = count()
    timing = in_turns(
        lambda: artkeep(fakes, there / f"home-{next(numbers)}"),
        lambda: gallery_dl(fakes, there / f"files-{next(numbers)}"),
        rounds,
    )
    return Figure(
        bench=BENCH,
        figure=f"bookmarks with {pictures:,} pictures, the site answering {answering}",
        value=pictures / timing.ours,
        unit="pictures/s",
        against="gallery-dl",
        ratio=timing.ratio,
        goal=goal,
    )


def unchanged(there: Path, fakes: Fakes) -> Iterator[Figure]:
    """Count what a list costs in which nothing is new."""
    home = there / "unchanged"
    artkeep(fakes, home)
    fakes.forget()
    run_artkeep(fakes, home, "sync", "--quiet")
    asked = fakes.asked()
    lists = sum("/bookmarks/illust" in each["path"] for each in asked)
    files = sum("pictures" in each["key"] for each in asked)
    yield Figure(BENCH, "an unchanged list: list pages", lists, "requests", goal="<= 2")
    yield Figure(BENCH, "an unchanged list: pictures", files, "requests", goal="<= 0")


def artkeep(fakes: Fakes, home: Path) -> None:
    """Back the bookmarks up into a new library."""
    sign_in(fakes, home)
    run_artkeep(fakes, home, "add", "--quiet", "--no-compare", BOOKMARKS)


def sign_in(fakes: Fakes, home: Path) -> None:
    """Keep a login, as `artkeep login` does."""
    with open_workbench(load_settings({**fakes.settings, "ARTKEEP_HOME": str(home)})) as bench:
        site, way = bench.site("pixiv")
        assert isinstance(site, TakesKey)
        login = site.sign_in(way, {"refresh_token": REFRESH_TOKEN})
        with bench.db.begin() as tx:
            logins.save(tx, bench.seal, site.name, login)


def run_artkeep(fakes: Fakes, home: Path, *words: str) -> None:
    """Run a command. Raises CalledProcessError when it fails; partly done is done."""
    done = subprocess.run(
        [sys.executable, "-m", "artkeep", *words],
        env={**os.environ, **fakes.settings, "ARTKEEP_HOME": str(home)},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode not in {0, 3}:
        done.check_returncode()


def gallery_dl(fakes: Fakes, folder: Path) -> int:
    """Let gallery-dl fetch the bookmarks into a folder; return how many pictures there are."""
    token = f"extractor.pixiv.refresh-token={REFRESH_TOKEN}"
    collects = ["--write-metadata", "--download-archive", str(folder / ARCHIVE)]
    subprocess.run(
        [sys.executable, "-m", WITNESS, "-q", "-o", token, "-D", str(folder), *collects, BOOKMARKS],
        env={**os.environ, "ARTKEEP_TEST_ADDRESSES": json.dumps(fakes.addresses)},
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return sum(each.name != ARCHIVE and each.suffix != ".json" for each in folder.iterdir())


@contextmanager
def served(there: Path, works: int, pause: float) -> Iterator[Fakes]:
    """Serve the fakes from a process of their own, with drawings that are kept."""
    command = [sys.executable, "-m", "benchmarks.fakes", str(works), str(pause), str(there)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Fakes(**json.loads(process.stdout.readline()))
        finally:
            process.terminate()
