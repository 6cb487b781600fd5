"""Tags as their sites give them, and the posts that bear them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import insert_ignore
from artkeep.db.engine import Tx
from artkeep.db.tables import post_site_tag, site_tag
from artkeep.model.found import TagInfo, TagKind
from artkeep.model.refs import PostId

LONGEST = 500  # characters of a name; what is longer is no tag

_AT_ONCE = 500  # asked about in one question
_Row = sa.Row[tuple[int, str, str | None, str]]

# built once: building a statement takes longer than executing it
_OF_POST = (
    sa.select(site_tag.c.name, site_tag.c.translated, site_tag.c.kind)
    .join(post_site_tag, post_site_tag.c.site_tag_id == site_tag.c.id)
    .where(post_site_tag.c.post_id == sa.bindparam("its_id"))
    .order_by(post_site_tag.c.position)
)
_TAKE_ALL = sa.delete(post_site_tag).where(post_site_tag.c.post_id == sa.bindparam("its_id"))
_HELD = sa.select(site_tag.c.id, site_tag.c.name, site_tag.c.translated, site_tag.c.kind).where(
    site_tag.c.site == sa.bindparam("its_site"),
    site_tag.c.name.in_(sa.bindparam("names", expanding=True)),
)


def of_post(tx: Tx, post_id: PostId) -> tuple[TagInfo, ...]:
    """Return the tags of a post in its site's order."""
    rows = tx.execute(_OF_POST, {"its_id": post_id})
    return tuple(TagInfo(row.name, row.translated, TagKind(row.kind)) for row in rows)


def put(tx: Tx, site: str, post_id: PostId, told: Sequence[TagInfo]) -> None:
    """Give a post exactly these tags."""
    tx.execute(_TAKE_ALL, {"its_id": post_id})
    add(tx, site, {post_id: told})


def add(tx: Tx, site: str, told: Mapping[PostId, Sequence[TagInfo]]) -> None:
    """Give posts of a site, which have none, their tags."""
    wanted = {post_id: by_name(tags) for post_id, tags in told.items()}
    numbers = _numbers(tx, site, by_name(tag for tags in told.values() for tag in tags))
    rows = [
        {"post_id": post_id, "site_tag_id": numbers[name], "position": position}
        for post_id, tags in wanted.items()
        for position, name in enumerate(tags)
    ]
    insert_ignore(tx, post_site_tag, rows)


def by_name(told: Iterable[TagInfo]) -> dict[str, TagInfo]:
    """Return each tag once, as it was told of last, where it stood first."""
    return {tag.name[:LONGEST]: tag for tag in told if tag.name}


def _numbers(tx: Tx, site: str, tags: Mapping[str, TagInfo]) -> dict[str, int]:
    """Return the id of each tag's row by name; what is new gets one, and so a new translation."""
    held = _held(tx, site, list(tags))
    new: list[dict[str, Any]] = [
        {"site": site, "name": name, "translated": tag.translated, "kind": tag.kind.value}
        for name, tag in sorted(tags.items())  # one order for all: no deadlock
        if name not in held
    ]
    insert_ignore(tx, site_tag, new)
    held |= _held(tx, site, [row["name"] for row in new])
    for name, tag in sorted(tags.items()):
        _learn(tx, held[name], tag)
    return {name: row.id for name, row in held.items()}


def _held(tx: Tx, site: str, names: Sequence[str]) -> dict[str, _Row]:
    held: dict[str, _Row] = {}
    for start in range(0, len(names), _AT_ONCE):
        asked = {"its_site": site, "names": names[start : start + _AT_ONCE]}
        held |= {row.name: row for row in tx.execute(_HELD, asked)}
    return held


def _learn(tx: Tx, held: _Row, told: TagInfo) -> None:
    """Take over a translation or a kind that the site tells by now."""
    news: dict[str, str] = {}
    if told.translated is not None and told.translated != held.translated:
        news["translated"] = told.translated
    if told.kind not in {TagKind.GENERAL, TagKind(held.kind)}:
        news["kind"] = told.kind.value
    if news:
        tx.execute(sa.update(site_tag).where(site_tag.c.id == held.id).values(news))
