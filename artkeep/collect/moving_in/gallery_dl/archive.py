"""gallery-dl's archive: a SQLite file that names what was fetched, one text an item."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from artkeep.collect.moving_in.addresses import post_at, url_of
from artkeep.collect.moving_in.asked import Asked
from artkeep.collect.moving_in.piece import Step
from artkeep.db import foreign
from artkeep.errors import UnknownAddress
from artkeep.library import moved_in
from artkeep.sites import folder
from artkeep.texts import text

_WHY = text("gallery-dl had fetched it once; no file of it was in the folder")
# gallery-dl's own form of an item, unless its settings say another → the address of its post;
# pixiv's bookmarks are missing: number and page stand there side by side with nothing between
_FORMS = (
    (re.compile(r"pixiv(\d+)(?:_p\d+)?\.\w+"), "https://www.pixiv.net/artworks/{}"),
    (re.compile(r"danbooru(?:(?:t|p|fg)_.*_)?(\d+)"), "https://danbooru.donmai.us/posts/{}"),
    (re.compile(r"derpibooru_?(\d+)"), "https://derpibooru.org/images/{}"),
    (re.compile(r"furbooru_?(\d+)"), "https://furbooru.org/images/{}"),
    (re.compile(r"ponybooru_?(\d+)"), "https://ponybooru.org/images/{}"),
    (re.compile(r"imagefap\d*_(\d+)"), "https://www.imagefap.com/photo/{}/"),
    (re.compile(r"twitter(\d+)_\d+_\d+"), "https://x.com/i/status/{}"),
)


def given(asked: Asked) -> Path | None:
    """Return the archive that was named. Raises UnknownAddress when it is not there."""
    path = asked.option_path("archive")
    if path is not None and not path.is_file():
        raise UnknownAddress(text("there is no archive {shown}", shown=folder.shown(path)))
    return path


def steps(path: Path) -> Iterator[Step]:
    """Yield a step for each item: a post that the library does not hold is not fetched again."""
    for entry in foreign.texts(path, "archive", "entry"):
        url = address(entry)
        ref = post_at(url) if url else None
        if ref is not None:
            yield partial(moved_in.shun, ref=ref, url=url_of(ref), why=_WHY)


def address(entry: str) -> str | None:
    """Return the address of the post that an item is of; None: nobody knows."""
    for form, where in _FORMS:
        found = form.fullmatch(entry)
        if found:
            return where.format(found[1])
    return None
