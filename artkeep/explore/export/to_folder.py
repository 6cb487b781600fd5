"""Works into a folder: their pictures, or a book for each of them."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from artkeep.errors import Conflict, Damaged, NotFound
from artkeep.explore.export import known, names, packing, pdf, plan, shelf
from artkeep.explore.export.shelf import Placed, Shelf, Status
from artkeep.explore.export.works import Chosen
from artkeep.library import artworks
from artkeep.library.reading import Sheet
from artkeep.model.refs import ArtworkId
from artkeep.model.viewing import EVERYTHING
from artkeep.workbench import Workbench


class Form(StrEnum):
    """What an export is made of."""

    FOLDER = "folder"
    ZIP = "zip"
    CBZ = "cbz"
    PDF = "pdf"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to export. `renumber`: names begin with a number, in the order of the works.

    `sidecars`: what is known of each work lies beside its pictures.
    """

    chosen: Chosen
    form: Form
    renumber: bool = False
    sidecars: bool = False


def export(bench: Workbench, wanted: Wanted, folder: Path) -> Iterator[Placed]:
    """Export into a folder, yielding what became of each file. Raises Conflict, DiskFull.

    What is there already from the last time stays; renumbered files of other names go.
    """
    with shelf.held(folder) as held:
        yield from _Export(bench, wanted, held).files()
        held.end(drop_others=wanted.renumber)


class _Export:
    """One export under way, which counts its files."""

    def __init__(self, bench: Workbench, wanted: Wanted, held: Shelf) -> None:
        self._bench = bench
        self._wanted = wanted
        self._held = held
        self._count = 0

    def files(self) -> Iterator[Placed]:
        """Place the files of one work after the other."""
        for sheets in packing.books(self._bench, self._wanted.chosen, EVERYTHING):
            if self._wanted.form is not Form.FOLDER:
                yield self._book(sheets)
                continue
            yield from (self._picture(sheet) for sheet in sheets)
            if self._wanted.sidecars:
                yield self._sidecar(sheets[0])

    def _picture(self, sheet: Sheet) -> Placed:
        name = names.of_sheet(sheet, is_alone=False)
        path = self._numbered(name) or f"{sheet.ref.site}/{name}"
        item = plan.picture(self._bench, sheet, name)
        if item is None:
            return Placed(path, Status.FAILED, sheet.sha256, reason="its file is not where it was")

        def chunks() -> Iterator[bytes]:
            return shelf.checked(plan.bytes_of(self._bench, item), sheet.sha256)

        return self._put(path, sheet.sha256, chunks, sheet)

    def _sidecar(self, first: Sheet) -> Placed:
        stem = names.of_sheet(first, is_alone=False).rpartition("_p")[0]
        with self._bench.db.read() as tx:
            told = known.as_json(known.of_work(tx, first.artwork_id), indent=2)
        content = f"{told}\n".encode()
        mark = hashlib.sha256(content).hexdigest()
        path = f"{first.ref.site}/{stem}.json"
        return self._put(path, mark, lambda: iter([content]), first)

    def _book(self, sheets: list[Sheet]) -> Placed:
        number, form = sheets[0].artwork_id, self._wanted.form
        with self._bench.db.read() as tx:
            title = artworks.tile(tx, number).title
        name = names.of_work(title, number, form.value, is_alone=False)
        path = self._numbered(name) or name
        if form is Form.PDF:
            mark = hashlib.sha256("".join([title, *(each.sha256 for each in sheets)]).encode())
            return self._put(path, mark.hexdigest(), lambda: self._pdf(number), sheets[0])
        make = packing.zip_plan if form is Form.ZIP else packing.cbz_plan
        alone = Chosen((number,), direction=self._wanted.chosen.direction)
        try:
            planned = make(self._bench, alone, EVERYTHING)
        except NotFound as error:
            return Placed(path, Status.FAILED, reason=str(error))
        with closing(planned):
            return self._put(
                path, planned.etag, lambda: plan.stream(self._bench, planned), sheets[0]
            )

    def _pdf(self, number: ArtworkId) -> Iterator[bytes]:
        made = pdf.bound(self._bench, Chosen((number,)), EVERYTHING)
        return pdf.chunks(made, 0, made.length)

    def _put(
        self, path: str, mark: str, chunks: Callable[[], Iterator[bytes]], sheet: Sheet
    ) -> Placed:
        about = {"artwork_id": sheet.artwork_id, "site": sheet.ref.site, "post_id": sheet.ref.id}
        try:
            return self._held.put(path, mark, chunks, **about)
        except (NotFound, Damaged, Conflict) as error:
            return Placed(path, Status.FAILED, reason=str(error))

    def _numbered(self, name: str) -> str:
        """Return the name with its number before it; "" where names keep to themselves."""
        if not self._wanted.renumber:
            return ""
        self._count += 1
        return f"{self._count:05d}-{name}"
