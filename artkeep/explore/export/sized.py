"""A post's pictures in one of pixiv's sizes, as a ZIP or a PDF, by the names they had there."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from artkeep.errors import NotFound
from artkeep.explore.export import plan
from artkeep.explore.export.pdf import Bound
from artkeep.explore.export.plan import Plan
from artkeep.imaging.cover import Cover
from artkeep.imaging.names import ENDINGS
from artkeep.intake import qualities
from artkeep.library import reading
from artkeep.library.archived import Archived
from artkeep.library.reading import Sheet
from artkeep.texts import text
from artkeep.workbench import Workbench

ORIGINAL = "original"
NOTHING = text("nothing of this is here to be packed")


def zip_plan(bench: Workbench, work: Archived, name: str, quality: str) -> Plan:
    """Plan a ZIP of `<name>_p<n>_<quality>` files. Raises NotFound."""
    with ExitStack() as undoing:
        packed = Plan()
        undoing.callback(packed.close)
        for number, sheet in sheets(bench, work):
            stem = f"{name}_p{number}_{quality}"
            if quality == ORIGINAL:
                item = plan.picture(bench, sheet, f"{stem}.{ENDINGS[sheet.media_type]}")
            else:
                path = qualities.drawn(bench, sheet.sha256, quality)
                item = plan.made(path, sheet, f"{stem}{path.suffix}")
            if item is not None:
                packed.add(item)
        if not packed.count:
            raise NotFound(NOTHING)
        undoing.pop_all()
    return packed


def bound(bench: Workbench, work: Archived, quality: str) -> Bound:
    """Make a PDF with a page for each picture. Raises NotFound, PictureRefused."""
    from artkeep.imaging.binding import Binder  # noqa: PLC0415 - loads pikepdf, which takes long

    with ExitStack() as undoing:
        file = undoing.enter_context(tempfile.TemporaryFile(prefix="artkeep-"))
        binder = Binder(file)
        with tempfile.TemporaryDirectory(prefix="artkeep-pages-") as folder:
            for number, sheet in sheets(bench, work):
                page = Path(folder) / f"{number}.pdf"
                with at_hand(bench, sheet, quality) as source:
                    bench.pool.draw(source, page, "pdf")
                binder.add(page)
        if not binder.count:
            raise NotFound(NOTHING)
        binder.end(Cover(work.title))
        length = file.tell()
        file.seek(0)
        undoing.pop_all()
    return Bound(file, length, binder.count, binder.mark)


def sheets(bench: Workbench, work: Archived) -> Sequence[tuple[int, Sheet]]:
    """Return the pictures of a post that are here, each with its number in the post, from 0."""
    with bench.db.read() as tx:
        held = reading.of_works(tx, work.works).values()
    by_bytes = {sheet.sha256: sheet for some in held for sheet in some}
    return [
        (leaf.position, by_bytes[leaf.sha256])
        for leaf in work.pages
        if leaf.sha256 in by_bytes and leaf.sha256 is not None
    ]


@contextmanager
def at_hand(bench: Workbench, sheet: Sheet, quality: str) -> Iterator[Path]:
    """Give a picture in a size as a file to read. Raises NotFound."""
    if quality != ORIGINAL:
        yield qualities.drawn(bench, sheet.sha256, quality)
        return
    with plan.at_hand(bench, sheet) as path:
        yield path
