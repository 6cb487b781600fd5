"""Look whether a post is still there, and write down what was found.

A look that does not find a post is a doubt. It counts only when the site answers for another post
that was there: otherwise it is the site that is down, or bars us.
"""

from artkeep.db.engine import Tx
from artkeep.errors import Gone, LoginNeeded, SiteChanged, SiteDown, Unreachable, Withheld
from artkeep.library import checks, told
from artkeep.library.checks import Checked
from artkeep.model.found import PostInfo
from artkeep.model.records import CheckState
from artkeep.model.refs import PostRef
from artkeep.sites.base import Site
from artkeep.workbench.way import Way


class Looking:
    """Looks at posts; remembers whether the site was healthy beside the last failed look."""

    def __init__(self, site: Site, way: Way, control: PostRef | None) -> None:
        self._site, self._way, self._control = site, way, control

    def look(self, ref: PostRef) -> tuple[PostInfo | None, CheckState, str]:
        """Return what the site tells of a post, the state that follows, and why, in words."""
        try:
            found = self._fetch(ref)
        except Gone as gone:
            return self._doubt(ref, CheckState.REMOVED, str(gone))
        except Withheld as withheld:
            return self._doubt(ref, CheckState.PRIVATE, str(withheld))
        except LoginNeeded as login:
            return self._doubt(ref, CheckState.PRIVATE, str(login))
        except SiteChanged as changed:
            return None, CheckState.UNSURE, str(changed)
        self._control = ref
        return found, CheckState.ALIVE, ""

    def _fetch(self, ref: PostRef) -> PostInfo:
        with self._way.heeding():
            return self._site.fetch(self._way, ref)

    def _doubt(
        self, ref: PostRef, state: CheckState, words: str
    ) -> tuple[PostInfo | None, CheckState, str]:
        """Trust a failed look only beside a good one at the same site."""
        if self._control is None or self._control == ref:
            return None, CheckState.UNSURE, f"{words}; no other post of this site to compare with"
        try:
            self._fetch(self._control)
        except (Gone, Withheld, LoginNeeded) as error:
            self._control = None
            return None, CheckState.UNSURE, f"{words}; but so is another post: {error}"
        except (SiteDown, Unreachable) as error:
            return None, CheckState.SITE_DOWN, str(error)
        return None, state, words


def record(
    tx: Tx, post: Checked, found: PostInfo | None, state: CheckState, words: str
) -> CheckState:
    """Write what a look found; what has changed becomes a revision."""
    was_gone = checks.is_gone(tx, post.id)
    if found is not None and told.save(tx, found).is_changed:
        state, words = CheckState.EDITED, "it says or shows something else by now"
    checks.note(tx, post.id, state, words, was_gone=was_gone)
    return state
