"""Runs say what they are about by a number; people call it by its title."""

from collections.abc import Sequence
from dataclasses import replace

from artkeep.collect import audit, fetch, recheck, refresh
from artkeep.db.engine import Tx
from artkeep.library import collections
from artkeep.model.records import Run
from artkeep.model.refs import PostRef
from artkeep.sites import SITES
from artkeep.texts import text

_OF_LISTS = frozenset({audit.KIND, refresh.KIND})
TITLE = "title"  # the argument that a title is put under


def named(tx: Tx, runs: Sequence[Run]) -> list[Run]:
    """Return the runs with the titles of the lists and sites that they are about."""
    read = [int(run.subject) for run in runs if run.kind in _OF_LISTS]
    titles = collections.titles(tx, read) if read else {}
    known = {str(number): title for number, title in titles.items()}
    return [_with(run, _title(run, known)) for run in runs]


def site_title(name: str) -> str:
    """Return what people call a site."""
    return SITES[name].about.title if name in SITES else name


def called(title: str, ref: PostRef) -> str:
    """Return a post's title; without one its site and number, as people know it."""
    if title:
        return title
    if ref.id.isdecimal():
        return f"{site_title(ref.site)} {ref.id}"
    return text("Untitled")


def _title(run: Run, lists: dict[str, str]) -> str | None:
    if run.kind in _OF_LISTS:
        return lists.get(run.subject)
    return site_title(run.subject) if run.kind in {fetch.KIND, recheck.KIND} else None


def _with(run: Run, title: str | None) -> Run:
    return run if title is None else replace(run, arguments={**run.arguments, TITLE: title})
