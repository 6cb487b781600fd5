"""In which order the pages of a list are read.

The site puts what is new at the end of a list and numbers pages from 0, so the last page is found
first and the way leads back: nothing is missed when a picture vanishes and all behind it move up,
and the newest comes first. Pages in the middle can be empty; a page past the end is too, and both
look alike. How many pages there are is nowhere said: the pager shows some ten at a time.

Should a list ever grow at its front, the first page of the last reading turns up behind others;
from then on that list is read forwards.

A cursor is one of these:

    back/17                     go on backwards with page 17
    on/3/1/555                  forwards with page 3 after 1 empty page; 555 began the last full one
    new/17/555/999              is anything new? the list had 17 as last page, began with 555 and
                                ended with 999
    top/555                     is anything new? this list grows at its front
"""

from collections.abc import Callable
from dataclasses import dataclass

from artkeep.errors import SiteChanged
from artkeep.sites.imagefap.sheets import Sheet
from artkeep.sites.imagefap.urls import NAME
from artkeep.texts import text

Look = Callable[[int], Sheet]

MOST_PAGES = 20_000
EMPTY_IN_A_ROW = 3  # more empty pages than that one after the other are the end


@dataclass(frozen=True, slots=True)
class Batch:
    """A page of a list.

    `newest_last`: its pictures have to be turned round. `again` asks for what is new later.
    """

    sheet: Sheet
    at: int
    cursor: str | None
    again: str | None = None
    newest_last: bool = True


def pictures(look: Look, cursor: str | None) -> Batch:
    """Return the next page of a list of pictures, the newest first."""
    word, *told = (cursor or "").split("/")
    match word, told:
        case "back", [at]:
            return _back(look(int(at)), int(at), None)
        case "new", [at, first, last]:
            return _new(look, int(at), first, last)
        case "top", [_]:
            return _top(look(0))
        case "on", _:
            return forwards(look, cursor)
        case _:
            beginning = look(0)
            return _newest(look, 0, beginning, beginning)


def forwards(look: Look, cursor: str | None) -> Batch:
    """Return the next page of a list that is read from its front."""
    _, at, empties, before = (cursor or "on/0/0/").split("/")
    return _on(look(int(at)), int(at), int(empties), before)


def _newest(look: Look, at: int, sheet: Sheet, beginning: Sheet) -> Batch:
    """Return the last page of a list, of which `sheet` is page `at`."""
    at, sheet = _last(look, at, sheet)
    return _back(sheet, at, _remembered(at, beginning, sheet))


def _new(look: Look, at: int, first: str, last: str) -> Batch:
    """Return what is new at either end since the last page was `at`."""
    beginning = look(0)
    if first in beginning.ids[1:]:
        return _top(beginning)
    sheet = beginning if at == 0 else look(at)
    if sheet.ids and sheet.ids[-1] == last and sheet.highest <= at:
        return _back(sheet, at, _remembered(at, beginning, sheet))
    while not sheet.ids and at > 0:  # some are gone, and what was behind them has moved up
        at -= 1
        sheet = beginning if at == 0 else look(at)
    return _newest(look, at, sheet, beginning)


def _top(sheet: Sheet) -> Batch:
    again = f"top/{sheet.ids[0]}" if sheet.ids else None
    batch = _on(sheet, 0, 0, "")
    return Batch(sheet, 0, batch.cursor, again, newest_last=False)


def _back(sheet: Sheet, at: int, again: str | None) -> Batch:
    return Batch(sheet, at, f"back/{at - 1}" if at > 0 else None, again)


def _on(sheet: Sheet, at: int, empties: int, before: str) -> Batch:
    """Go forwards: on after a page with something new on it, or an empty one in the middle."""
    if sheet.ids and sheet.ids[0] == before:  # the last page again, for a number past the end
        return Batch(Sheet(), at, None, newest_last=False)
    if sheet.ids:
        return Batch(sheet, at, f"on/{at + 1}/0/{sheet.ids[0]}", newest_last=False)
    ended = empties + 1 >= EMPTY_IN_A_ROW or sheet.highest <= at
    goes_on = None if ended or at >= MOST_PAGES else f"on/{at + 1}/{empties + 1}/{before}"
    return Batch(sheet, at, goes_on, newest_last=False)


def _remembered(at: int, beginning: Sheet, end: Sheet) -> str | None:
    if not beginning.ids or not end.ids:
        return None
    return f"new/{at}/{beginning.ids[0]}/{end.ids[-1]}"


def _last(look: Look, at: int, sheet: Sheet) -> tuple[int, Sheet]:
    """Go from a page to the last that has something on it."""
    while at < MOST_PAGES:
        further = _linked(look, at, sheet) if sheet.highest > at else _beyond(look, at, sheet)
        if further is None:
            return at, sheet
        at, sheet = further
    raise SiteChanged(NAME, text("a list has no end: page {at} is followed by more", at=at))


def _linked(look: Look, at: int, sheet: Sheet) -> tuple[int, Sheet] | None:
    """Return the last page that `sheet` links to, or before it one that is not empty.

    An empty one counts too when it links to pages behind it.
    """
    for there in range(sheet.highest, at, -1):
        found = look(there)
        if _has_more(found, sheet) or found.highest > there:
            return there, found
    return None


def _beyond(look: Look, at: int, sheet: Sheet) -> tuple[int, Sheet] | None:
    """Make sure of an end: a pager that shows no page behind this one needs one look.

    Without any pager we look as far as empty pages in the middle have been seen to reach.
    """
    for there in range(at + 1, at + 1 + (1 if sheet.highest >= 0 else EMPTY_IN_A_ROW)):
        found = look(there)
        if _has_more(found, sheet):
            return there, found
    return None


def _has_more(found: Sheet, before: Sheet) -> bool:
    """Say whether a page has something; some lists show their last page for any number behind."""
    return bool(found.ids) and found.ids != before.ids
