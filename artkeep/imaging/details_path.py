"""Where the local points of each picture lie."""

from pathlib import Path


def path_of(folder: Path, sha256: str) -> Path:
    """Return the place of a picture's points: `abc/abcd….orb` below the folder of all."""
    return folder / sha256[:3] / f"{sha256}.orb"
