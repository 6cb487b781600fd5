"""What happened before the demo opens: a few posts were kept, and what became of them since.

One was given another name and then drawn anew by its artist, one is gone. Two looks on different
days are needed to know that, so the library is handed a calendar whose pages can be turned.
"""

from datetime import datetime, timedelta

from artkeep.clock import SystemClock
from artkeep.collect import follow, recheck
from artkeep.fakes.world import Publication, World
from artkeep.fakes.world_works import DELETED, REPLACED
from artkeep.handlers import UNCOMPARED
from artkeep.jobs import work
from artkeep.workbench import Workbench


class Calendar(SystemClock):
    """The machine's clock, so many days late."""

    days_ago = 0

    def now(self) -> datetime:
        return super().now() - timedelta(days=self.days_ago)


def happen(bench: Workbench, calendar: Calendar, world: World) -> None:
    """Let it happen; in the end it is today."""
    lost, anew = found(world, "bluesky", DELETED), found(world, "mastodon", REPLACED)
    calendar.days_ago = 40
    for post in (world.fox("bluesky"), lost, anew):
        follow.address(bench, post.url)
    _look(bench)
    for days_ago, event in ((20, "edited"), (3, "replaced")):
        calendar.days_ago = days_ago
        world.happen(anew.site, anew.id, event)
        follow.address(bench, anew.url)
    world.happen(lost.site, lost.id, "deleted")
    for days_ago in (3, 1):
        calendar.days_ago = days_ago
        _look(bench)
    calendar.days_ago = 0


def found(world: World, site: str, index: int) -> Publication:
    """Return the post of a work on a site."""
    return next(post for post in world.on(site) if post.work.index == index)


def _look(bench: Workbench) -> None:
    """Fetch what is wanted, and look whether what was kept is still there."""
    with bench.db.begin() as tx:
        recheck.ask(tx, "bluesky")
    work(bench, UNCOMPARED)
