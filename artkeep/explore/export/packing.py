"""From works to plans: a ZIP holds the pictures as they are, a CBZ what readers of comics show."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime

from artkeep.errors import NotFound, PictureRefused
from artkeep.explore.export import comic, names, plan, works
from artkeep.explore.export.comic import Book
from artkeep.explore.export.plan import Item, Plan
from artkeep.explore.export.works import Chosen
from artkeep.imaging import sniff
from artkeep.intake import derived
from artkeep.library import reading
from artkeep.library.reading import Sheet
from artkeep.model.viewing import Allow
from artkeep.texts import text
from artkeep.workbench import Workbench

Going = Callable[[], None]  # called between two works; raises when nobody waits any more

_READERS_SHOW = frozenset({sniff.JPEG, sniff.PNG, sniff.GIF, sniff.WEBP})
_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)  # of what we wrote ourselves: the same each time


def go_on() -> None:
    """Nobody can hang up."""


def zip_plan(bench: Workbench, chosen: Chosen, allow: Allow, going: Going = go_on) -> Plan:
    """Plan a ZIP of all pictures: of one work flat, of several in a folder for each site.

    Raises NotFound when there is nothing to pack.
    """

    def fill(packed: Plan) -> None:
        is_alone = len(chosen.ids) == 1
        for sheets in books(bench, chosen, allow, going):
            for sheet in sheets:
                name = names.of_sheet(sheet, is_alone=is_alone)
                name = name if is_alone else f"{sheet.ref.site}/{name}"
                _add(packed, plan.picture(bench, sheet, name))

    return _planned(fill)


def cbz_plan(bench: Workbench, chosen: Chosen, allow: Allow, going: Going = go_on) -> Plan:
    """Plan a CBZ: one work with all that is known of it, or several as one book.

    Raises NotFound when there is nothing to pack.
    """

    def fill(packed: Plan) -> None:
        if len(chosen.ids) == 1:
            sheets = next(books(bench, chosen, allow, going), [])
            _one_work(bench, packed, sheets, chosen.direction)
            return
        for number, sheets in enumerate(books(bench, chosen, allow, going), 1):
            for sheet in sheets:
                before = f"{number:06d}-"
                _add(packed, _shown(bench, packed, sheet, len(sheets), before))
        if packed.count:
            manga = comic.DIRECTIONS.get(chosen.direction, "Unknown")
            told = comic.xml(Book(chosen.words, manga=manga), [], packed.count)
            packed.add(plan.text(comic.NAME, told.decode(), _NO_DATE))

    return _planned(fill)


def books(
    bench: Workbench, chosen: Chosen, allow: Allow, going: Going = go_on
) -> Iterator[list[Sheet]]:
    """Yield the pages of one work after the other, leaving out works that have none."""
    for some in works.batches(bench, chosen, allow):
        going()
        with bench.db.read() as tx:
            found = reading.of_works(tx, some)
        yield from (found[each] for each in some if each in found)


def _planned(fill: Callable[[Plan], None]) -> Plan:
    with ExitStack() as undoing:
        packed = undoing.enter_context(closing(Plan()))
        fill(packed)
        if not packed.count:
            raise NotFound(text("nothing of this is here to be packed"))
        undoing.pop_all()
    return packed


def _add(packed: Plan, item: Item | None) -> None:
    if item is not None:
        packed.add(item)


def _one_work(bench: Workbench, packed: Plan, sheets: Sequence[Sheet], direction: str) -> None:
    shown = [(sheet, _shown(bench, packed, sheet, len(sheets))) for sheet in sheets]
    here = [(sheet, item) for sheet, item in shown if item is not None]
    if not here:
        return
    with bench.db.read() as tx:
        book = comic.book(tx, sheets[0].artwork_id, sheets, direction)
    told = comic.xml(book, [sheet for sheet, _ in here], len(here))
    packed.add(plan.text(comic.NAME, told.decode(), _NO_DATE))
    for _, item in here:
        packed.add(item)


def _shown(
    bench: Workbench, packed: Plan, sheet: Sheet, among: int, before: str = ""
) -> Item | None:
    """Return a page as readers show it: as it is, or drawn anew; None when it is not at hand."""
    if sheet.media_type in _READERS_SHOW:
        return plan.picture(bench, sheet, before + names.of_sheet(sheet, among=among))
    try:
        if sheet.media_type == sniff.UGOIRA:
            path = derived.moving(bench, sheet.sha256)
            name = names.of_sheet(sheet, "webp", among=among)
        else:
            path = packed.folder / f"{sheet.sha256}.png"
            name = names.of_sheet(sheet, "png", among=among)
            with plan.at_hand(bench, sheet) as source:
                bench.pool.draw(source, path, "png")
    except (NotFound, PictureRefused):
        return None
    return plan.made(path, sheet, before + name)
