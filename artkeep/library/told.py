"""What a site tells of a post: saved, and what it said before is kept.

A post is known by its address first (`listed`), then as its site tells it (`save`). What changed
since becomes a revision; a picture that was replaced keeps its page, marked, beside the new one.
Pages and posts that are still to be had are `wanted` (`artkeep.library.wanted`).
"""

import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from artkeep.db.dialect import insert_or_get
from artkeep.db.engine import Tx
from artkeep.db.tables import page, post, post_raw, post_revision
from artkeep.library import accounts, artworks, site_tags
from artkeep.library.posts import ref_key
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.refs import PostId, PostRef

# what a revision keeps; how a post was received is not something it says
_SAID = ("title", "caption", "rating", "is_ai")

# a list tells of hundreds at once, and building a statement takes longer than executing it
_TELL = sa.update(post).where(post.c.id == sa.bindparam("its_id"))
_HELD_PAGES = sa.select(
    page.c.id, page.c.position, page.c.url, page.c.stamp, page.c.artwork_id, page.c.told
).where(page.c.post_id == sa.bindparam("its_id"), page.c.replaced_at.is_(None))
_ADD_PAGE = sa.insert(page)
# in the facts of a post that another program knew: what of it that program knew; in those of a
# page: its picture came from there (artkeep.library.moved_in)
MOVED_IN = "moved_in"


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving a post brought. `is_changed`: it says or shows something else than before."""

    post_id: PostId
    is_new: bool
    is_changed: bool
    is_shunned: bool


def listed(tx: Tx, ref: PostRef, url: str) -> Saved:
    """Record that a post is there; what it says is asked for later."""
    values = address(tx, ref, url) | {"title": ref.id, "wanted_at": tx.now}
    number, is_new = insert_or_get(tx, post, values, ["ref_key"])
    shunned = not is_new and is_shunned(tx, PostId(number))
    return Saved(PostId(number), is_new, is_changed=False, is_shunned=shunned)


def save(tx: Tx, found: PostInfo) -> Saved:
    """Record a post as its site tells it; its pictures are wanted where we have not got them.

    A post that a person shunned is only seen.
    """
    number, is_new = insert_or_get(
        tx, post, address(tx, found.ref, found.url) | {"title": found.title}, ["ref_key"]
    )
    post_id = PostId(number)
    if not is_new and is_shunned(tx, post_id):
        tx.execute(sa.update(post).where(post.c.id == post_id).values(wanted_at=None))
        return Saved(post_id, is_new=False, is_changed=False, is_shunned=True)
    says = say(tx, post_id, found, is_new=is_new)
    shows = _save_pages(tx, post_id, found)
    return Saved(post_id, is_new, (says or shows) and not is_new, is_shunned=False)


def address(tx: Tx, ref: PostRef, url: str) -> dict[str, Any]:
    """Return the columns by which a post is known."""
    return {
        "site": ref.site,
        "site_post_id": ref.id,
        "ref_key": ref_key(ref),
        "url": url,
        "seen_at": tx.now,
    }


def _values(tx: Tx, found: PostInfo) -> dict[str, Any]:
    return {
        "url": found.url,
        "title": found.title,
        "published_at": found.published_at,
        "edited_at": found.edited_at,
        "account_id": None if found.account is None else accounts.seen(tx, found.account),
        "caption": found.caption,
        "caption_is_html": found.caption_is_html,
        "rating": found.rating and found.rating.value,
        "is_ai": found.is_ai,
        "facts": facts(found),
        "seen_at": tx.now,
        "told_at": tx.now,
        "wanted_at": None,
        "error": None,
        "gone_at": None,
    }


def facts(found: PostInfo) -> dict[str, Any]:
    """Return what is only shown, never searched, without what is not known."""
    counts = {name: count for name, count in asdict(found.counts).items() if count is not None}
    facts: dict[str, Any] = {"counts": counts, "sources": list(found.sources)}
    if found.series is not None:
        facts["series"] = asdict(found.series)
    return {name: value for name, value in facts.items() if value}


def is_shunned(tx: Tx, post_id: PostId) -> bool:
    """Say whether a person wants this post never again."""
    query = sa.select(post.c.shunned_at).where(post.c.id == post_id)
    return tx.execute(query).scalar_one() is not None


# ---- what it says ------------------------------------------------------------------------------


def say(tx: Tx, post_id: PostId, found: PostInfo, *, is_new: bool) -> bool:
    """Record what a post says, not what it shows; say whether that is new."""
    says = is_new or _says_something_new(tx, post_id, found)
    tx.execute(_TELL, {"its_id": post_id, **_values(tx, found)})
    if says:
        site_tags.put(tx, found.ref.site, post_id, found.tags)
    keep_raw(tx, post_id, found.raw)
    return says


def _says_something_new(tx: Tx, post_id: PostId, found: PostInfo) -> bool:
    """Compare with what we hold; keep that as a revision when it differs.

    Of a post that was moved in, only what the other program knew can differ.
    """
    query = sa.select(post.c.told_at, post.c.facts, *(post.c[name] for name in _SAID))
    before = tx.execute(query.where(post.c.id == post_id)).one()
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
    raw = sa.select(post_raw.c.packed).where(post_raw.c.post_id == post_id)
    packed = tx.execute(raw).scalar_one_or_none()
    tx.execute(
        sa.insert(post_revision).values(post_id=post_id, until=tx.now, said=said, packed=packed)
    )
    return True


def keep_raw(tx: Tx, post_id: PostId, raw: str) -> None:
    """Keep the site's own answer, JSON text; "" leaves what is held."""
    if not raw:
        return
    packed = zlib.compress(raw.encode())
    changed = tx.execute(
        sa.update(post_raw).where(post_raw.c.post_id == post_id).values(packed=packed)
    )
    if not changed.rowcount:
        tx.execute(sa.insert(post_raw).values(post_id=post_id, packed=packed))


def raw(tx: Tx, post_id: PostId) -> str | None:
    """Return the site's own answer, JSON text; None: there is none."""
    query = sa.select(post_raw.c.packed).where(post_raw.c.post_id == post_id)
    packed = tx.execute(query).scalar_one_or_none()
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
            _tell_again(tx, before.id, told)
            continue
        if before is not None:
            _replace(tx, before.id)
        shared = shared or artworks.begin(tx, found.title)
        _add_page(tx, post_id, position, told, shared)
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


def _tell_again(tx: Tx, page_id: int, told: PageInfo) -> None:
    """Note where the picture is today: addresses expire."""
    values = {"url": told.url, "told": how_to_fetch(told)}
    if told.stamp is not None:
        values["stamp"] = told.stamp
    tx.execute(sa.update(page).where(page.c.id == page_id).values(values))


def _replace(tx: Tx, page_id: int) -> None:
    values = {"replaced_at": tx.now, "wanted_at": None}
    tx.execute(sa.update(page).where(page.c.id == page_id).values(values))


def _add_page(tx: Tx, post_id: PostId, position: int, told: PageInfo, artwork_id: int) -> None:
    values = {
        "post_id": post_id,
        "position": position,
        "url": told.url,
        "stamp": told.stamp,
        "told": how_to_fetch(told),
        "artwork_id": artwork_id,
        "added_at": tx.now,
        "wanted_at": tx.now,
    }
    tx.execute(_ADD_PAGE, values)


def how_to_fetch(told: PageInfo) -> Mapping[str, Any] | None:
    """Return what fetching a picture needs beside its address."""
    facts = {
        "fallbacks": list(told.fallbacks),
        "referer": told.referer,
        "delays": list(told.delays),
        "width": told.width,
        "height": told.height,
        "alt": told.alt,
    }
    return {name: value for name, value in facts.items() if value} or None
