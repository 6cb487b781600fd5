"""Danbooru's search: tags, a few of its metatags, orders and pages."""

import re
from collections.abc import Callable, Sequence

from artkeep.fakes.danbooru import records
from artkeep.fakes.danbooru.records import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication

MOST_TAGS, MOST_POSTS, LAST_PAGE = 2, 200, 1000
FREE = ("status:", "rating:", "limit:", "order:")  # words that do not count as tags
_SEQUENTIAL = re.compile(r"([ab])(\d+)")

Posts = Sequence[Publication]


class Refused(Exception):
    """A question is not answered: status, kind of error, and what is said."""

    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.error = error
        self.message = message


def search(stage: Stage, tags: str, page: str, limit: str) -> Posts:
    """Return the posts of one page. Raises Refused."""
    words = tags.split()
    if len([word for word in words if not word.startswith(FREE)]) > MOST_TAGS:
        said = f"You cannot search for more than {MOST_TAGS} tags at a time."
        raise Refused(422, "PostQuery::TagLimitError", said)
    posts: Posts = [post for post in stage.world.on(SITE) if records.is_there(stage, post)]
    if not any(word.startswith("status:") for word in words):
        posts = [post for post in posts if not records.is_deleted(post)]
    for word in words:
        posts = _kept(stage, posts, word)
    return _paged(posts, page, min(int(limit or 20), MOST_POSTS))


def pool(stage: Stage, number: str) -> tuple[str, ...] | None:
    """Return the posts of a pool in their order, the first one first; None: there is none."""
    ids = stage.world.lists(SITE).get(number) if number.isdecimal() else None
    return None if ids is None else tuple(reversed(ids))


def favourites(stage: Stage) -> tuple[str, ...]:
    """Return the collector's favourites, the latest first."""
    hidden = records.memory(stage).hides_favourites
    return () if hidden else stage.world.lists(SITE)["favorites"]


def _kept(stage: Stage, posts: Posts, word: str) -> Posts:
    name, colon, value = word.partition(":")
    if colon and name in METATAGS:
        return METATAGS[name](stage, posts, value)
    if word.startswith("-"):
        return [post for post in posts if word[1:] not in _names(post)]
    return [post for post in posts if word in _names(post)]


def _names(post: Publication) -> set[str]:
    return {tag.name for tag in post.tags}


def _listed(posts: Posts, ids: Sequence[str], *, in_order: bool) -> Posts:
    place = {post_id: number for number, post_id in enumerate(ids)}
    found = [post for post in posts if post.id in place]
    return sorted(found, key=lambda post: place[post.id]) if in_order else found


def _by_id(stage: Stage, posts: Posts, value: str) -> Posts:  # noqa: ARG001  as its like
    wanted = set(value.split(","))
    return [post for post in posts if post.id in wanted]


def _by_digest(stage: Stage, posts: Posts, value: str) -> Posts:
    shown = [post for post in posts if records.is_shown(stage, post)]
    return [post for post in shown if records.digest(post) == value]


def _ordered(stage: Stage, posts: Posts, value: str) -> Posts:  # noqa: ARG001  as its like
    if value == "score":
        return sorted(posts, key=lambda post: (-post.counts.score, -int(post.id)))
    return sorted(posts, key=lambda post: int(post.id), reverse=value == "id_desc")


def _fav(stage: Stage, posts: Posts, value: str, *, in_order: bool = False) -> Posts:
    if value.lower() != stage.world.collector.handles[SITE].handle.lower():
        return []
    return _listed(posts, favourites(stage), in_order=in_order)


def _any_status(stage: Stage, posts: Posts, value: str) -> Posts:  # noqa: ARG001  as its like
    return posts if value == "any" else [post for post in posts if records.is_deleted(post)]


METATAGS: dict[str, Callable[[Stage, Posts, str], Posts]] = {
    "id": _by_id,
    "md5": _by_digest,
    "order": _ordered,
    "status": _any_status,
    "fav": _fav,
    "ordfav": lambda stage, posts, value: _fav(stage, posts, value, in_order=True),
    "pool": lambda stage, posts, value: _listed(posts, pool(stage, value) or (), in_order=False),
    "ordpool": lambda stage, posts, value: _listed(posts, pool(stage, value) or (), in_order=True),
}


def _paged(posts: Posts, page: str, limit: int) -> Posts:
    found = _SEQUENTIAL.fullmatch(page)
    if found and found[1] == "b":
        older = [post for post in posts if int(post.id) < int(found[2])]
        return sorted(older, key=lambda post: -int(post.id))[:limit]
    if found:
        newer = [post for post in posts if int(post.id) > int(found[2])]
        return sorted(newer, key=lambda post: int(post.id))[:limit][::-1]
    number = max(1, int(page or 1))
    if number > LAST_PAGE:
        said = f"You cannot go beyond page {LAST_PAGE}."
        raise Refused(410, "PaginationExtension::PaginationError", said)
    return posts[(number - 1) * limit : number * limit]
