"""Are the posts we hold still there? A few looks a day, doubts first.

A look that does not find a post is a doubt. It counts only when the site answers for another
post that was there: otherwise it is the site that is down, or bars us. Two such looks on
different days, and the post is held to be gone; what we hold of it stays and is marked.
"""

from collections import Counter
from datetime import timedelta

from artkeep import jobs
from artkeep.collect.looking import Looking, record
from artkeep.db.engine import Tx
from artkeep.errors import SiteDown
from artkeep.intake import ways
from artkeep.jobs import Turn
from artkeep.library import accounts, checks
from artkeep.library.checks import Checked
from artkeep.model.records import CheckState
from artkeep.model.refs import RunId
from artkeep.workbench import Workbench

KIND = "recheck"
PER_DAY = 500  # looks at one site, unless the settings say otherwise
EVERY = timedelta(days=30)  # a post found alive is looked at again after that


def ask(tx: Tx, site: str, *, at_most: int = PER_DAY, gone: bool = False) -> RunId:
    """Ask for the posts of a site to be looked at; `gone`: those held to be gone, and doubts."""
    return jobs.add(tx, KIND, site, arguments={"at_most": at_most, "gone": gone})


def run(bench: Workbench, turn: Turn) -> None:
    """Look at the posts of a site, as many as today's budget allows."""
    name = turn.run.subject
    at_most = int(str(turn.run.arguments.get("at_most", PER_DAY)))
    choose = checks.missed if turn.run.arguments.get("gone") else _due
    with bench.db.read() as tx:
        due = choose(tx, name, at_most)
        controls = checks.healthy(tx, name)
        artists = accounts.addresses(tx, [post.id for post in due])
    looking = Looking(*ways.to(bench, name, None, turn), controls)
    counts: Counter[str] = Counter(turn.run.counts)
    turn.progress(unit="posts", total=turn.run.done + len(due))
    for number, post in enumerate(due, turn.run.done + 1):
        turn.check()
        found, state, words = looking.look(post.ref, artists.get(post.id, ""))
        with turn.begin() as tx:
            counts[record(tx, post, found, state, words).value] += 1
            turn.progress(done=number, counts=dict(counts))
        if state is CheckState.SITE_DOWN:
            raise SiteDown(name, words)


def look(bench: Workbench, site: str, post: Checked) -> CheckState:
    """Look at one post at once. Raises what concerns the site as a whole."""
    with bench.db.read() as tx:
        controls = checks.healthy(tx, site)
        artist = accounts.addresses(tx, [post.id]).get(post.id, "")
    looking = Looking(*ways.to(bench, site, None, None), controls)
    found, state, words = looking.look(post.ref, artist)
    with bench.db.begin() as tx:
        return record(tx, post, found, state, words)


def _due(tx: Tx, site: str, at_most: int) -> list[Checked]:
    doubtful = checks.doubtful(tx, site, at_most)
    known = {post.id for post in doubtful}
    others = checks.due(tx, site, at_most, tx.now - EVERY)
    return (doubtful + [post for post in others if post.id not in known])[:at_most]
