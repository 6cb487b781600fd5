"""Posts that a site tells of for the first time: hundreds at once, each step for all together."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from artkeep.db.dialect import insert_new
from artkeep.db.engine import Tx
from artkeep.db.tables import page, post, post_raw
from artkeep.library import accounts, artworks, columns, places, site_tags
from artkeep.library.posts import ref_key
from artkeep.model.found import PostInfo
from artkeep.model.refs import AccountId, AccountRef, PostId, PostRef

_AT_ONCE = 500  # asked about in one question
_HELD = sa.select(post.c.ref_key).where(post.c.ref_key.in_(sa.bindparam("keys", expanding=True)))
_ADD_RAWS = sa.insert(post_raw)
_ADD_PAGES = sa.insert(page)


def add(tx: Tx, told: Sequence[PostInfo]) -> dict[PostRef, PostId]:
    """Record which of these posts of one site are new to us, and return those.

    The others stay as they are. One that is told of twice is taken as it was told of first.
    """
    by_key: dict[bytes, PostInfo] = {}
    for found in told:
        by_key.setdefault(ref_key(found.ref), found)
    for held in _held(tx, list(by_key)):
        del by_key[held]
    if not by_key:
        return {}
    ids = insert_new(tx, post, _rows(tx, list(by_key.values())), "ref_key")
    new = {PostId(ids[key]): found for key, found in by_key.items() if key in ids}
    _say(tx, new)
    _show(tx, new)
    return {found.ref: post_id for post_id, found in new.items()}


def _held(tx: Tx, keys: Sequence[bytes]) -> list[bytes]:
    held: list[bytes] = []
    for start in range(0, len(keys), _AT_ONCE):
        held += tx.execute(_HELD, {"keys": keys[start : start + _AT_ONCE]}).scalars()
    return held


def _rows(tx: Tx, told: Sequence[PostInfo]) -> list[dict[str, object]]:
    seen: dict[AccountRef, AccountId] = {}
    rows = []
    for found in told:
        by = found.account
        if by is not None and by.ref not in seen:
            seen[by.ref] = accounts.seen(tx, by)
        says = columns.told(tx, found, None if by is None else seen[by.ref])
        rows.append(columns.address(tx, found.ref, found.url) | says)
    return rows


def _say(tx: Tx, new: Mapping[PostId, PostInfo]) -> None:
    """Give them their tags and their sites' own answers."""
    for found in list(new.values())[:1]:
        site_tags.add(tx, found.ref.site, {post_id: each.tags for post_id, each in new.items()})
    raws = [
        {"post_id": post_id, "packed": columns.packed(found.raw)}
        for post_id, found in new.items()
        if found.raw
    ]
    if raws:
        tx.execute(_ADD_RAWS, raws)


def _show(tx: Tx, new: Mapping[PostId, PostInfo]) -> None:
    """Begin a work for each that shows something, with its pages: their pictures are wanted."""
    showing = {post_id: found for post_id, found in new.items() if found.pages}
    if not showing:
        return
    begun = artworks.begin_all(tx, [found.title for found in showing.values()])
    pages = [
        columns.page(tx, post_id, found.ref.site, position, shown, artwork_id)
        for (post_id, found), artwork_id in zip(showing.items(), begun, strict=True)
        for position, shown in enumerate(found.pages)
    ]
    tx.execute(_ADD_PAGES, pages)
    tx.gather(places.shelve, showing)
