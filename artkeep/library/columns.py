"""The columns of a post and of its pages, made of what a site tells."""

import zlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from artkeep.db.engine import Tx
from artkeep.library.posts import ref_key
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.refs import AccountId, PostId, PostRef


def address(tx: Tx, ref: PostRef, url: str) -> dict[str, Any]:
    """Return the columns by which a post is known."""
    return {
        "site": ref.site,
        "site_post_id": ref.id,
        "ref_key": ref_key(ref),
        "url": url,
        "seen_at": tx.now,
    }


def told(tx: Tx, found: PostInfo, account_id: AccountId | None) -> dict[str, Any]:
    """Return what a post says; it is told of now, so it is there, and not wanted."""
    return {
        "url": found.url,
        "title": found.title,
        "published_at": found.published_at,
        "edited_at": found.edited_at,
        "account_id": account_id,
        "caption": found.caption,
        "caption_is_html": found.caption_is_html,
        "rating": found.rating and found.rating.value,
        "is_ai": found.is_ai,
        "facts": facts(found),
        "seen_at": tx.now,
        "told_at": tx.now,
        "looked_at": tx.now,
        "wanted_at": None,
        "error": None,
        "gone_at": None,
        "passed_at": None,
    }


def facts(found: PostInfo) -> dict[str, Any]:
    """Return what is only shown, never searched, without what is not known."""
    counts = {name: count for name, count in asdict(found.counts).items() if count is not None}
    facts: dict[str, Any] = {"counts": counts, "sources": list(found.sources)}
    if found.series is not None:
        facts["series"] = asdict(found.series)
    return {name: value for name, value in facts.items() if value}


def packed(raw: str) -> bytes:
    """Return a site's own answer as it is kept."""
    return zlib.compress(raw.encode())


def page(
    tx: Tx, post_id: PostId, site: str, position: int, told: PageInfo, artwork_id: int
) -> dict[str, Any]:
    """Return the columns of a picture that is to be fetched."""
    return {
        "post_id": post_id,
        "site": site,
        "position": position,
        "url": told.url,
        "stamp": told.stamp,
        "told": how_to_fetch(told),
        "artwork_id": artwork_id,
        "added_at": tx.now,
        "wanted_at": tx.now,
    }


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
