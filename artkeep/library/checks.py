"""Whether posts are still there: what looks at them found.

One look that finds nothing is a doubt; a post is gone when two looks on different days found so,
each beside a healthy look at the same site (`artkeep.collect.recheck`). What we hold stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.engine import Tx
from artkeep.db.tables import Id, account, post, post_check
from artkeep.db.tables.posts import DOUBTFUL
from artkeep.errors import NotFound
from artkeep.library import projection, wanted
from artkeep.model.headline import titled
from artkeep.model.records import CheckState
from artkeep.model.refs import PostId, PostRef
from artkeep.texts import text

GONE = frozenset({CheckState.REMOVED, CheckState.ACCOUNT_GONE, CheckState.PRIVATE})
APART = timedelta(hours=20)  # two looks on different days, also when the second is a little early
_DUE = (post.c.told_at.is_not(None), post.c.gone_at.is_(None), post.c.shunned_at.is_(None))
_POSTS = sa.select(post.c.id, post.c.site_post_id, post.c.check_state, post.c.checked_at)
CONTROLS = 3
_LOOKED_THROUGH = 200  # posts, for so many of different artists
_QUIET = frozenset({CheckState.ALIVE, CheckState.SITE_DOWN})


@dataclass(frozen=True, slots=True)
class Checked:
    """A post that is looked at. `state` is what the last look found, None before the first."""

    id: PostId
    ref: PostRef
    state: CheckState | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class News:
    """A look that found a change or a doubt, for the digest. `is_told`: its site told of it."""

    post_id: PostId
    ref: PostRef
    title: str
    url: str
    at: datetime
    state: CheckState
    words: str
    is_told: bool


def due(tx: Tx, site: str, limit: int, before: datetime) -> list[Checked]:
    """Return the posts of a site that nobody has seen since `before`, longest ago first.

    A list that told of a post has seen it, too; another program that had kept it has not.
    """
    wanted = _POSTS.where(post.c.site == site, *_DUE).limit(limit)
    never = wanted.where(post.c.looked_at.is_(None)).order_by(post.c.id)
    long_ago = wanted.where(post.c.looked_at < before).order_by(post.c.looked_at, post.c.id)
    found = [_checked(row, site) for row in tx.execute(never)]
    if len(found) < limit:  # each has its place in the index
        found += [_checked(row, site) for row in tx.execute(long_ago)]
    return found[:limit]


def doubtful(tx: Tx, site: str, limit: int) -> list[Checked]:
    """Return the posts that a look at least most of a day ago did not find."""
    query = (
        _POSTS.where(
            post.c.site == site,
            sa.text(DOUBTFUL),
            post.c.shunned_at.is_(None),
            post.c.checked_at <= tx.now - APART,
            sa.func.coalesce(post.c.told_at <= post.c.checked_at, sa.true()),  # or seen since
        )
        .order_by(post.c.checked_at, post.c.id)
        .limit(limit)
    )
    return [_checked(row, site) for row in tx.execute(query)]


def missed(tx: Tx, site: str, limit: int) -> list[Checked]:
    """Return the posts of a site that are gone or in doubt, longest not looked at first."""
    one = _POSTS.where(post.c.site == site).order_by(post.c.checked_at, post.c.id).limit(limit)
    rows = [
        row
        for which in (post.c.gone_at.is_not(None), sa.text(DOUBTFUL))  # each has its own index
        for row in tx.execute(one.where(which))
    ]
    rows.sort(key=lambda row: (row.checked_at is not None, row.checked_at, row.id))
    return [_checked(row, site) for row in rows[:limit]]


def get(tx: Tx, post_id: PostId) -> Checked:
    """Return a post to look at. Raises NotFound."""
    query = sa.select(
        post.c.id, post.c.site, post.c.site_post_id, post.c.check_state, post.c.checked_at
    ).where(post.c.id == post_id, post.c.told_at.is_not(None))
    row = tx.execute(query).one_or_none()
    if row is None:
        raise NotFound(text("there is no post {post_id} of a site", post_id=post_id))
    return _checked(row, row.site)


@dataclass(frozen=True, slots=True)
class Gone:
    """A post that is gone at its source; what we hold of it stays."""

    post_id: PostId
    ref: PostRef
    title: str
    url: str
    artist: str
    gone_at: datetime
    state: CheckState | None
    checked_at: datetime | None


def gone(tx: Tx, after: tuple[datetime, int] | None, limit: int) -> list[Gone]:
    """Return the posts that are gone, the latest first, behind a moment and an id."""
    key = sa.tuple_(post.c.gone_at, post.c.id)
    query = (
        sa.select(post, account.c.name, account.c.handle)
        .join(account, account.c.id == post.c.account_id, isouter=True)
        .where(post.c.gone_at.is_not(None))
        .order_by(post.c.gone_at.desc(), post.c.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(key < sa.tuple_(*after, types=[Moment(), Id]))
    return [
        Gone(
            PostId(row.id),
            ref := PostRef(row.site, row.site_post_id),
            titled(row.title, ref),
            row.url,
            row.name or row.handle or "",
            row.gone_at,
            row.check_state and CheckState(row.check_state),
            row.checked_at,
        )
        for row in tx.execute(query)
    ]


def _checked(row: sa.Row[tuple[object, ...]], site: str) -> Checked:
    state = None if row.check_state is None else CheckState(row.check_state)
    return Checked(PostId(row.id), PostRef(site, row.site_post_id), state, row.checked_at)


def is_gone(tx: Tx, post_id: PostId) -> bool:
    """Say whether a post is held to be gone."""
    return tx.execute(sa.select(post.c.gone_at).where(post.c.id == post_id)).scalar() is not None


def note(tx: Tx, post_id: PostId, state: CheckState, words: str, *, was_gone: bool = False) -> bool:
    """Note what a look found; say whether the post is now held to be gone.

    `was_gone`: it was before what was found was saved, which is news.
    """
    query = sa.select(post.c.check_state, post.c.checked_at, post.c.gone_at, post.c.told_at)
    before = tx.execute(query.where(post.c.id == post_id)).one()
    news: dict[str, object] = {"checked_at": tx.now, "check_state": state.value}
    news["looked_at"] = tx.now
    doubted = _doubted(before)
    is_gone = state in GONE and doubted is not None and tx.now - doubted >= APART
    if state in GONE and not is_gone and doubted is not None:
        news.pop("checked_at")  # the same day: the first look counts
    if is_gone and before.gone_at is None:
        news["gone_at"] = tx.now
    if state is CheckState.ALIVE:
        news["gone_at"] = None
    tx.execute(sa.update(post).where(post.c.id == post_id).values(news))
    if news.get("gone_at", before.gone_at) != before.gone_at:
        projection.touch_posts(tx, [post_id])
    if state in GONE and before.gone_at is None:
        wanted.hurry(tx, post_id)
    if state not in _QUIET or (state is CheckState.ALIVE and (was_gone or before.gone_at)):
        tx.execute(
            sa.insert(post_check).values(post_id=post_id, at=tx.now, state=state.value, words=words)
        )
    return is_gone


def doubts(tx: Tx, post_id: PostId) -> int:
    """Return how often we did not understand what its site said of a post."""
    query = sa.select(sa.func.count()).where(
        post_check.c.post_id == post_id, post_check.c.state == CheckState.UNSURE.value
    )
    return int(tx.execute(query).scalar_one())


def _doubted(before: sa.Row[tuple[object, ...]]) -> datetime | None:
    """Return since when a post is in doubt; None: it is not, or its site told of it since."""
    at: datetime | None = before.checked_at
    if before.check_state not in GONE or at is None:
        return None
    return at if before.told_at is None or before.told_at <= at else None


def healthy(tx: Tx, site: str) -> list[PostRef]:
    """Return the posts of a site that were seen alive last: the controls of failed looks.

    Each is of another artist: one who leaves takes all posts along.
    """
    seen = sa.or_(
        post.c.checked_at.is_(None),
        post.c.check_state == CheckState.ALIVE.value,
        post.c.told_at >= post.c.checked_at,
    )
    query = (
        sa.select(post.c.site_post_id, post.c.account_id, post.c.id)
        .where(post.c.site == site, *_DUE, post.c.looked_at.is_not(None), seen)
        .order_by(post.c.looked_at.desc(), post.c.id.desc())
        .limit(_LOOKED_THROUGH)
    )
    artists: dict[tuple[int | None, int | None], PostRef] = {}
    for row in tx.execute(query):
        by = (None, row.id) if row.account_id is None else (row.account_id, None)
        artists.setdefault(by, PostRef(site, row.site_post_id))
    return list(artists.values())[:CONTROLS]


def news(tx: Tx, since: datetime, limit: int) -> Sequence[News]:
    """Return what looks found since then, newest first."""
    query = (
        sa.select(post_check, post.c.site, post.c.site_post_id, post.c.title, post.c.url)
        .add_columns(post.c.told_at)
        .join(post, post.c.id == post_check.c.post_id)
        .where(post_check.c.at >= since)
        .order_by(post_check.c.at.desc(), post_check.c.id.desc())
        .limit(limit)
    )
    return [
        News(
            PostId(row.post_id),
            ref := PostRef(row.site, row.site_post_id),
            titled(row.title, ref),
            row.url,
            row.at,
            CheckState(row.state),
            row.words,
            row.told_at is not None,
        )
        for row in tx.execute(query)
    ]
