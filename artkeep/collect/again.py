"""Fetch works again: their posts from the sites that have them, their files from where they lie.

A file that is as it was is not read; one that changed becomes a new picture beside the old one;
one that is gone is said to be. What a browser handed over, and posts that shall never come again,
have nowhere to be asked for: nothing is done with them, and that is said.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from artkeep import jobs
from artkeep.collect import add, fetch
from artkeep.db.engine import Tx
from artkeep.errors import Conflict, LoginNeeded
from artkeep.library import artworks, trash
from artkeep.model.records import Kept, RunState
from artkeep.model.refs import ArtworkId, PostRef, RunId
from artkeep.sites import SITES, folder
from artkeep.texts import text


@dataclass(frozen=True, slots=True)
class Asked:
    """How many works are asked for again, by which run (the first of several), and what is not.

    `left` are works that nobody can be asked for. `troubles` are why sites will not answer.
    """

    works: int
    run: RunId
    left: int
    troubles: tuple[str, ...]


def ask(tx: Tx, works: Sequence[ArtworkId]) -> Asked:
    """Ask for works again. Raises NotFound, and Conflict when there is nowhere to ask."""
    sites: set[str] = set()
    files: defaultdict[Kept, list[str]] = defaultdict(list)
    left = 0
    for each in works:
        artworks.tile(tx, each)
        asked, lie = trash.want_again(tx, each, SITES), trash.files_of(tx, each, folder.NAME)
        sites |= asked
        for name, kept in lie:
            files[kept].append(name)
        left += not (asked or lie)
    troubles = tuple(words for site in sorted(sites) if (words := _trouble(tx, site)))
    runs = [fetch.ask(tx, site) for site in sorted(sites)]
    runs += [_read(tx, names, kept) for kept, names in sorted(files.items())]
    if not runs:
        raise Conflict(
            text(
                "There is nowhere to fetch this from: it came through a browser, or its posts "
                "shall never come again."
            )
        )
    return Asked(len(works) - left, runs[0], left, troubles)


def _read(tx: Tx, names: list[str], kept: Kept) -> RunId:
    paths = [folder.path_of(PostRef(folder.NAME, name)) for name in dict.fromkeys(names)]
    return add.start(tx, paths, kept)


def _trouble(tx: Tx, site: str) -> str | None:
    """Return why a site gave nothing when it was asked last and no person has helped since."""
    run = jobs.find(tx, fetch.KIND, site)
    if run is None or run.state is not RunState.FAILED:
        return None
    return run.error if run.error_kind == LoginNeeded.__name__ else None
