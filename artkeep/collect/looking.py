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
from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.sites.base import Lists, Site
from artkeep.texts import text
from artkeep.workbench.way import Way


class Looking:
    """Looks at posts; remembers whether the site was healthy beside the last failed look."""

    def __init__(self, site: Site, way: Way, controls: Sequence[PostRef]) -> None:
        self._site, self._way, self._controls = site, way, tuple(controls)
        self._has_left: dict[str, bool] = {}  # artists by the addresses of their accounts

    def look(self, ref: PostRef, artist_url: str = "") -> tuple[PostInfo | None, CheckState, str]:
        """Return what the site tells of a post, the state that follows, and why, in words.

        `artist_url`: where its artist's account is, to see whether that is gone as well.
        """
        try:
            found = self._fetch(ref)
        except Gone as gone:
            _, state, words = self._doubt(ref, CheckState.REMOVED, str(gone))
            if state is CheckState.REMOVED and self._left(artist_url):
                return (
                    None,
                    CheckState.ACCOUNT_GONE,
                    text("{words}; nor is its artist's account", words=words),
                )
            return None, state, words
        except (Withheld, LoginNeeded) as withheld:
            return self._doubt(ref, CheckState.PRIVATE, str(withheld))
        except SiteChanged as changed:
            return None, CheckState.UNSURE, str(changed)
        self._controls = (ref, *self._besides(ref)[: checks.CONTROLS - 1])
        return found, CheckState.ALIVE, ""

    def _fetch(self, ref: PostRef) -> PostInfo:
        with self._way.heeding():
            return self._site.fetch(self._way, ref)

    def _doubt(
        self, ref: PostRef, state: CheckState, words: str
    ) -> tuple[PostInfo | None, CheckState, str]:
        """Trust a failed look only beside a good one at the same site."""
        why = text("no other post of this site to compare with")
        for control in self._besides(ref):
            try:
                self._fetch(control)
            except (Gone, Withheld, LoginNeeded) as error:
                self._controls = tuple(each for each in self._controls if each != control)
                why = text("but so is another post: {error}", error=str(error))
            except (SiteDown, Unreachable) as error:
                return None, CheckState.SITE_DOWN, str(error)
            else:
                return None, state, words
        return None, CheckState.UNSURE, text("{words}; {why}", words=words, why=why)

    def _left(self, artist_url: str) -> bool:
        """Say whether the site tells that an account is gone; where it tells nothing: no."""
        if not artist_url:
            return False
        if artist_url not in self._has_left:
            self._has_left[artist_url] = self._says_gone(self._site.parse(artist_url))
        return self._has_left[artist_url]

    def _says_gone(self, theirs: Ref | None) -> bool:
        if not isinstance(theirs, CollectionRef) or not isinstance(self._site, Lists):
            return False
        try:
            with self._way.heeding():
                self._site.describe(self._way, theirs)
        except Gone:
            return True
        except (Withheld, LoginNeeded, SiteChanged):
            return False
        return False

    def _besides(self, ref: PostRef) -> tuple[PostRef, ...]:
        return tuple(control for control in self._controls if control != ref)


def record(
    tx: Tx, post: Checked, found: PostInfo | None, state: CheckState, words: str
) -> CheckState:
    """Write what a look found; what has changed becomes a revision."""
    was_gone = checks.is_gone(tx, post.id)
    if found is not None and told.save(tx, found).is_changed:
        state, words = CheckState.EDITED, text("it says or shows something else by now")
    checks.note(tx, post.id, state, words, was_gone=was_gone)
    return state
