"""Works into one file, which is there whole or not at all.

A ZIP or a CBZ that was interrupted goes on where it was: the same plan gives the same bytes. Those
that are there are compared, for a disk that lost its power may have lost the last of them.
"""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from artkeep.blobs.folder import flush_file, flush_folder
from artkeep.blobs.spool import writing
from artkeep.errors import Conflict, NotFound
from artkeep.explore.export import lines, packing, pdf, plan
from artkeep.explore.export.to_folder import Form, Wanted
from artkeep.fingerprints.lock import alone
from artkeep.model.viewing import EVERYTHING
from artkeep.texts import text
from artkeep.workbench import Workbench


def export(bench: Workbench, wanted: Wanted, to: Path) -> Iterator[int]:
    """Export into a file, yielding how many bytes are there.

    Raises Conflict, NotFound, DiskFull.
    """
    if to.is_dir():
        raise Conflict(text("{to} is a folder", to=to))
    if not to.parent.is_dir():
        raise NotFound(text("{parent} is not there; make it first", parent=to.parent))
    with _alone(to):
        yield from _made(bench, wanted, to)


@contextmanager
def _alone(to: Path) -> Iterator[None]:
    """Work on a file alone. Raises Conflict when another export does."""
    lock = to.with_name(f".{to.name}.lock")
    with writing(to.parent), alone(lock, wait=False) as is_ours:
        if not is_ours:
            raise Conflict(text("another export writes {to}", to=to))
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)


def _made(bench: Workbench, wanted: Wanted, to: Path) -> Iterator[int]:
    if wanted.form is Form.JSONL:
        yield from _write(to, "lines", lines.of(bench, wanted.chosen, EVERYTHING))
    elif wanted.form is Form.PDF:
        made = pdf.bound(bench, wanted.chosen, EVERYTHING)
        yield from _write(to, made.mark, pdf.chunks(made, 0, made.length))
    else:
        make = packing.zip_plan if wanted.form is Form.ZIP else packing.cbz_plan
        with closing(make(bench, wanted.chosen, EVERYTHING)) as planned:
            yield from _write(to, planned.etag, plan.stream(bench, planned))


def _write(to: Path, mark: str, chunks: Iterator[bytes]) -> Iterator[int]:
    """Write beside, going on behind what is right of it already; then give it its name."""
    beside = to.with_name(f".{to.name}.{re.sub(r'[^0-9a-z]', '', mark)[:12]}.part")
    with writing(to.parent):
        for left in to.parent.glob(f".{_escaped(to.name)}.*.part"):
            if left != beside:  # of other works, or of these before something changed
                left.unlink()
        with beside.open("a+b") as file:
            file.seek(0)
            at, is_same = 0, True
            for chunk in chunks:
                if is_same and file.read(len(chunk)) != chunk:
                    is_same = False
                    file.truncate(at)
                if not is_same:
                    file.write(chunk)
                at += len(chunk)
                yield at
            file.truncate(at)
        flush_file(beside)
        beside.replace(to)
        flush_folder(to.parent)


def _escaped(name: str) -> str:
    return re.sub(r"([\[*?])", r"[\1]", name)
