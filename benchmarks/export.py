"""Works on their way out: how soon a ZIP begins, how fast it comes, how little memory it takes.

A work of 200 pages is asked for over HTTP. Its peer is Info-ZIP's `zip -0` writing the same files
into a file, or Python's zipfile where there is no zip. The library of many works holds rows that
all show one small picture: what is measured there is what each work costs, not its bytes.
"""

import hashlib
import http.client
import os
import shutil
import subprocess
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import numpy as np
import sqlalchemy as sa

from artkeep.clock import SystemClock
from artkeep.db.tables import artwork, image, page, post
from artkeep.library.posts import ref_key
from artkeep.model.refs import PostRef
from artkeep.settings import Settings
from artkeep.workbench import Workbench, open_workbench
from benchmarks.figure import Figure
from benchmarks.gallery import START, served
from benchmarks.processes import LOOK_EVERY, artkeep, memory_of
from benchmarks.turns import in_turns, seconds

BENCH = "export"
PAGES = 200
ROWS = 5_000  # written at a time
CHUNK = 1 << 20


def run(*, quick: bool) -> Iterator[Figure]:
    """Measure one large work, then many small ones."""
    page_bytes, rounds, few, many = (
        (200_000, 3, 500, 2_000) if quick else (2_000_000, 15, 2_000, 100_000)
    )
    with tempfile.TemporaryDirectory(prefix="artkeep-bench-") as folder:
        there = Path(folder)
        with open_workbench(Settings(home=there / "book", workers=1), SystemClock()) as bench:
            files = book(bench, there / "pages", page_bytes)
            with served(bench) as port:
                yield first_byte(port, rounds)
                yield speed(port, files, there, rounds)
                yield memory_of_a_book(port)
        yield from memory_of_many(there, few, many)


def book(bench: Workbench, folder: Path, page_bytes: int) -> list[Path]:
    """Keep a work of 200 pages of noise and one of two, and lay the same files into a folder."""
    folder.mkdir()
    dice = np.random.Generator(np.random.PCG64(7))
    files = []
    for number in range(PAGES):
        content = dice.bytes(page_bytes)
        files.append(folder / f"1_p{number}.jpg")
        files[-1].write_bytes(content)
        keep(bench, number, content)
    with bench.db.begin() as tx:
        tx.execute(sa.insert(artwork), [work_row(1, 1), work_row(2, 1)])
        tx.execute(sa.insert(post), [post_row(1), post_row(2)])
        pages = [page_row(number, 1, number - 1, number) for number in range(1, PAGES + 1)]
        pages += [page_row(PAGES + 1, 2, 0, 1), page_row(PAGES + 2, 2, 1, 2)]
        tx.execute(sa.insert(page), pages)
    return files


def keep(bench: Workbench, number: int, content: bytes) -> None:
    """Keep the bytes of a page as if they had been looked at."""
    digest = hashlib.sha256(content)
    spool = bench.blobs.spool()
    spool.write_bytes(content)
    bench.blobs.put(digest.hexdigest(), spool)
    with bench.db.begin() as tx:
        tx.execute(sa.insert(image), [image_row(number + 1, digest.digest(), len(content))])


def image_row(number: int, digest: bytes, size_bytes: int) -> dict[str, object]:
    """Return an image that is kept."""
    return {
        "id": number,
        "sha256": digest,
        "size_bytes": size_bytes,
        "media_type": "image/jpeg",
        "width": 1200,
        "height": 1700,
        "frames": 1,
        "pdq": bytes(32),
        "dhash": bytes(16),
        "quality": 0,
        "placeholder": 0,
        "look_version": 1,
        "kept": "blob",
        "added_at": START,
    }


def work_row(number: int, cover: int) -> dict[str, object]:
    """Return a work."""
    return {
        "id": number,
        "title": f"Study no. {number}",
        "cover_id": cover,
        "added_at": START,
        "position": number,
    }


def post_row(number: int) -> dict[str, object]:
    """Return the post that shows a work."""
    ref = PostRef("pixiv", str(90_000_000 + number))
    return {
        "id": number,
        "site": ref.site,
        "site_post_id": ref.id,
        "ref_key": ref_key(ref),
        "url": f"https://www.pixiv.net/artworks/{ref.id}",
        "title": f"Study no. {number}",
        "seen_at": START,
        "told_at": START,
    }


def page_row(number: int, work: int, position: int, shows: int) -> dict[str, object]:
    """Return a page of a work, whose post has the same number."""
    return {
        "id": number,
        "post_id": work,
        "site": "pixiv",
        "position": position,
        "url": "",
        "image_id": shows,
        "artwork_id": work,
        "added_at": START,
    }


def first_byte(port: int, rounds: int) -> Figure:
    """Report how long somebody waits before the ZIP begins; the first round is not counted."""
    took = [seconds(lambda: download(port, 1, CHUNK // 4)) for _ in range(rounds + 1)]
    return Figure(
        bench=BENCH,
        figure=f"a ZIP of {PAGES} pages, to its first bytes",
        value=median(took[1:]) * 1000,
        unit="ms",
        goal="<= 100",
    )


def speed(port: int, files: list[Path], folder: Path, rounds: int) -> Figure:
    """Report how fast the ZIP comes, beside one that is written of the same files."""
    peer = "zip -0" if shutil.which("zip") else "zipfile"
    to = folder / "theirs.zip"
    timing = in_turns(lambda: download(port, 1), lambda: theirs(files, to), max(1, rounds // 3))
    size_bytes = sum(file.stat().st_size for file in files)
    return Figure(
        bench=BENCH,
        figure=f"a ZIP of {PAGES} pages, over HTTP",
        value=size_bytes / timing.ours / 1e6,
        unit="MB/s",
        against=f"{peer}, into a file",
        ratio=timing.ratio,
        goal=">= 0.5",
    )


def theirs(files: list[Path], to: Path) -> None:
    """Write the same ZIP as others do."""
    to.unlink(missing_ok=True)
    if shutil.which("zip"):
        subprocess.run(["zip", "-0qj", to, *files], check=True)
        return
    with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            archive.write(file, file.name)


def memory_of_a_book(port: int) -> Figure:
    """Report what the server holds while it sends 200 pages, beside two."""
    with peak() as few:
        download(port, 2)
    with peak() as many:
        download(port, 1)
    return Figure(
        bench=BENCH,
        figure=f"memory while {PAGES} pages are sent",
        value=many[0] / 1e6,
        unit="MB",
        against="2 pages",
        ratio=many[0] / few[0],
        goal="<= 1.1",
    )


@contextmanager
def peak() -> Iterator[list[int]]:
    """Watch this process; the number is there at the end."""
    seen = [memory_of(os.getpid())]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(LOOK_EVERY / 10):
            seen[0] = max(seen[0], memory_of(os.getpid()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()


def download(port: int, work: int, at_most: int | None = None) -> int:
    """Read a ZIP and drop it; return how many bytes were read. Raises HTTPException."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        connection.request("GET", f"/artworks/{work}/zip")
        answer = connection.getresponse()
        if answer.status != http.HTTPStatus.OK:
            raise http.client.HTTPException(f"work {work} answers {answer.status}")
        read = 0
        while chunk := answer.read(min(CHUNK, at_most or CHUNK)):
            read += len(chunk)
            if at_most is not None and read >= at_most:
                break
        return read
    finally:
        connection.close()


def memory_of_many(folder: Path, few: int, many: int) -> Iterator[Figure]:
    """Report what exporting a whole library takes, by its number of works."""
    peaks = {}
    for size in (few, many):
        home = folder / f"of {size}"
        shelves(home, size)
        ran = artkeep(
            ["export", "-o", str(folder / f"{size}.zip"), "-q"], {"ARTKEEP_HOME": str(home)}
        )
        peaks[size] = ran.peak_bytes
        yield Figure(BENCH, f"a ZIP of {size:,} works", size / ran.seconds, "works/s")
    yield Figure(
        bench=BENCH,
        figure=f"memory for a ZIP of {many:,} works",
        value=peaks[many] / 1e6,
        unit="MB",
        against=f"{few:,} works",
        ratio=peaks[many] / peaks[few],
        goal="<= 1.2",
    )


def shelves(home: Path, size: int) -> None:
    """Make a library of works that all show one small picture."""
    with open_workbench(Settings(home=home, workers=1), SystemClock()) as bench:
        keep(bench, 0, b"a small picture")
        for first in range(1, size + 1, ROWS):
            numbers = range(first, min(first + ROWS, size + 1))
            with bench.db.begin() as tx:
                tx.execute(sa.insert(artwork), [work_row(number, 1) for number in numbers])
                tx.execute(sa.insert(post), [post_row(number) for number in numbers])
                tx.execute(sa.insert(page), [page_row(number, number, 0, 1) for number in numbers])
