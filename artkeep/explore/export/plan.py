"""What will be in a ZIP or a CBZ, file by file, before the first byte of it is sent.

The plan lies in a file of its own that goes when it is closed, so that a hundred thousand works
take no memory. While it is made the library may change; once it is made, what will be sent is
settled to the byte. A picture that is nowhere at hand is not in it.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from artkeep.errors import Damaged, NotFound
from artkeep.explore.export import zips
from artkeep.explore.export.zips import Entry
from artkeep.intake import derived
from artkeep.library import images
from artkeep.library.reading import Sheet
from artkeep.model.records import Kept
from artkeep.texts import text as sentence
from artkeep.workbench import Workbench

_IN_MEMORY = 1 << 20  # bytes
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Item:
    """A file to be. Its bytes are a blob's, a file's at `path`, or `text`.

    `mark` stands for the bytes: the same mark and size, the same bytes.
    """

    entry: Entry
    mark: str
    blob: str = ""
    path: str = ""
    text: str = ""


class Plan:
    """The files of a ZIP in their order; close it. `etag` stands for its very bytes."""

    def __init__(self) -> None:
        self._closing = ExitStack()
        lines = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with the plan
        self._lines = self._closing.enter_context(lines)
        self._layout = zips.Layout()
        self._digest = hashlib.sha256()
        self._folder: Path | None = None
        self.count = 0

    def add(self, item: Item) -> None:
        """Put a file behind the others."""
        entry = item.entry
        said = [entry.name, entry.size_bytes, entry.at.timestamp()]
        self._digest.update(json.dumps([*said, item.mark]).encode())
        told = [*said, item.mark, item.blob, item.path, item.text]
        self._lines.write(json.dumps(told).encode() + b"\n")
        self._layout.record(entry, 0)
        self.count += 1

    @property
    def length(self) -> int:
        """How many bytes the ZIP will have."""
        return self._layout.length

    @property
    def etag(self) -> str:
        """Stand for the bytes, as HTTP writes it."""
        return f'"{self._digest.hexdigest()[:32]}"'

    @property
    def folder(self) -> Path:
        """Where files that are made for this lie until it is closed."""
        if self._folder is None:
            made = tempfile.TemporaryDirectory(prefix="artkeep-export-")
            self._folder = Path(self._closing.enter_context(made))
        return self._folder

    def items(self) -> Iterator[Item]:
        """Yield the files; one reader at a time."""
        self._lines.seek(0)
        for line in self._lines:
            name, size_bytes, at, *rest = json.loads(line)
            yield Item(Entry(name, size_bytes, datetime.fromtimestamp(at, UTC)), *rest)

    def close(self) -> None:
        """Forget it all."""
        self._closing.close()


def stream(bench: Workbench, plan: Plan) -> Iterator[bytes]:
    """Yield the ZIP that a plan describes, and close the plan. Raises Damaged."""
    with closing(plan):
        yield from zips.stream((item.entry, bytes_of(bench, item)) for item in plan.items())


def bytes_of(bench: Workbench, item: Item) -> Iterator[bytes]:
    """Yield the bytes of a file. Raises Damaged when they are no longer there."""
    if item.text:
        yield item.text.encode()
        return
    try:
        yield from bench.blobs.reader(item.blob) if item.blob else _of_file(Path(item.path))
    except (NotFound, OSError) as error:
        raise Damaged(
            sentence("{entry} is no longer there; try again", entry=item.entry.name)
        ) from error


def _of_file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def text(name: str, content: str, at: datetime) -> Item:
    """Return a file that is a text of ours."""
    packed = content.encode()
    return Item(Entry(name, len(packed), at), hashlib.sha256(packed).hexdigest(), text=content)


def picture(bench: Workbench, sheet: Sheet, name: str) -> Item | None:
    """Return a file that is a picture as it is kept; None when it is nowhere at hand."""
    entry = Entry(name, sheet.size_bytes, sheet.at)
    if sheet.kept is Kept.BLOB:
        return Item(entry, sheet.sha256, blob=sheet.sha256)
    try:
        with at_hand(bench, sheet) as path:
            return Item(entry, sheet.sha256, path=str(path))
    except NotFound:
        return None


def made(path: Path, sheet: Sheet, name: str) -> Item:
    """Return a file that was made of a picture for this."""
    mark = f"{sheet.sha256} {path.suffix}"
    return Item(Entry(name, path.stat().st_size, sheet.at), mark, path=str(path))


@contextmanager
def at_hand(bench: Workbench, sheet: Sheet) -> Iterator[Path]:
    """Give a picture as a file to read. Raises NotFound."""
    with bench.db.read() as tx:
        image = images.get(tx, sheet.sha256)
    with derived.at_hand(bench, image) as path:
        yield path
