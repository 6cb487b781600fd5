"""Folders of drawn pictures for the benches, the same ones each time."""

import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from artkeep.fakes import drawings

FIRST = 1_000_000  # numbers that no test draws


def folder(path: Path, count: int, longest_px: int, endings: tuple[str, ...]) -> list[Path]:
    """Draw `count` pictures of all styles and shapes; the endings take turns."""
    path.mkdir(parents=True, exist_ok=True)
    files = [
        path / f"{number:06}.{endings[number // len(drawings.STYLES) % len(endings)]}"
        for number in range(count)
    ]
    with ProcessPoolExecutor(cores()) as processes:
        list(processes.map(written, files, [longest_px] * count, chunksize=8))
    return files


def written(path: Path, longest_px: int) -> None:
    """Draw the picture that a file's name asks for."""
    number = FIRST + int(path.stem)
    width, height = drawings.size_of(number, longest_px)
    drawings.write(number, path, width=width, height=height, quality=90, quick=True)


def cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
