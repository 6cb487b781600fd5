"""Tags as their sites give them, and the posts that bear them."""

from collections.abc import Sequence

import sqlalchemy as sa

from artkeep.db.dialect import insert_ignore
from artkeep.db.engine import Tx
from artkeep.db.tables import post_site_tag, site_tag
from artkeep.model.found import TagInfo, TagKind
from artkeep.model.refs import PostId

LONGEST = 500  # characters of a name; what is longer is no tag


def of_post(tx: Tx, post_id: PostId) -> tuple[TagInfo, ...]:
    """Return the tags of a post in its site's order."""
    query = (
        sa.select(site_tag.c.name, site_tag.c.translated, site_tag.c.kind)
        .join(post_site_tag, post_site_tag.c.site_tag_id == site_tag.c.id)
        .where(post_site_tag.c.post_id == post_id)
        .order_by(post_site_tag.c.position)
    )
    return tuple(TagInfo(row.name, row.translated, TagKind(row.kind)) for row in tx.execute(query))


def put(tx: Tx, site: str, post_id: PostId, told: Sequence[TagInfo]) -> None:
    """Give a post exactly these tags."""
    wanted = list({tag.name[:LONGEST]: tag for tag in told if tag.name}.values())
    numbers = _numbers(tx, site, wanted)
    tx.execute(sa.delete(post_site_tag).where(post_site_tag.c.post_id == post_id))
    rows = [
        {"post_id": post_id, "site_tag_id": numbers[tag.name[:LONGEST]], "position": position}
        for position, tag in enumerate(wanted)
    ]
    insert_ignore(tx, post_site_tag, rows)


def _numbers(tx: Tx, site: str, tags: Sequence[TagInfo]) -> dict[str, int]:
    """Return the id of each tag's row by name; what is new gets one, and so a new translation."""
    rows = [
        {
            "site": site,
            "name": tag.name[:LONGEST],
            "translated": tag.translated,
            "kind": tag.kind.value,
        }
        for tag in sorted(tags, key=lambda tag: tag.name)  # one order for all: no deadlock
    ]
    insert_ignore(tx, site_tag, rows)
    names = [row["name"] for row in rows]
    query = sa.select(site_tag.c.id, site_tag.c.name, site_tag.c.translated, site_tag.c.kind)
    found = {
        row.name: row
        for row in tx.execute(query.where(site_tag.c.site == site, site_tag.c.name.in_(names)))
    }
    for row in rows:
        _learn(tx, found[row["name"]], row["translated"], str(row["kind"]))
    return {name: row.id for name, row in found.items()}


def _learn(
    tx: Tx, held: sa.Row[tuple[int, str, str | None, str]], translated: str | None, kind: str
) -> None:
    """Take over a translation or a kind that the site tells by now."""
    news: dict[str, str] = {}
    if translated is not None and translated != held.translated:
        news["translated"] = translated
    if kind not in {TagKind.GENERAL.value, held.kind}:
        news["kind"] = kind
    if news:
        tx.execute(sa.update(site_tag).where(site_tag.c.id == held.id).values(news))
