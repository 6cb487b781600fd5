"""Where the local points of each picture lie."""

from pathlib import Path


def path_of(folder: Path, sha256: str) -> Path:
    """Return the place of a picture's points: `abc/abcd….orb` below the folder of all."""
    return folder / f"{sha256[:3]}/{sha256}.orb"  # one step: it is asked for very often
