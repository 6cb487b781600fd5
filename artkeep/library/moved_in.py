"""Posts that another program had kept: what it knew of them, and their pictures.

What a site itself has told us is never overwritten by what another program remembers. Where a
site later tells more than that program knew, nothing has changed; where it tells something else,
that becomes a revision (`artkeep.library.told`).
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import insert_or_get
from artkeep.db.engine import Tx
from artkeep.db.tables import collection, collection_item, page, post
from artkeep.library import artworks, collections, columns, projection, site_tags, told, wanted
from artkeep.library.posts import ref_key
from artkeep.library.told import MOVED_IN
from artkeep.library.wanted import WantedPage
from artkeep.model.found import CollectionInfo, PageInfo, PostInfo
from artkeep.model.refs import CollectionId, ImageId, PageId, PostId, PostRef

WORDS = frozenset({"title", "caption", "rating", "is_ai", "tags"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of a post, as another program tells of it.

    `found` says what the post says; its `pages` are all there are, or empty where the program
    knows only some. `page` is this picture at `position`, from 0; its `stamp` None where nobody
    knows it. `knows`: which `WORDS` the program had from the site.
    """

    found: PostInfo
    position: int
    page: PageInfo
    knows: frozenset[str] = WORDS


def keep(tx: Tx, shown: Shown, image_id: ImageId | None) -> PostId | None:
    """Record a post and its picture, where that is here; None: the post is shunned."""
    post_id = _post(tx, shown)
    if post_id is not None and image_id is not None:
        _show(tx, post_id, shown, image_id)
    return post_id


def _post(tx: Tx, shown: Shown) -> PostId | None:
    found = shown.found
    values = columns.address(tx, found.ref, found.url) | {"title": found.title}
    number, is_new = insert_or_get(tx, post, values, ["ref_key"])
    post_id = PostId(number)
    if not is_new:
        if told.is_shunned(tx, post_id):
            return None
        if _is_told(tx, post_id):
            return post_id
    if found.pages:
        told.save(tx, found)
    else:
        told.say(tx, post_id, found, is_new=is_new)
    facts = tx.execute(sa.select(post.c.facts).where(post.c.id == post_id)).scalar_one() or {}
    facts = {**facts, MOVED_IN: sorted(shown.knows)}
    tx.execute(sa.update(post).where(post.c.id == post_id).values(facts=facts, looked_at=None))
    return post_id


def _is_told(tx: Tx, post_id: PostId) -> bool:
    query = sa.select(post.c.told_at).where(post.c.id == post_id)
    return tx.execute(query).scalar_one() is not None


def _show(tx: Tx, post_id: PostId, shown: Shown, image_id: ImageId) -> None:
    """Give a page its picture, unless it has one or shows another by now."""
    query = sa.select(page.c.id, page.c.position, page.c.stamp, page.c.artwork_id, page.c.image_id)
    rows = tx.execute(query.where(page.c.post_id == post_id, page.c.replaced_at.is_(None))).all()
    held = next((row for row in rows if row.position == shown.position), None)
    if held is not None and (held.image_id is not None or _differs(held.stamp, shown)):
        return
    how = {**(columns.how_to_fetch(shown.page) or {}), MOVED_IN: True}
    values: dict[str, Any] = {"url": shown.page.url, "stamp": shown.page.stamp, "told": how}
    if held is None:
        artwork_id = next((row.artwork_id for row in rows), None)
        artwork_id = artwork_id or artworks.begin(tx, shown.found.title)
        values |= {"post_id": post_id, "position": shown.position, "artwork_id": artwork_id}
        added = sa.insert(page).values(values | {"added_at": tx.now}).returning(page.c.id)
        page_id = PageId(tx.execute(added).scalar_one())
    else:
        page_id = PageId(held.id)
    ref, position = shown.found.ref, shown.position
    wanted.have(tx, WantedPage(page_id, post_id, ref, position, shown.page, 0), image_id, None)
    if held is not None:
        tx.execute(sa.update(page).where(page.c.id == page_id).values(values))


def _differs(stamp: str | None, shown: Shown) -> bool:
    """Say whether a site told of another picture than the one that was moved in."""
    return None not in {stamp, shown.page.stamp} and stamp != shown.page.stamp


def describe(tx: Tx, ref: PostRef, said: PostInfo) -> None:
    """Let a file's own post say what another program had written down about it."""
    query = sa.select(post.c.id).where(post.c.ref_key == ref_key(ref))
    post_id = PostId(tx.execute(query).scalar_one())
    values = {
        "title": said.title,
        "caption": said.caption,
        "caption_is_html": said.caption_is_html,
        "rating": said.rating and said.rating.value,
        "facts": columns.facts(said),
    }
    tx.execute(sa.update(post).where(post.c.id == post_id).values(values))
    site_tags.put(tx, ref.site, post_id, said.tags)
    projection.touch_posts(tx, [post_id])
    told.keep_raw(tx, post_id, said.raw)


def shun(tx: Tx, ref: PostRef, url: str, why: str) -> bool:
    """Mark a post that we do not hold as never to be fetched; say whether that is news."""
    values = columns.address(tx, ref, url) | {"title": ref.id, "shunned_at": tx.now, "error": why}
    _, is_new = insert_or_get(tx, post, values, ["ref_key"])
    return is_new


def remember(tx: Tx, ref: PostRef, url: str, title: str, why: str) -> None:
    """Note a post that another program had asked for in vain, unless we know it: not wanted."""
    values = columns.address(tx, ref, url) | {"title": title, "error": why}
    insert_or_get(tx, post, values, ["ref_key"])


# ---- lists -------------------------------------------------------------------------------------


def take_up(
    tx: Tx, info: CollectionInfo, *, account: str = "", is_followed: bool = True
) -> CollectionId:
    """Return a list that another program had kept; one that is new to us is read when told.

    `account` is whose login reads it. Not followed, it only keeps its posts in their order, until
    somebody follows it.
    """
    key = ref_key(PostRef(info.ref.site, info.ref.id))
    query = sa.select(collection.c.id, collection.c.removed_at).where(collection.c.ref_key == key)
    held = tx.execute(query).one_or_none()
    if held is not None and (held.removed_at is None or not is_followed):
        return CollectionId(held.id)
    taken, _ = collections.follow(tx, info, account=account)
    collections.schedule(tx, taken.id, None)
    if not is_followed:
        collections.remove(tx, taken.id)
    return taken.id


def put(tx: Tx, list_id: CollectionId, post_id: PostId, place: int) -> None:
    """Put a post on a list below all that we read there ourselves; the highest place is first.

    Where we have read the list to its end, it is no longer on it.
    """
    here = sa.and_(collection_item.c.collection_id == list_id, collection_item.c.post_id == post_id)
    if tx.execute(sa.select(collection_item.c.post_id).where(here)).first() is not None:
        return
    full_at = tx.execute(sa.select(collection.c.full_at).where(collection.c.id == list_id))
    removed_at = None if full_at.scalar_one() is None else tx.now
    tx.execute(
        sa.insert(collection_item).values(
            collection_id=list_id,
            post_id=post_id,
            position=place,
            added_at=tx.now,
            removed_at=removed_at,
        )
    )
    projection.touch_posts(tx, [post_id])
