"""What is known of works, gathered for many at once: what the gallery finds and sorts them by."""

import html
import re
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


# Statements are built once: works come one by one, and building takes longer than executing.
_WORKS = (
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
        image.c.compared_at,
    )
    .join(image, image.c.id == artwork.c.cover_id, isouter=True)
    .where(artwork.c.id.in_(sa.bindparam("works", expanding=True)))
    .order_by(artwork.c.id)
    .with_for_update(of=artwork)  # two who bring pages of one work: one after the other
)
_PAGES = sa.select(page.c.artwork_id, page.c.post_id, page.c.replaced_at, page.c.image_id).where(
    page.c.artwork_id.in_(sa.bindparam("works", expanding=True))
)
_POSTS = (
    sa.select(
        post, account.c.site_account_id, account.c.handle, account.c.name, account.c.person_id
    )
    .join(account, account.c.id == post.c.account_id, isouter=True)
    .where(post.c.id.in_(sa.bindparam("posts", expanding=True)))
)
_FORMER = sa.select(account_name).where(
    account_name.c.account_id.in_(sa.bindparam("accounts", expanding=True))
)
_ALIKE_A, _ALIKE_B = (
    sa.select(side).where(side.in_(sa.bindparam("images", expanding=True)))
    for side in (image_pair.c.a_id, image_pair.c.b_id)
)
_TAGS = (
    sa.select(post_site_tag.c.post_id, site_tag.c.name, site_tag.c.translated, site_tag.c.kind)
    .join(site_tag, site_tag.c.id == post_site_tag.c.site_tag_id)
    .where(post_site_tag.c.post_id.in_(sa.bindparam("posts", expanding=True)))
)
_LISTS = sa.select(collection_item.c.post_id, collection_item.c.collection_id).where(
    collection_item.c.post_id.in_(sa.bindparam("posts", expanding=True)),
    collection_item.c.removed_at.is_(None),
)
_REVISED = sa.select(post_revision.c.post_id).where(
    post_revision.c.post_id.in_(sa.bindparam("posts", expanding=True))
)


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


@dataclass(frozen=True, slots=True)
class Cover:
    """The picture of a work that is still to come."""

    media_type: str = ""
    width: int = 1
    height: int = 1
    frames: int = 1
    size_bytes: int = 0
    image_id: int = 0
    compared_at: datetime | None = None


@dataclass(slots=True)
class Described:
    """A work. `cover` is the row of its image, None while it is not to be shown."""

    id: int
    position: int
    title: str
    words_sum: int | None
    cover: sa.Row[Any] | Cover | None
    is_alike: bool = False
    posts: list[Publication] = field(default_factory=list)


def gather(tx: Tx, works: Sequence[int]) -> list[Described]:
    """Return what is known of these works; those that are no more are left out."""
    found = {row.id: _work(row) for row in tx.execute(_WORKS, {"works": works})}
    compared = [one for one in found.values() if one.cover and one.cover.compared_at]
    if compared:
        _add_likeness(tx, compared)
    shows: dict[tuple[int, int], list[sa.Row[Any]]] = {}
    for row in tx.execute(_PAGES, {"works": list(found)}):
        shows.setdefault((row.artwork_id, row.post_id), []).append(row)
    known = {one.id: one for one in _posts(tx, {post_id for _, post_id in shows})}
    told = {one.id: one for one in known.values() if one.is_told}
    if told:
        _add_tags(tx, told)
        _add_lists(tx, told)
        _add_revisions(tx, told)
    for (artwork_id, post_id), pages in sorted(shows.items()):
        found[artwork_id].posts.append(_with_pages(known[post_id], pages))
    return list(found.values())


def _work(row: sa.Row[Any]) -> Described:
    is_shown = row.image_id is not None and row.trashed_at is None
    return Described(row.id, row.position, row.title, row.words_sum, row if is_shown else None)


def _add_likeness(tx: Tx, found: Sequence[Described]) -> None:
    """Note which covers look like another picture of the library."""
    images = {one.cover.image_id for one in found if one.cover is not None}
    alike: set[int] = set()
    for statement in (_ALIKE_A, _ALIKE_B):
        alike.update(tx.execute(statement, {"images": list(images)}).scalars())
    for one in found:
        one.is_alike = one.cover is not None and one.cover.image_id in alike


def _posts(tx: Tx, ids: Iterable[int]) -> list[Publication]:
    rows = tx.execute(_POSTS, {"posts": list(ids)}).all()
    by = {row.account_id for row in rows if row.account_id is not None}
    former = _former_names(tx, by) if by else {}
    return [_publication(row, former) for row in rows]


def _former_names(tx: Tx, accounts: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in tx.execute(_FORMER, {"accounts": list(accounts)}):
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
    for row in tx.execute(_TAGS, {"posts": list(known)}):
        known[row.post_id].tags.append(TagInfo(row.name, row.translated, TagKind(row.kind)))


def _add_lists(tx: Tx, known: Mapping[int, Publication]) -> None:
    for row in tx.execute(_LISTS, {"posts": list(known)}):
        known[row.post_id].lists.append(row.collection_id)


def _add_revisions(tx: Tx, known: Mapping[int, Publication]) -> None:
    for post_id in tx.execute(_REVISED, {"posts": list(known)}).scalars():
        known[post_id].is_revised = True


def _with_pages(one: Publication, pages: Sequence[sa.Row[Any]]) -> Publication:
    """Return a post as it is about one of the works it shows."""
    current = [page for page in pages if page.replaced_at is None]
    is_partial = any(page.image_id is None for page in current)
    return replace(one, pages=len(current), is_partial=is_partial)
