"""One post: ask its site for it, and note when it is gone, withheld or different."""

from collections.abc import Mapping
from dataclasses import dataclass

from artkeep.db.engine import Tx
from artkeep.errors import (
    AddressRefused,
    AnswerTooLarge,
    ArtkeepError,
    BadAnswer,
    Gone,
    PictureRefused,
    SiteChanged,
    SiteDown,
    SiteError,
    Withheld,
)
from artkeep.library import checks, filters, told, wanted
from artkeep.library.wanted import WantedPost
from artkeep.model.found import PostInfo
from artkeep.model.records import CheckState
from artkeep.model.refs import PostId
from artkeep.sites.base import Site
from artkeep.workbench.way import Way


@dataclass(frozen=True, slots=True)
class Asked:
    """What a site answered about a post: all of it, or why not.

    `error` is what another try may not meet, None where the site has said its word.
    """

    post: WantedPost
    found: PostInfo | None
    state: CheckState
    words: str = ""
    error: SiteError | None = None


TOLD, PASSED = "posts", "passed"  # words for what was saved, and what no filter wants
_MEANS: Mapping[type[ArtkeepError], CheckState] = {
    Gone: CheckState.REMOVED,
    Withheld: CheckState.PRIVATE,
    SiteChanged: CheckState.UNSURE,
    PictureRefused: CheckState.ALIVE,  # a post that is a video: there, and nothing for us
}


def ask(site: Site, way: Way, post: WantedPost) -> Asked:
    """Ask for a post. What concerns the site as a whole (limits, logins, trouble) is raised."""
    try:
        with way.heeding():
            return Asked(post, site.fetch(way, post.ref), CheckState.ALIVE)
    except SiteDown:
        raise
    except tuple(_MEANS) as error:
        state = next(state for kind, state in _MEANS.items() if isinstance(error, kind))
        return Asked(post, None, state, str(error))
    except (BadAnswer, AnswerTooLarge, AddressRefused) as error:  # of this post alone
        return Asked(post, None, CheckState.UNSURE, str(error), error)


def save(tx: Tx, asked: Asked) -> str:
    """Save what a site answered, and return the word for it; what is here of what is gone stays."""
    if asked.found is not None:
        return _save_told(tx, asked.post.id, asked.found)
    checks.note(tx, asked.post.id, asked.state, asked.words)
    again_at = None
    if asked.error is not None:
        again_at = wanted.later(tx.now, checks.doubts(tx, asked.post.id))
    wanted.cannot_ask(tx, asked.post.id, asked.words, again_at)
    return asked.state.value


def _save_told(tx: Tx, post_id: PostId, found: PostInfo) -> str:
    if filters.is_unwanted(tx, post_id, found) and filters.pass_over_asked(tx, post_id, found):
        return PASSED
    told.save(tx, found)
    return TOLD
