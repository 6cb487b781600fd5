"""What is followed, site by site, in words: when it was read, how much there is, why it waits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from artkeep import jobs
from artkeep.collect import fetch, recheck, refresh
from artkeep.db.engine import Tx
from artkeep.jobs import lanes
from artkeep.jobs.lanes import LaneState
from artkeep.library import collections, filters, logins, tallies
from artkeep.library.collections import Collection
from artkeep.library.tallies import Tally
from artkeep.model.logins import HeldLogin
from artkeep.model.records import Run, RunState
from artkeep.model.refs import CollectionId
from artkeep.sites import SITES
from artkeep.sites.base import Site
from artkeep.texts import Kept, many, number, text
from artkeep.web import naming, searching, words
from artkeep.web.desk import Desk
from artkeep.web.runs import RunView
from artkeep.web.troubles import plainly

HOUR = 3600
EVERY = {  # seconds → how a person says it
    HOUR: text("every hour"),
    6 * HOUR: text("every 6 hours"),
    24 * HOUR: text("every day"),
    7 * 24 * HOUR: text("every week"),
}
OF_LOGINS = "LoginNeeded"
KINDS = (refresh.KIND, fetch.KIND, recheck.KIND)


@dataclass(frozen=True, slots=True)
class ListView:
    """A list as the page shows it. `every` is seconds, None: only when told."""

    id: int
    title: str
    url: str
    tally: Tally
    read: str
    again: str
    every: int | None
    is_paused: bool
    run: RunView | None
    problem: str
    needs_login: bool
    only: str  # what it is filtered by: a kept search's name, or a query; "" to strangers, too
    inside: tuple["ListView", ...] = ()

    @property
    def moving(self) -> int:
        """How many of the lists inside are being read or wait for it."""
        return sum(each.run is not None and not each.run.at_end for each in self.inside)

    @property
    def troubled(self) -> int:
        """How many of the lists inside could not be read."""
        return sum(bool(each.problem) for each in self.inside)


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site as the page shows it; `run` fetches its pictures."""

    name: str
    title: str
    home: str
    tally: Tally
    logins: tuple[HeldLogin, ...]
    takes_login: bool
    pace: str
    spent: str
    resting: tuple[str, ...]
    run: RunView | None
    is_paused: bool
    needs_login: bool
    lists: tuple[ListView, ...]


def sites(desk: Desk, tx: Tx) -> list[SiteView]:
    """Return the sites that we follow something on, hold something of or are signed in at."""
    runs = {(run.kind, run.subject): run for run in _runs(tx)}
    held = collections.followed(tx)
    of_sites = tallies.of_sites(tx, list(SITES))
    of_lists = tallies.of_lists(tx)
    known = logins.recent(tx)
    states = lanes.state(tx)
    there = {*of_sites, *(each.ref.site for each in held), *(each.site for each in known)}
    telling = _Telling(desk, runs, of_lists, filters.names(tx))
    found = []
    for name in SITES:
        if name in there:
            told = telling.site(SITES[name], [one for one in held if one.ref.site == name])
            own = tuple(each for each in known if each.site == name)
            lanes_there = [lane for lane in states if lane.site == name]
            found.append(_with_lanes(told, of_sites.get(name, Tally()), own, lanes_there))
    return found


def others(shown: Iterable[SiteView]) -> list[Site]:
    """Return the sites that could be followed and are not."""
    names = {site.name for site in shown}
    return [site for name, site in SITES.items() if name not in names]


def _runs(tx: Tx) -> Sequence[Run]:
    return naming.named(tx, jobs.of_kinds(tx, KINDS))


@dataclass(frozen=True, slots=True)
class _Telling:
    desk: Desk
    runs: Mapping[tuple[str, str], Run]
    tallies: Mapping[CollectionId, Tally]
    searches: Mapping[int, str]  # names of kept searches that filter something

    def site(self, site: Site, held: Sequence[Collection]) -> SiteView:
        run = self.runs.get((fetch.KIND, site.name))
        return SiteView(
            name=site.name,
            title=site.about.title,
            home=site.about.home,
            tally=Tally(),
            logins=(),
            takes_login=bool(site.about.login),
            pace=self._pace(site),
            spent="",
            resting=(),
            run=None if run is None or run.state is RunState.DONE else self.desk.run(run),
            is_paused=_is_stopped(run),
            needs_login=run is not None and run.error_kind == OF_LOGINS,
            lists=self._lists(held),
        )

    def _pace(self, site: Site) -> str:
        _, way = self.desk.bench.site(site.name)
        if way.lanes is None:
            return text("asked without pauses")
        gap = way.reach.addresses["base_url"].pace.gap
        return text("one request in {seconds} s", seconds=f"{gap:g}")

    def _lists(self, held: Sequence[Collection]) -> tuple[ListView, ...]:
        """Fold the lists that were found inside another below it."""
        ids = {each.id for each in held}
        inside: dict[CollectionId | None, list[ListView]] = {}
        for each in held:
            outer = each.inside_id if each.inside_id in ids else None
            inside.setdefault(outer, []).append(self._list(each))
        return tuple(_with_inside(each, inside) for each in inside.get(None, []))

    def _list(self, held: Collection) -> ListView:
        run = self.runs.get((refresh.KIND, str(held.id)))
        shown = None if run is None or run.state is RunState.DONE else self.desk.run(run)
        now = self.desk.bench.clock.now()
        return ListView(
            id=held.id,
            title=held.title,
            url=held.url,
            tally=self.tallies.get(held.id, Tally()),
            read=last_read(held.read_at, now),
            again=again(held.next_at, now),
            every=None if held.next_at is None else held.every,
            is_paused=_is_stopped(run),
            run=shown,
            problem=_problem(shown, run, held),
            needs_login=run is not None and run.error_kind == OF_LOGINS,
            only=self._only(held),
        )

    def _only(self, held: Collection) -> str:
        if not searching.sees_kept(self.desk):
            return ""
        return self.searches.get(held.filter_search_id or 0, held.filter)


def _with_inside(
    outer: ListView, below: Mapping[CollectionId | None, Sequence[ListView]]
) -> ListView:
    """Fold lists into the one that they were found in."""
    inside = (_with_inside(each, below) for each in below.get(CollectionId(outer.id), ()))
    return replace(outer, inside=tuple(inside))


def _is_stopped(run: Run | None) -> bool:
    return run is not None and (run.state is RunState.STOPPED or run.stop_requested)


def _problem(shown: RunView | None, run: Run | None, held: Collection) -> str:
    """Say why a list could not be read; what a new reading is about to mend is not said."""
    if shown is None or run is None:
        return ""
    return shown.error or (plainly(held.error or "") if run.state is RunState.FAILED else "")


def last_read(read_at: datetime | None, now: datetime) -> str:
    """Say when a list was read."""
    if read_at is None:
        return text("not read yet")
    return text("read {when}", when=words.ago(read_at, now))


def again(next_at: datetime | None, now: datetime) -> str:
    """Say when a list is read again."""
    if next_at is None:
        return text("only when told")
    if next_at <= now:
        return text("again now")
    return text("again in {span}", span=words.about((next_at - now).total_seconds()))


def _with_lanes(
    told: SiteView, tally: Tally, known: tuple[HeldLogin, ...], states: Sequence[LaneState]
) -> SiteView:
    asked = [lane for lane in states if not lane.place.startswith("pictures")]
    resting = [_resting(lane) for lane in states if lane.resting_until is not None]
    return replace(
        told,
        tally=tally,
        logins=known,
        spent=spent(asked),
        resting=tuple(dict.fromkeys(resting)),
    )


def _resting(lane: LaneState) -> str:
    where = lane.place.partition(" ")[2] or naming.site_title(lane.site)
    until = words.second(lane.resting_until) if lane.resting_until else ""
    if not lane.why:
        return text("{site} asked us to pause: resting until {time}", site=where, time=until)
    why = Kept(lane.why)
    return text("{site} {why}: resting until {time}", site=where, why=why, time=until)


def spent(lanes_there: Sequence[LaneState]) -> str:
    """Say how many requests were made today, and how many are left where there is a budget."""
    asked = sum(lane.spent for lane in lanes_there)
    left = [lane.left for lane in lanes_there if lane.left is not None]
    if not left:
        return many("{n} request today", "{n} requests today", asked) if asked else ""
    return many(
        "{n} request today, {left} left",
        "{n} requests today, {left} left",
        asked,
        left=number(min(left)),
    )
