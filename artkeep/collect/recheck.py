"""Are the posts we hold still there? A few looks a day, doubts first.

A look that does not find a post is a doubt. It counts only when the site answers for another
post that was there: otherwise it is the site that is down, or bars us. Two such looks on
different days, and the post is held to be gone; what we hold of it stays and is marked.
"""

from collections import Counter
from datetime import timedelta

from artkeep import jobs
from artkeep.db.engine import Tx
from artkeep.errors import Gone, LoginNeeded, SiteChanged, SiteDown, Unreachable, Withheld
from artkeep.intake import ways
from artkeep.jobs import Turn
from artkeep.library import checks, told
from artkeep.library.checks import Checked
from artkeep.model.found import PostInfo
from artkeep.model.records import CheckState
from artkeep.model.refs import PostRef, RunId
from artkeep.sites.base import Site
from artkeep.workbench import Workbench
from artkeep.workbench.way import Way

KIND = "recheck"
PER_DAY = 500  # looks at one site, unless the settings say otherwise
EVERY = timedelta(days=30)  # a post found alive is looked at again after that


def ask(tx: Tx, site: str, *, at_most: int = PER_DAY) -> RunId:
    """Ask for the posts of a site to be looked at."""
    return jobs.add(tx, KIND, site, arguments={"at_most": at_most})


def run(bench: Workbench, turn: Turn) -> None:
    """Look at the posts of a site, as many as today's budget allows."""
    name = turn.run.subject
    with bench.db.read() as tx:
        due = _due(tx, name, int(str(turn.run.arguments.get("at_most", PER_DAY))))
        control = checks.healthy(tx, name)
    looking = _Looking(*ways.to(bench, name, None, turn), control)
    counts: Counter[str] = Counter(turn.run.counts)
    turn.progress(unit="posts", total=turn.run.done + len(due))
    for number, post in enumerate(due, turn.run.done + 1):
        turn.check()
        found, state, words = looking.look(post.ref)
        with turn.begin() as tx:
            counts[_record(tx, post, found, state, words).value] += 1
            turn.progress(done=number, counts=dict(counts))
        if state is CheckState.SITE_DOWN:
            raise SiteDown(name, words)


def _due(tx: Tx, site: str, at_most: int) -> list[Checked]:
    doubtful = checks.doubtful(tx, site, at_most)
    known = {post.id for post in doubtful}
    others = checks.due(tx, site, at_most, tx.now - EVERY)
    return (doubtful + [post for post in others if post.id not in known])[:at_most]


class _Looking:
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


def _record(
    tx: Tx, post: Checked, found: PostInfo | None, state: CheckState, words: str
) -> CheckState:
    """Write what a look found; what has changed becomes a revision."""
    if found is not None and told.save(tx, found).is_changed:
        state, words = CheckState.EDITED, "it says or shows something else by now"
    checks.note(tx, post.id, state, words)
    return state
