"""Which posts a file is a picture of, as far as its addresses tell."""

import re
from collections.abc import Iterator

from artkeep.collect.moving_in.addresses import post_at, url_of
from artkeep.collect.moving_in.hydrus.words import Known
from artkeep.collect.moving_in.piece import Place
from artkeep.library.moved_in import Shown
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.refs import PostRef
from artkeep.sites.pixiv import works as pixiv

_OF_ONE_PICTURE = frozenset({"danbooru", "imagefap", "philomena"})
# https://i.pximg.net/img-original/img/2025/03/01/12/00/05/90000001_p1.png
_PIXIV_FILE = re.compile(r"https?://[^/]+/img-original/img/.*_p(\d{1,4})\.\w+")


def of(known: Known, title: str) -> Iterator[Place]:
    """Yield the posts that a file is certainly a picture of."""
    seen = set()
    for url in known.urls:
        ref = post_at(url)
        if ref is None or ref in seen:
            continue
        found = _shown(ref, url, title)
        if found is not None:
            seen.add(ref)
            yield Place(found)


def _shown(ref: PostRef, url: str, title: str) -> Shown | None:
    post = PostInfo(ref, url_of(ref), title, ())
    if ref.site in _OF_ONE_PICTURE:
        return Shown(post, 0, PageInfo(""), frozenset())
    original = _PIXIV_FILE.fullmatch(url) if ref.site == "pixiv" else None
    if original is None:
        return None
    page = PageInfo(url, pixiv.page({"original": url}).stamp, referer=pixiv.REFERER)
    return Shown(post, int(original[1]), page, frozenset())
