"""A post that is not here yet, described as the work that it would be, from what its site tells."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa

from artkeep.db.engine import Tx
from artkeep.db.tables import account, account_name
from artkeep.library import columns, findable, site_tags, terms
from artkeep.library.described import Artist, Cover, Described, Publication, plain
from artkeep.library.query import matching
from artkeep.library.query.matching import Facts
from artkeep.library.query.qualifiers import VALUES
from artkeep.library.terms import Space
from artkeep.model.found import AccountInfo, PageInfo, PostInfo

_TYPES = {name: media_type for media_type, name in findable.TYPES.items()}
_UGOIRA = "ugoira"
_MAY_MOVE = frozenset({"", "gif", "webp", "avif"})  # of the others, those that move are rare

# what we know of an artist beside what a site tells now: whose account it is, and its old names
_KNOWN = sa.select(account.c.id, account.c.person_id).where(
    account.c.site == sa.bindparam("its_site"),
    account.c.site_account_id == sa.bindparam("its_account"),
)
_FORMER = sa.select(account_name.c.name, account_name.c.handle).where(
    account_name.c.account_id == sa.bindparam("its_id")
)


def facts(tx: Tx, found: PostInfo) -> Facts:
    """Return what a post will be found by, as far as that is known before its pictures are here."""
    first = found.pages[0] if found.pages else PageInfo("")
    kind = _type(first)
    cover = Cover(_TYPES.get(kind, ""), first.width or 1, first.height or 1)
    work = Described(0, 0, found.title, None, cover, posts=[_publication(tx, found)])
    known = matching.facts(work, _unknown(first, kind))
    return replace(known, kinds=terms.kinds(tx, known.kinds))


def _unknown(first: PageInfo, kind: str) -> set[str]:
    """Return what only the picture itself will tell."""
    unknown: set[str] = set()
    if not (first.width and first.height):
        unknown |= matching.OF_SIZE
    if not kind:
        unknown |= {Space.TYPE.value}
    if kind in _MAY_MOVE:
        unknown |= {matching.MOVES}
    return unknown


def _type(page: PageInfo) -> str:
    """Return the type of a picture, as its address ends or says; "" where it does not."""
    if page.delays:
        return _UGOIRA
    parts = urlsplit(page.url)
    said = (
        PurePosixPath(parts.path).suffix.lstrip(".") or parse_qs(parts.query).get("format", [""])[0]
    )
    kind = VALUES["type"].get(said.lower(), said.lower())
    return kind if kind in _TYPES else ""


def _publication(tx: Tx, found: PostInfo) -> Publication:
    return Publication(
        id=0,
        site=found.ref.site,
        url=found.url,
        title=found.title,
        text=plain(found.caption) if found.caption_is_html else found.caption,
        published_at=found.published_at,
        rating=found.rating and found.rating.value,
        is_ai=bool(found.is_ai),
        is_told=True,
        is_gone=False,
        facts=columns.facts(found),
        artist=None if found.account is None else _artist(tx, found.account),
        pages=len(found.pages),
        tags=list(site_tags.by_name(found.tags).values()),
    )


def _artist(tx: Tx, told: AccountInfo) -> Artist:
    asked = {"its_site": told.ref.site, "its_account": told.ref.id}
    known = tx.execute(_KNOWN, asked).one_or_none()
    names = [told.name, told.handle]
    if known is None:
        return Artist(told.ref.site, told.ref.id, told.handle, None, names)
    former: Sequence[sa.Row[Any]] = tx.execute(_FORMER, {"its_id": known.id}).all()
    names += [name for row in former for name in (row.name, row.handle)]
    return Artist(told.ref.site, told.ref.id, told.handle, known.person_id, names)
