"""What a site tells of a post: saved, and what it said before is kept.

A post is known by its address first (`listed`), then as its site tells it (`save`). What changed
since becomes a revision; a picture that was replaced keeps its page, marked, beside the new one.
Pages and posts that are still to be had are `wanted` (`artkeep.library.wanted`).
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import insert_or_get
from artkeep.db.engine import Tx
from artkeep.db.tables import page, post, post_raw, post_revision
from artkeep.library import accounts, artworks, columns, newcomers, projection, site_tags
from artkeep.library.posts import ref_key
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.refs import PostId, PostRef

# what a revision keeps; how a post was received is not something it says
_SAID = ("title", "caption", "rating", "is_ai")
# what else of it finds and sorts the works it shows
_FINDS = ("url", "published_at", "account_id", "caption_is_html", "facts")

# a list tells of hundreds at once, and building a statement takes longer than executing it
_TELL = sa.update(post).where(post.c.id == sa.bindparam("its_id"))
_HELD_PAGES = sa.select(
    page.c.id, page.c.position, page.c.url, page.c.stamp, page.c.artwork_id, page.c.told
).where(page.c.post_id == sa.bindparam("its_id"), page.c.replaced_at.is_(None))
_ADD_PAGE = sa.insert(page)
_CHANGE_PAGE = sa.update(page).where(page.c.id == sa.bindparam("its_id"))
_KNOWN = sa.select(
    post.c.id,
    post.c.shunned_at,
    post.c.passed_at,
    post.c.told_at,
    post.c.gone_at,
    *(post.c[name] for name in _FINDS),
).where(post.c.ref_key == sa.bindparam("its_key"))
_SAID_BEFORE = sa.select(post.c.told_at, post.c.facts, *(post.c[name] for name in _SAID)).where(
    post.c.id == sa.bindparam("its_id")
)
_PACKED = sa.select(post_raw.c.packed).where(post_raw.c.post_id == sa.bindparam("its_id"))
_PACK = sa.insert(post_raw)
_PACK_AGAIN = sa.update(post_raw).where(post_raw.c.post_id == sa.bindparam("its_id"))
# in the facts of a post that another program knew: what of it that program knew; in those of a
# page: its picture came from there (artkeep.library.moved_in)
MOVED_IN = "moved_in"


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving a post brought. `is_changed`: it says or shows something else than before.

    `is_back`: it was passed over until now.
    """

    post_id: PostId
    is_new: bool
    is_changed: bool
    is_shunned: bool
    is_back: bool = False


def listed(tx: Tx, ref: PostRef, url: str) -> Saved:
    """Record that a post is there; what it says is asked for later."""
    values = columns.address(tx, ref, url) | {"title": ref.id, "wanted_at": tx.now}
    number, is_new = insert_or_get(tx, post, values, ["ref_key"])
    shunned = not is_new and is_shunned(tx, PostId(number))
    return Saved(PostId(number), is_new, is_changed=False, is_shunned=shunned)


def save(tx: Tx, found: PostInfo) -> Saved:
    """Record a post as its site tells it; its pictures are wanted where we have not got them.

    A post that a person shunned is only seen.
    """
    return save_all(tx, [found])[0]


def save_all(tx: Tx, told: Sequence[PostInfo]) -> list[Saved]:
    """Record posts of one site, as `save` does; those that are new to us all together."""
    new = newcomers.add(tx, told)
    saved = []
    for found in told:
        post_id = new.pop(found.ref, None)  # a list may name a post twice
        if post_id is None:
            saved.append(_save_again(tx, found))
        else:
            saved.append(Saved(post_id, is_new=True, is_changed=False, is_shunned=False))
    return saved


def _save_again(tx: Tx, found: PostInfo) -> Saved:
    """Record a post that we know."""
    its_key = {"its_key": ref_key(found.ref)}
    before = tx.execute(_KNOWN, its_key).one()
    post_id = PostId(before.id)
    if before.shunned_at is not None:
        tx.execute(_TELL, {"its_id": post_id, "wanted_at": None})
        return Saved(post_id, is_new=False, is_changed=False, is_shunned=True)
    says = say(tx, post_id, found, is_new=False)
    shows = _save_pages(tx, post_id, found)
    if says or shows or _finds(before) != _finds(tx.execute(_KNOWN, its_key).one()):
        projection.touch_posts(tx, [post_id])
    is_back = before.passed_at is not None  # no filter wanted it until now
    is_changed = not is_back and (says or shows)
    return Saved(post_id, is_new=False, is_changed=is_changed, is_shunned=False, is_back=is_back)


def _finds(row: sa.Row[Any]) -> tuple[object, ...]:
    """Return what of a post finds and sorts works, beside what revisions keep."""
    told = (getattr(row, name) for name in _FINDS)
    return (row.told_at is None, row.gone_at is None, *told)


def is_shunned(tx: Tx, post_id: PostId) -> bool:
    """Say whether a person wants this post never again."""
    query = sa.select(post.c.shunned_at).where(post.c.id == post_id)
    return tx.execute(query).scalar_one() is not None


# ---- what it says ------------------------------------------------------------------------------


def say(tx: Tx, post_id: PostId, found: PostInfo, *, is_new: bool) -> bool:
    """Record what a post says, not what it shows; say whether that is new."""
    says = is_new or _says_something_new(tx, post_id, found)
    by = None if found.account is None else accounts.seen(tx, found.account)
    tx.execute(_TELL, {"its_id": post_id, **columns.told(tx, found, by)})
    if says:
        site_tags.put(tx, found.ref.site, post_id, found.tags)
    keep_raw(tx, post_id, found.raw)
    return says


def _says_something_new(tx: Tx, post_id: PostId, found: PostInfo) -> bool:
    """Compare with what we hold; keep that as a revision when it differs.

    Of a post that was moved in, only what the other program knew can differ.
    """
    before = tx.execute(_SAID_BEFORE, {"its_id": post_id}).one()
    if before.told_at is None:
        return True
    tags = [tag.name for tag in site_tags.of_post(tx, post_id)]
    said = {name: getattr(before, name) for name in _SAID} | {"tags": tags}
    says = {
        "title": found.title,
        "caption": found.caption,
        "rating": found.rating and found.rating.value,
        "is_ai": found.is_ai,
        "tags": list(
            dict.fromkeys(tag.name[: site_tags.LONGEST] for tag in found.tags if tag.name)
        ),
    }
    if said == says:
        return False
    known = (before.facts or {}).get(MOVED_IN, says)
    if all(said[name] == says[name] for name in known):
        return True
    packed = tx.execute(_PACKED, {"its_id": post_id}).scalar_one_or_none()
    tx.execute(
        sa.insert(post_revision).values(post_id=post_id, until=tx.now, said=said, packed=packed)
    )
    return True


def keep_raw(tx: Tx, post_id: PostId, raw: str) -> None:
    """Keep the site's own answer, JSON text; "" leaves what is held."""
    if not raw:
        return
    packed = columns.packed(raw)
    held = tx.execute(_PACKED, {"its_id": post_id}).scalar_one_or_none()
    if held is None:
        tx.execute(_PACK, {"post_id": post_id, "packed": packed})
    elif held != packed:
        tx.execute(_PACK_AGAIN, {"its_id": post_id, "packed": packed})


def raw(tx: Tx, post_id: PostId) -> str | None:
    """Return the site's own answer, JSON text; None: there is none."""
    packed = tx.execute(_PACKED, {"its_id": post_id}).scalar_one_or_none()
    return None if packed is None else zlib.decompress(packed).decode()


# ---- what it shows -----------------------------------------------------------------------------


def _save_pages(tx: Tx, post_id: PostId, found: PostInfo) -> bool:
    """Record the pages; say whether a picture came, went or was replaced."""
    held = {row.position: row for row in tx.execute(_HELD_PAGES, {"its_id": post_id})}
    shared = next((row.artwork_id for row in held.values()), None)
    changed = False
    for position, told in enumerate(found.pages):
        before = held.pop(position, None)
        if before is not None and _is_same(before, told):
            _tell_again(tx, before, told)
            continue
        if before is not None:
            _replace(tx, before.id)
        shared = shared or artworks.begin(tx, found.title)
        tx.execute(_ADD_PAGE, columns.page(tx, post_id, found.ref.site, position, told, shared))
        changed = True
    for gone in held.values():
        _replace(tx, gone.id)
    return changed or bool(held)


def _is_same(before: sa.Row[tuple[Any, ...]], told: PageInfo) -> bool:
    """Say whether a page shows what it showed: by its stamp, or its address where it has none."""
    if told.stamp is not None and before.stamp is not None:
        return bool(told.stamp == before.stamp)
    if MOVED_IN in (before.told or {}):  # the program that had it knew no stamp: it is believed
        return True
    return bool(told.stamp == before.stamp and told.url == before.url)


def _tell_again(tx: Tx, before: sa.Row[tuple[Any, ...]], told: PageInfo) -> None:
    """Note where the picture is today: addresses expire."""
    values = {"url": told.url, "told": columns.how_to_fetch(told)}
    if told.stamp is not None:
        values["stamp"] = told.stamp
    if any(getattr(before, name) != value for name, value in values.items()):
        tx.execute(_CHANGE_PAGE, {"its_id": before.id, **values})


def _replace(tx: Tx, page_id: int) -> None:
    tx.execute(_CHANGE_PAGE, {"its_id": page_id, "replaced_at": tx.now, "wanted_at": None})
