"""What gallery-dl writes beside a picture, read into the post that it was taken from.

Its words are mostly those of the site's own answer, so that the site's adapter reads them; its
names for the rest are the same for all sites: `category` is the site, `num` the picture.
"""

import json
from dataclasses import replace
from pathlib import Path

from artkeep.collect.moving_in import fields
from artkeep.collect.moving_in.addresses import is_web, post_at, url_of
from artkeep.collect.moving_in.fields import moment, text
from artkeep.collect.moving_in.gallery_dl.reading import Reading, Said
from artkeep.collect.moving_in.gallery_dl.sites import HOMES, READINGS
from artkeep.errors import SiteError
from artkeep.library.moved_in import Shown
from artkeep.model.found import PostInfo, TagInfo
from artkeep.model.refs import PostRef
from artkeep.sites import folder

_ADDRESSES = ("post_url", "page_url", "webpage_url", "permalink", "url", "source")
_CAPTIONS = ("description", "caption", "content", "text")
_UNKNOWN = frozenset[str]()


def shown(said: Said) -> Shown | None:
    """Read a sidecar; None when no site of ours knows its post, or which picture of it this is."""
    reading = READINGS.get(_family(said))
    if reading is None:
        return None
    ref, position = post_at(reading.address(said)), reading.position(said)
    if ref is None or position is None:
        return None
    found, knows = _words(reading, ref, said)
    raw = json.dumps(said, ensure_ascii=False)
    return Shown(replace(found, ref=ref, pages=(), raw=raw), position, reading.page(said), knows)


def _family(said: Said) -> str:
    """Say which program runs the site: `category` is the name of the one home of many."""
    if text(said, "category") in HOMES:
        return "philomena"
    if text(said, "instance") and isinstance(said.get("media"), dict):
        return "mastodon"
    return text(said, "category")


def _words(reading: Reading, ref: PostRef, said: Said) -> tuple[PostInfo, frozenset[str]]:
    """Read what a post says; of a sidecar that lacks something, only what every one has."""
    try:
        return reading.words(ref, said), reading.knows
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, SiteError):
        title, at = text(said, "title"), moment(said, "date")
        return PostInfo(ref, url_of(ref), title, (), published_at=at), _UNKNOWN


def own(path: Path, said: Said) -> PostInfo:
    """Read a sidecar as what is known of the file itself; unknown fields stay in its raw."""
    ref = folder.ref_of(path)
    addresses = (text(said, name) for name in _ADDRESSES)
    return PostInfo(
        ref=ref,
        url=folder.url(ref),
        title=text(said, "title") or folder.shown(path.stem),
        pages=(),
        caption=next((words for name in _CAPTIONS if (words := text(said, name))), ""),
        tags=tuple(TagInfo(tag) for tag in fields.words(said, "tags")),
        sources=tuple(dict.fromkeys(each for each in addresses if is_web(each))),
        raw=json.dumps(said, ensure_ascii=False),
    )
