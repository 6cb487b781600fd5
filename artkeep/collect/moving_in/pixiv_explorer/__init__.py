"""What pixiv-bookmarks-explorer had kept: artworks.json, its pictures, its config.json.

The order of artworks.json is that of the bookmarks, the newest last, and all that tells it. Each
work is the site's own answer. A picture that is missing, or there in a smaller size only, is
wanted from pixiv.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from artkeep.collect.moving_in import files
from artkeep.collect.moving_in.asked import Asked
from artkeep.collect.moving_in.piece import Moved, OnList, Place, Step
from artkeep.collect.moving_in.pixiv_explorer import config, shelves
from artkeep.errors import BadRequest, Gone, PictureRefused, SiteError, UnknownAddress, Withheld
from artkeep.intake import pictures
from artkeep.intake.pictures import Taken
from artkeep.library import logins
from artkeep.library.moved_in import WORDS, Shown
from artkeep.model.found import CollectionInfo, PageInfo, PostInfo
from artkeep.sites import folder
from artkeep.sites.pixiv import works
from artkeep.sites.pixiv.kinds import ME, Bookmarks, ref_of
from artkeep.texts import text
from artkeep.workbench import Workbench

_WORKS = "artworks.json"
_MOST = 512 * files.MEBIBYTE  # of artworks.json: some 100,000 works
_MISSING = text("its file is missing; the next sync asks pixiv for it")
# what older answers of the site did not have yet
_BEFORE: dict[str, Any] = {
    "illust_ai_type": 0,
    "series": None,
    "caption": "",
    "meta_pages": [],
    "meta_single_page": {},
    "sanity_level": 0,
    "total_view": None,
    "total_bookmarks": None,
}


class PixivExplorer:
    """Its folder. Raises UnknownAddress when there is no artworks.json in it."""

    def __init__(self, bench: Workbench, asked: Asked) -> None:
        asked.only("pictures", "user")
        self._bench, self._asked = bench, asked
        root = asked.folder()
        self._works = files.inside(root, root / _WORKS)
        if self._works is None:
            raise UnknownAddress(
                text("there is no {works} in {shown}", works=_WORKS, shown=folder.shown(root))
            )
        self._config = config.read(root)
        self._shelves = shelves.found(root, self._config, asked.option_path("pictures"))
        self._account = _account(bench, asked.options.get("user", ""))

    def words(self) -> Iterator[str]:
        yield from config.shown(self._config)
        if not self._shelves.places:
            yield "its pictures are not here; --pictures DIR says where they lie"
        if not self._is_followed:
            yield "its bookmarks keep their order; --login, or `artkeep login pixiv` and then"
            yield "`artkeep add https://www.pixiv.net/bookmark.php`, follows them from now on"

    @property
    def _is_followed(self) -> bool:
        with self._bench.db.read() as tx:
            known = {each.account for each in logins.of_site(tx, "pixiv") if not each.broken}
        return self._account in known

    def count(self) -> int:
        """Count the pictures."""
        return sum(_pictures_of(work) for work in self._told.values())

    @cached_property
    def _told(self) -> dict[str, Any]:
        assert self._works is not None
        try:
            found = files.read_json(self._works, _MOST)
        except PictureRefused as refused:
            raise BadRequest(
                text("{name}: {reason}", name=_WORKS, reason=refused.reason)
            ) from refused
        if not isinstance(found, dict):
            raise BadRequest(text("{works} is not a record of works", works=_WORKS))
        return found

    def pieces(self) -> Iterator[Moved]:
        is_followed, lists = self._is_followed, _bookmarks(self._account)
        for place, (key, work) in enumerate(self._told.items()):
            on = OnList(lists, place, self._account if is_followed else "", is_followed)
            try:
                found = _post(work)
            except (SiteError, ValueError, OverflowError) as error:
                lost = self._asked.path / f"{_WORKS}: {key[:40].replace('/', '_')}"
                yield Moved(lost, trouble=_why(error))
            else:
                yield from self._pictures(work, found, on)

    def _pictures(self, work: Any, found: PostInfo, on: OnList) -> Iterator[Moved]:
        """Yield the pictures of a work; of a size that is not the original, another is wanted."""
        held = self._shelves.of_work(found.ref.id, len(found.pages))
        pages = tuple(_as_held(page, held[n]) for n, page in enumerate(found.pages))
        whole = replace(found, pages=pages)
        knows = WORDS if "illust_ai_type" in work else WORDS - {"is_ai"}
        for number, picture in enumerate(held):
            shown = Shown(whole, number, pages[number], knows)
            trouble = None if picture.is_there else _MISSING
            yield Moved(picture.path, (Place(shown, (on,)),), trouble=trouble)

    def take(self, piece: Moved) -> Taken:
        return pictures.take(self._bench, piece.path, self._asked.kept)

    def steps(self) -> Iterator[Step]:
        return iter(())


def _pictures_of(work: Any) -> int:
    pages = work.get("meta_pages") if isinstance(work, dict) else None
    return max(1, len(pages)) if isinstance(pages, list) else 1


def _account(bench: Workbench, said: str) -> str:
    """Return whose bookmarks they are: as the person said, else ours, if we have only one."""
    if said:
        if not re.fullmatch(r"[1-9][0-9]{0,18}", said):
            raise BadRequest(text("--user is the number of a pixiv user"))
        return said
    with bench.db.read() as tx:
        held = [each.account for each in logins.of_site(tx, "pixiv")]
    return held[0] if len(held) == 1 else ME


def _bookmarks(account: str) -> CollectionInfo:
    kind = Bookmarks(account, private=False)
    return CollectionInfo(ref_of(kind), "bookmarks", kind.url)


def _post(work: Any) -> PostInfo:
    """Read a work. Raises SiteError, which says what it lacks or that it is a placeholder."""
    with works.reading("a work"):
        whole = {**_BEFORE, **work}
        tags = [{"translated_name": None, **tag} for tag in whole["tags"]]
        word = works.limit({"visible": True, **whole})
        if word:
            raise works.not_shown(works.ref(whole), word)
        raw = json.dumps(work, ensure_ascii=False)
        return replace(works.post({**whole, "tags": tags}, works.pages(whole)), raw=raw)


def _as_held(page: PageInfo, held: shelves.Picture) -> PageInfo:
    """Give a smaller size a stamp of its own, so that the original replaces it."""
    return page if held.is_best or not held.is_there else replace(page, stamp=held.quality)


def _why(error: Exception) -> str:
    if isinstance(error, Gone | Withheld):
        return "only the site's placeholder of a work"
    return f"not a work as pixiv tells it: {error}"
