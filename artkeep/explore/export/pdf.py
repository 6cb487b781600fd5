"""A PDF of works, a picture a page, in a file that goes when it is closed.

Pages are made a few at a time by the decoders, next to each other, and bound in their order; no
more than these few and the one that is being bound lie in memory or on the disk beside the PDF.
"""

import tempfile
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from artkeep.errors import NotFound, PictureRefused
from artkeep.explore.export import comic, plan
from artkeep.explore.export.packing import Going, books, go_on
from artkeep.explore.export.works import Chosen
from artkeep.imaging.cover import Cover
from artkeep.library import reading
from artkeep.library.reading import Sheet
from artkeep.model.viewing import Allow
from artkeep.texts import text
from artkeep.workbench import Workbench

_CHUNK = 1 << 18  # bytes


@dataclass(frozen=True, slots=True)
class Bound:
    """A PDF: an open file to read from, how many bytes and pages it has. Close the file.

    `mark` stands for its bytes.
    """

    file: IO[bytes]
    length: int
    pages: int
    mark: str


def bound(bench: Workbench, chosen: Chosen, allow: Allow, going: Going = go_on) -> Bound:
    """Make a PDF. Raises NotFound when there is nothing to show, and what `going` raises."""
    from artkeep.imaging.binding import Binder  # noqa: PLC0415 - loads pikepdf, which takes long

    with ExitStack() as undoing:
        file = undoing.enter_context(tempfile.TemporaryFile(prefix="artkeep-"))
        binder = Binder(file)
        sheets = (sheet for some in books(bench, chosen, allow, going) for sheet in some)
        with closing(_pages(bench, sheets)) as pages:
            for page in pages:
                going()
                binder.add(page)
        if not binder.count:
            raise NotFound(text("nothing of this is here to be shown"))
        binder.end(_cover(bench, chosen))
        length = file.tell()
        file.seek(0)
        undoing.pop_all()
    return Bound(file, length, binder.count, binder.mark)


def chunks(made: Bound, start: int, end: int) -> Iterator[bytes]:
    """Yield the bytes from `start` up to and without `end`, and close the file."""
    with closing(made.file) as file:
        file.seek(start)
        left = end - start
        while left and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _pages(bench: Workbench, sheets: Iterator[Sheet]) -> Generator[Path]:
    """Yield a PDF for each page that can be shown; each is gone when the next is asked for."""
    with (
        tempfile.TemporaryDirectory(prefix="artkeep-pages-") as folder,
        ThreadPoolExecutor(bench.workers) as makers,
        ExitStack() as undoing,
    ):
        waiting: deque[Future[Path | None]] = deque()
        undoing.callback(lambda: [each.cancel() for each in waiting])
        for number, sheet in enumerate(sheets):
            to = Path(folder) / f"{number}.pdf"
            waiting.append(makers.submit(_page, bench, sheet, to))
            if len(waiting) > bench.workers:
                yield from _made(waiting.popleft())
        while waiting:
            yield from _made(waiting.popleft())


def _made(page: Future[Path | None]) -> Iterator[Path]:
    path = page.result()
    if path is not None:
        yield path
        path.unlink()


def _page(bench: Workbench, sheet: Sheet, to: Path) -> Path | None:
    """Make a page; None for a picture that is not at hand or cannot be decoded any more."""
    try:
        with plan.at_hand(bench, sheet) as source:
            bench.pool.draw(source, to, "pdf")
    except (NotFound, PictureRefused):
        return None
    return to


def _cover(bench: Workbench, chosen: Chosen) -> Cover:
    if len(chosen.ids) != 1:
        return Cover(chosen.words)
    with bench.db.read() as tx:
        book = comic.book(tx, chosen.ids[0], reading.of_work(tx, chosen.ids[0]))
    turned = book.manga == comic.RIGHT_TO_LEFT
    return Cover(book.title, book.artist, book.web, book.tags, turned)
