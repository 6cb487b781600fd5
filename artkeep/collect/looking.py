"""Look whether a post is still there, and write down what was found.

A look that does not find a post is a doubt. It counts only when the site answers for another post
that was there: otherwise it is the site that is down, or bars us.
"""

from collections.abc import Sequence

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

    def __init__(self, site: Site, way: Way, controls: Sequence[PostRef]) -> None:
        self._site, self._way, self._controls = site, way, tuple(controls)

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
        self._controls = (ref, *self._besides(ref)[:1])
        return found, CheckState.ALIVE, ""

    def _fetch(self, ref: PostRef) -> PostInfo:
        with self._way.heeding():
            return self._site.fetch(self._way, ref)

    def _doubt(
        self, ref: PostRef, state: CheckState, words: str
    ) -> tuple[PostInfo | None, CheckState, str]:
        """Trust a failed look only beside a good one at the same site."""
        controls = self._besides(ref)
        if not controls:
            return None, CheckState.UNSURE, f"{words}; no other post of this site to compare with"
        try:
            self._fetch(controls[0])
        except (Gone, Withheld, LoginNeeded) as error:
            self._controls = controls[1:]
            return None, CheckState.UNSURE, f"{words}; but so is another post: {error}"
        except (SiteDown, Unreachable) as error:
            return None, CheckState.SITE_DOWN, str(error)
        return None, state, words

    def _besides(self, ref: PostRef) -> tuple[PostRef, ...]:
        return tuple(control for control in self._controls if control != ref)


def record(
    tx: Tx, post: Checked, found: PostInfo | None, state: CheckState, words: str
) -> CheckState:
    """Write what a look found; what has changed becomes a revision."""
    was_gone = checks.is_gone(tx, post.id)
    if found is not None and told.save(tx, found).is_changed:
        state, words = CheckState.EDITED, "it says or shows something else by now"
    checks.note(tx, post.id, state, words, was_gone=was_gone)
    return state
