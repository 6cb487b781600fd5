"""What is known of works, gathered for many at once: what the gallery finds and sorts them by."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import (
    account,
    account_name,
    artwork,
    collection_item,
    image,
    image_pair,
    page,
    post,
    post_revision,
    post_site_tag,
    site_tag,
)
from artkeep.model.found import TagInfo, TagKind

_MARKS = re.compile(r"<[^>]*>")


@dataclass(slots=True)
class Artist:
    """Whose post it is, and every name that account bore."""

    site: str
    id: str
    handle: str
    person_id: int | None
    names: list[str]


@dataclass(slots=True)
class Publication:
    """A post that shows a work, as far as the work is found by it. `pages` show it now."""

    id: int
    site: str
    url: str
    title: str
    text: str  # its caption without marks
    published_at: datetime | None
    rating: str | None
    is_ai: bool
    is_told: bool
    is_gone: bool
    facts: Mapping[str, Any]
    artist: Artist | None
    pages: int = 0
    tags: list[TagInfo] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    is_revised: bool = False
    is_partial: bool = False


@dataclass(slots=True)
class Described:
    """A work. `cover` is the row of its image, None while it is not to be shown."""

    id: int
    position: int
    title: str
    words_sum: int | None
    cover: sa.Row[Any] | None
    is_alike: bool = False
    posts: list[Publication] = field(default_factory=list)


def gather(tx: Tx, works: Sequence[int]) -> list[Described]:
    """Return what is known of these works; those that are no more are left out."""
    found = {one.id: one for one in _works(tx, works)}
    _add_likeness(tx, found.values())
    pages = _pages(tx, found)
    known = {one.id: one for one in _posts(tx, {post_id for _, post_id in pages})}
    _add_gaps(tx, known)
    _add_tags(tx, known)
    _add_lists(tx, known)
    _add_revisions(tx, known)
    for (artwork_id, post_id), current in sorted(pages.items()):
        found[artwork_id].posts.append(_with_pages(known[post_id], current))
    return list(found.values())


def _works(tx: Tx, works: Sequence[int]) -> Iterable[Described]:
    query = (
        sa.select(
            artwork.c.id,
            artwork.c.position,
            artwork.c.title,
            artwork.c.words_sum,
            artwork.c.trashed_at,
            image.c.id.label("image_id"),
            image.c.media_type,
            image.c.width,
            image.c.height,
            image.c.frames,
            image.c.size_bytes,
        )
        .join(image, image.c.id == artwork.c.cover_id, isouter=True)
        .where(artwork.c.id.in_(works))
        .order_by(artwork.c.id)
        .with_for_update(of=artwork)  # two who bring pages of one work: one after the other
    )
    for row in tx.execute(query):
        is_shown = row.image_id is not None and row.trashed_at is None
        cover = row if is_shown else None
        yield Described(row.id, row.position, row.title, row.words_sum, cover)


def _add_likeness(tx: Tx, found: Iterable[Described]) -> None:
    """Note which covers look like another picture of the library."""
    images = {one.cover.image_id for one in found if one.cover is not None}
    alike: set[int] = set()
    for side in (image_pair.c.a_id, image_pair.c.b_id):
        alike.update(tx.execute(sa.select(side).where(side.in_(images))).scalars())
    for one in found:
        one.is_alike = one.cover is not None and one.cover.image_id in alike


def _pages(tx: Tx, works: Iterable[int]) -> Counter[tuple[int, int]]:
    """Return for each work and post how many pages show it now; replaced ones count nothing."""
    query = sa.select(page.c.artwork_id, page.c.post_id, page.c.replaced_at).where(
        page.c.artwork_id.in_(list(works))
    )
    counts: Counter[tuple[int, int]] = Counter()
    for row in tx.execute(query):
        counts[row.artwork_id, row.post_id] += row.replaced_at is None
    return counts


def _posts(tx: Tx, ids: Iterable[int]) -> list[Publication]:
    query = (
        sa.select(
            post,
            account.c.site_account_id,
            account.c.handle,
            account.c.name,
            account.c.person_id,
        )
        .join(account, account.c.id == post.c.account_id, isouter=True)
        .where(post.c.id.in_(list(ids)))
    )
    rows = tx.execute(query).all()
    former = _former_names(tx, {row.account_id for row in rows if row.account_id is not None})
    return [_publication(row, former) for row in rows]


def _former_names(tx: Tx, accounts: Iterable[int]) -> dict[int, list[str]]:
    query = sa.select(account_name).where(account_name.c.account_id.in_(list(accounts)))
    found: dict[int, list[str]] = {}
    for row in tx.execute(query):
        found.setdefault(row.account_id, []).extend([row.name, row.handle])
    return found


def _publication(row: sa.Row[Any], former: Mapping[int, list[str]]) -> Publication:
    return Publication(
        id=row.id,
        site=row.site,
        url=row.url,
        title=row.title,
        text=plain(row.caption) if row.caption_is_html else row.caption,
        published_at=row.published_at,
        rating=row.rating,
        is_ai=bool(row.is_ai),
        is_told=row.told_at is not None,
        is_gone=row.gone_at is not None,
        facts=row.facts or {},
        artist=_artist(row, former.get(row.account_id, [])),
    )


def _artist(row: sa.Row[Any], former: Sequence[str]) -> Artist | None:
    if row.account_id is None:
        return None
    names = [row.name, row.handle, *former]
    return Artist(row.site, row.site_account_id, row.handle, row.person_id, names)


def plain(marked_up: str) -> str:
    """Return the words of HTML. For finding only: what is shown is cleaned elsewhere."""
    return html.unescape(_MARKS.sub(" ", marked_up))


def _add_tags(tx: Tx, known: Mapping[int, Publication]) -> None:
    query = (
        sa.select(post_site_tag.c.post_id, site_tag.c.name, site_tag.c.translated, site_tag.c.kind)
        .join(site_tag, site_tag.c.id == post_site_tag.c.site_tag_id)
        .where(post_site_tag.c.post_id.in_(list(known)))
    )
    for row in tx.execute(query):
        known[row.post_id].tags.append(TagInfo(row.name, row.translated, TagKind(row.kind)))


def _add_gaps(tx: Tx, known: Mapping[int, Publication]) -> None:
    """Note which posts have pictures that are not here."""
    query = sa.select(page.c.post_id).where(
        page.c.post_id.in_(list(known)), page.c.image_id.is_(None), page.c.replaced_at.is_(None)
    )
    for post_id in tx.execute(query).scalars():
        known[post_id].is_partial = True


def _add_lists(tx: Tx, known: Mapping[int, Publication]) -> None:
    query = sa.select(collection_item.c.post_id, collection_item.c.collection_id).where(
        collection_item.c.post_id.in_(list(known)), collection_item.c.removed_at.is_(None)
    )
    for row in tx.execute(query):
        known[row.post_id].lists.append(row.collection_id)


def _add_revisions(tx: Tx, known: Mapping[int, Publication]) -> None:
    query = sa.select(post_revision.c.post_id).where(post_revision.c.post_id.in_(list(known)))
    for post_id in tx.execute(query).scalars():
        known[post_id].is_revised = True


def _with_pages(one: Publication, pages: int) -> Publication:
    """Return a post as it is about one of the works it shows."""
    return replace(one, pages=pages)
