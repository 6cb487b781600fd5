"""Files that another program left, read as if somebody had prepared them to do harm.

Links are not followed out of the folder; what is read beside pictures is bounded, and its text
becomes text that every database holds.
"""

import json
import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from artkeep.errors import PictureRefused
from artkeep.sites import folder
from artkeep.sites.folder import LEFT_BY_SYSTEMS, Unreadable
from artkeep.texts import text

MEBIBYTE = 1 << 20
SIDECAR_BYTES = 16 * MEBIBYTE
OUTSIDE = text("a link that leads out of the folder")
SIDECARS = frozenset({".json", ".txt"})


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder: its files by name, and what is neither file nor folder."""

    path: Path
    files: tuple[Path, ...]
    odd: tuple[Unreadable, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A file and what lies beside it about it."""

    path: Path
    sidecars: tuple[Path, ...]


def folders(root: Path, leave_out: Path) -> Iterator[Folder]:
    """Yield a folder and those below it, by name; our own library is passed over."""
    ours, waiting = folder.identity(leave_out), [root]
    real = root.resolve()
    while waiting:
        here = waiting.pop()
        if folder.identity(here) == ours:
            continue
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            yield Folder(here, (), (Unreadable(here, f"cannot be read: {error.strerror}"),))
            continue
        seen = [_seen(entry, real) for entry in entries if entry.name not in LEFT_BY_SYSTEMS]
        files = tuple(path for path, word in seen if word == "file")
        odd = (Unreadable(path, word) for path, word in seen if word not in {"file", "folder", ""})
        yield Folder(here, files, tuple(odd))
        waiting += [path for path, word in reversed(seen) if word == "folder"]


def _seen(entry: os.DirEntry[str], real: Path) -> tuple[Path, str]:
    """Say what a name is: file, folder, "" for what is met elsewhere, or why it is neither."""
    path = Path(entry.path)
    try:
        if entry.is_symlink():
            return path, _link(path, real)
        if entry.is_dir(follow_symlinks=False):
            return path, "folder"
        return path, "file" if entry.is_file(follow_symlinks=False) else "not a regular file"
    except OSError as error:
        return path, f"cannot be read: {error.strerror}"


def _link(path: Path, real: Path) -> str:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "a link that leads nowhere"
    if not target.is_relative_to(real):
        return OUTSIDE
    if target.is_dir():
        return ""
    return "file" if target.is_file() else "not a regular file"


def inside(root: Path, path: Path) -> Path | None:
    """Return a file below a folder; None when it is none, or a link leads out."""
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        return None
    return path if real.is_relative_to(root.resolve()) and real.is_file() else None


def beside(files: Sequence[Path]) -> tuple[list[Beside], list[Path]]:
    """Return the files with their sidecars, and sidecars that belong to none.

    `fox.png.json`, `fox.png.urls.txt`, or `fox.json` where only one file is called fox.
    """
    others = [path for path in files if path.suffix.lower() not in SIDECARS]
    by_name: dict[str, list[Path]] = {}
    for path in others:
        by_name.setdefault(path.name, []).append(path)
        if path.stem != path.name:
            by_name.setdefault(path.stem, []).append(path)
    sidecars: dict[Path, list[Path]] = {path: [] for path in others}
    lone = []
    for path in files:
        if path.suffix.lower() in SIDECARS:
            owners = by_name.get(path.stem) or by_name.get(Path(path.stem).stem, [])
            if len(owners) == 1:
                sidecars[owners[0]].append(path)
            else:
                lone.append(path)
    return [Beside(path, tuple(found)) for path, found in sidecars.items()], lone


def read(path: Path, most: int = SIDECAR_BYTES) -> bytes:
    """Read a file that is not too large. Raises PictureRefused."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise PictureRefused(text("cannot be read: {strerror}", strerror=error.strerror)) from error
    if len(content) > most:
        raise PictureRefused(
            text("more than {what} MiB of words about a picture", what=most // MEBIBYTE)
        )
    return content


def read_text(path: Path) -> str:
    """Read words in UTF-8. Raises PictureRefused."""
    try:
        return plain(read(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PictureRefused(text("not text in UTF-8")) from error


def read_json(path: Path, most: int = SIDECAR_BYTES) -> Any:
    """Read JSON, cleaned of what no database holds. Raises PictureRefused."""
    try:
        return clean(json.loads(read(path, most).decode("utf-8-sig")))
    except RecursionError as error:
        raise PictureRefused(text("JSON that is nested too deeply")) from error
    except ValueError as error:
        raise PictureRefused(text("not JSON")) from error


def clean(value: Any) -> Any:
    """Replace what JSON can say and a database cannot hold: half characters, NUL, infinity."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {plain(str(name)): clean(each) for name, each in value.items()}
    if isinstance(value, list):
        return [clean(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def plain(text: str) -> str:
    """Return text without halves of characters and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", "�")
