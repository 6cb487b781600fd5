"""All that is known of a work, as JSON with keys that stay.

Times are ISO 8601 in UTC. What a site did not tell is null, never 0 or "". `raw` is the site's
own answer, as it came.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from artkeep.db.engine import Tx
from artkeep.explore.export import names
from artkeep.explore.letters import plain
from artkeep.library import artworks, posts, publications, reading, told, trash
from artkeep.library.publications import Publication
from artkeep.library.reading import Sheet
from artkeep.model.refs import ArtworkId
from artkeep.sites import folder

VERSION = 1  # of these keys: more may come, none changes its meaning


def of_work(tx: Tx, artwork_id: ArtworkId, place: Callable[[str], str] = str) -> dict[str, Any]:
    """Return what is known of a work. Raises NotFound.

    `place` says how the path of a file on this machine is told to whom it is for.
    """
    tile = artworks.tile(tx, artwork_id)
    return {
        "version": VERSION,
        "id": artwork_id,
        "title": tile.title,
        "added_at": _time(tile.added_at),
        "trashed_at": _time(trash.since(tx, artwork_id)),
        "pages": [_page(sheet, place) for sheet in reading.of_work(tx, artwork_id)],
        "posts": [_post(tx, each) for each in publications.of_artwork(tx, artwork_id)],
        "files": sorted(
            {
                place(found.name)
                for _, found in posts.of_artwork(tx, artwork_id)
                if found.site == folder.NAME and found.replaced_at is None
            }
        ),
    }


def _page(sheet: Sheet, place: Callable[[str], str]) -> dict[str, Any]:
    is_file = sheet.ref.site == folder.NAME
    return {
        "number": sheet.number,
        "file": names.of_sheet(sheet),
        "sha256": sheet.sha256,
        "size_bytes": sheet.size_bytes,
        "media_type": sheet.media_type,
        "width": sheet.width,
        "height": sheet.height,
        "frames": sheet.frames,
        "site": sheet.ref.site,
        "post_id": place(sheet.ref.id) if is_file else sheet.ref.id,
        "position": sheet.position,
    }


def _post(tx: Tx, one: Publication) -> dict[str, Any]:
    return {
        "site": one.ref.site,
        "id": one.ref.id,
        "url": one.url,
        "title": one.title,
        "account": _account(one),
        "published_at": _time(one.published_at),
        "edited_at": _time(one.edited_at),
        "told_at": _time(one.told_at),
        "checked_at": _time(one.checked_at),
        "check_state": one.check_state,
        "gone_at": _time(one.gone_at),
        "caption": one.caption,
        "caption_is_html": one.caption_is_html,
        "caption_text": plain(one.caption, is_html=one.caption_is_html),
        "rating": one.rating,
        "is_ai": one.is_ai,
        "tags": [
            {"name": tag.name, "translated": tag.translated, "kind": tag.kind} for tag in one.tags
        ],
        "series": one.facts.get("series"),
        "counts": one.facts.get("counts", {}),
        "sources": one.facts.get("sources", []),
        "pages": _pages(tx, one),
        "lists": _lists(tx, one),
        "revisions": _revisions(tx, one),
        "raw": _raw(told.raw(tx, one.id)),
    }


def _account(one: Publication) -> dict[str, Any] | None:
    if one.account is None:
        return None
    ref, handle = one.account.ref, one.account.handle
    return {"id": ref.id, "handle": handle, "name": one.account.name, "url": one.account.url}


def _pages(tx: Tx, one: Publication) -> list[dict[str, Any]]:
    return [
        {
            "position": page.position,
            "artwork_id": page.artwork_id,
            "sha256": page.sha256,
            "width": page.width,
            "height": page.height,
            "alt": page.alt or None,
            "replaced_at": _time(page.replaced_at),
            "error": page.error,
        }
        for page in publications.pages(tx, one.id)
    ]


def _lists(tx: Tx, one: Publication) -> list[dict[str, Any]]:
    return [
        {
            "title": each.title,
            "url": each.url,
            "added_at": _time(each.added_at),
            "removed_at": _time(each.removed_at),
        }
        for each in publications.lists(tx, one.id)
    ]


def _revisions(tx: Tx, one: Publication) -> list[dict[str, Any]]:
    return [
        {
            "until": _time(each.until),
            "title": each.title,
            "caption": each.caption,
            "rating": each.rating,
            "is_ai": each.is_ai,
            "tags": list(each.tags),
        }
        for each in publications.revisions(tx, one.id)
    ]


def _raw(text: str | None) -> Any:
    """Return a site's answer as it was; what is no JSON stays text."""
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")


def as_json(known: dict[str, Any], *, indent: int | None = None) -> str:
    """Write it down, in one line or indented; halves of letters are escaped, so it is UTF-8."""
    text = json.dumps(known, ensure_ascii=False, indent=indent)
    return text.encode("utf-8", "backslashreplace").decode()
