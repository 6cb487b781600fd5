"""Looking at a picture: decode and fingerprint, beside Pillow and pdqhash; and what steps cost.

Both sides read the same file from memory and end with a fingerprint to search with: ours with
the eight ways a copy may lie, the peer's with the upright one alone.
"""

import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean

import numpy as np
import pdqhash
from PIL import Image

from artkeep.fakes import drawings
from artkeep.imaging import child, look, pdq, shrink, sniff, thumbs
from artkeep.imaging.formats import FORMATS
from artkeep.imaging.header import Pixels
from artkeep.imaging.limits import Limits
from artkeep.imaging.points import LONGEST_SIDE, find_points
from artkeep.imaging.small import encoded
from benchmarks.figure import Figure
from benchmarks.turns import in_turns, seconds

BENCH = "looking"
FIRST = 2_000_000  # numbers that no test draws
KINDS = (
    ("2 MP JPEG", "jpg", (1920, 1080), ">= 3"),
    ("8 MP JPEG", "jpg", (3840, 2160), ">= 6"),
    ("2 MP PNG", "png", (1920, 1080), None),
)


def run(*, quick: bool) -> Iterator[Figure]:
    """Measure against the peer, then the variants, then each step."""
    count, rounds = (2, 2) if quick else (12, 7)
    child.quieten(Limits())  # one thread, as in a decoder
    with tempfile.TemporaryDirectory(prefix="artkeep-bench-") as folder:
        for name, ending, size, goal in KINDS:
            files = drawn(Path(folder), ending, size, count)
            yield beside_pdqhash(name, files, rounds, goal)
            if size == (1920, 1080):
                yield from steps(name, files, rounds)
    yield variants(rounds)


def drawn(folder: Path, ending: str, size: tuple[int, int], count: int) -> list[bytes]:
    """Draw pictures of all styles and return their files."""
    width, height = size
    files = []
    for number in range(count):
        path = folder / f"{number}.{ending}"
        drawings.write(FIRST + number, path, width=width, height=height, quality=90)
        files.append(path.read_bytes())
    return files


def beside_pdqhash(name: str, files: list[bytes], rounds: int, goal: str | None) -> Figure:
    """Compare decode and fingerprint with a full decode by Pillow and pdqhash."""
    timing = in_turns(lambda: each(ours, files), lambda: each(theirs, files), rounds)
    return Figure(
        bench=BENCH,
        figure=f"decode and fingerprint with 8 variants, {name}",
        value=len(files) / timing.ours,
        unit="pictures/s",
        against="Pillow + pdqhash, upright only",
        ratio=timing.ratio,
        goal=goal,
    )


def each(work: Callable[[bytes], object], files: list[bytes]) -> None:
    """Do the work for every file."""
    for data in files:
        work(data)


def ours(data: bytes) -> object:
    """Decode as small as it may be, then all eight fingerprints."""
    return pdq.variants(pdq.tones(look.luma(decoded(data))))


def decoded(data: bytes) -> Pixels:
    """Decode as `look` does where no screen size is made."""
    form = FORMATS[sniff.kind(data[: sniff.HEAD_BYTES])]
    pixels = form.decode(data, form.read(data), LONGEST_SIDE)
    return shrink.at_least(pixels, LONGEST_SIDE)


def theirs(data: bytes) -> object:
    """Decode in full, then pdqhash."""
    with Image.open(io.BytesIO(data)) as image:
        return pdqhash.compute(np.asarray(image.convert("RGB")))


def variants(rounds: int) -> Figure:
    """Compare the eight variants with one, decode included."""
    files = [drawings_jpeg(number) for number in range(4)]
    timing = in_turns(lambda: each(one, files), lambda: each(ours, files), rounds * 5)
    return Figure(
        bench=BENCH,
        figure="eight variants, decode of a 2 MP JPEG included",
        value=1000 * timing.theirs / len(files),
        unit="ms",
        against="one fingerprint",
        ratio=timing.ratio,
        goal="<= 1.1",
    )


def drawings_jpeg(number: int) -> bytes:
    """Return a 2-megapixel JPEG."""
    file = io.BytesIO()
    drawings.draw(FIRST + number, 1920, 1080, quick=True).save(file, "JPEG", quality=90)
    return file.getvalue()


def one(data: bytes) -> object:
    """Decode, then the upright fingerprint alone."""
    return pdq.fingerprint(pdq.tones(look.luma(decoded(data))))


def steps(name: str, files: list[bytes], rounds: int) -> Iterator[Figure]:
    """Measure what each step of a look costs, and the bytes it leaves."""
    pictures = [decoded(data) for data in files]
    greys = [look.luma(pixels) for pixels in pictures]
    small = [shrink.to(plane, LONGEST_SIDE) for plane in greys]
    yield step(f"decode, {name}", lambda: [decoded(data) for data in files], files, rounds)
    yield step(
        f"fingerprint, {name}",
        lambda: [pdq.fingerprint(pdq.tones(plane)) for plane in greys],
        files,
        rounds,
    )
    yield step(
        f"grid size, {name}",
        lambda: [encoded(pixels, thumbs.GRID) for pixels in pictures],
        files,
        rounds,
    )
    yield step(
        f"local points, {name}", lambda: [find_points(plane) for plane in small], files, rounds
    )
    yield step(
        f"whole look, {name}", lambda: [look.look(data, Limits()) for data in files], files, rounds
    )
    looked = [look.look(data, Limits()) for data in files]
    grid = mean(len(each.small[thumbs.GRID]) for each in looked)
    yield Figure(BENCH, f"grid size, {name}", grid / 1000, "kB")
    yield Figure(
        BENCH, f"local points, {name}", mean(len(each.points) for each in looked) / 1000, "kB"
    )


def step(name: str, work: Callable[[], object], files: list[bytes], rounds: int) -> Figure:
    """Return what a step costs a picture, the quickest of some rounds."""
    quickest = min(seconds(work) for _ in range(rounds))
    return Figure(BENCH, name, 1000 * quickest / len(files), "ms")
