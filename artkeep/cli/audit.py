"""`artkeep audit [NAME…]`."""

import json
from collections import Counter
from dataclasses import dataclass, field

import click

from artkeep.cli import ending
from artkeep.cli.counting import counted, of
from artkeep.cli.ending import PARTLY_DONE
from artkeep.cli.opening import opened
from artkeep.cli.patience import patiently, span
from artkeep.cli.sync import named
from artkeep.cli.working import Task, finish_all, say
from artkeep.collect import audit, targets
from artkeep.collect.doctor import Finding
from artkeep.collect.targets import Target
from artkeep.errors import ArtkeepError, BadRequest, NotFound
from artkeep.intake import ways
from artkeep.library import audits, checks
from artkeep.library.collections import Collection
from artkeep.model.records import CheckState, Image
from artkeep.model.refs import Ref
from artkeep.sites import by_name
from artkeep.sites.base import Names
from artkeep.workbench import Workbench

_WRONG = ("gone", *checks.GONE, CheckState.UNSURE)
_WORTH_SAYING = 60.0  # seconds


@dataclass(slots=True)
class _Report:
    """What an audit of one list found."""

    held: Collection
    ours: Counter[str] = field(default_factory=Counter)  # intact, repaired, lost
    theirs: Counter[str] = field(default_factory=Counter)  # by how the posts stand
    not_asked: int = 0  # beyond what may be asked today
    troubles: list[str] = field(default_factory=list)
    ended_by: ArtkeepError | None = None  # why not all was looked at

    @property
    def is_well(self) -> bool:
        return not self.ours["lost"] and not any(self.theirs[word] for word in _WRONG)

    @property
    def code(self) -> int:
        if self.ended_by is not None:
            return self.ended_by.exit_code
        return 0 if self.is_well else PARTLY_DONE


@click.command("audit")
@click.argument("names", nargs=-1, metavar="[NAME…]")
@click.option("-u", "--user", metavar="NAME", help="All of a user on imagefap, by name.")
@click.option("-i", "--id", "id_", type=click.IntRange(1), help="All of a user, by number.")
@click.option("--force", is_flag=True, help="Look also at posts looked at less than 10 days ago.")
@click.option("--repair", is_flag=True, help="Fetch again what is damaged or missing with us.")
@click.option(
    "--at-most", type=click.IntRange(0), default=audit.PER_DAY, help="Posts a list, at most."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a list.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
def command(
    *,
    names: tuple[str, ...],
    user: str | None,
    id_: int | None,
    force: bool,
    repair: bool,
    at_most: int,
    **shown: bool,
) -> int:
    """Look whether the pictures of a list are still at their source, and whether ours are whole.

    NAME is a list as `sync` knows it: a site, a title, an address or a number; without any, all
    lists. Nothing is deleted, and nothing new is fetched. A post that is not found is held to be
    gone when two looks on different days agree. Interrupted, the same command goes on.
    """
    with opened() as bench:
        reports = [_Report(held) for held in _chosen(bench, names, user, id_)]
        for report in reports:
            if _was_read(report):
                _ours(bench, report, repair=repair)
                _theirs(bench, report, force=force, at_most=at_most, quiet=shown["quiet"])
            _tell(report, as_json=shown["as_json"])
    return ending.code_of_all(report.code for report in reports)


def _was_read(report: _Report) -> bool:
    """Say whether a list was read to its end; what was not cannot be audited."""
    try:
        audit.require_read(report.held)
    except NotFound as error:
        report.ended_by = error
    return report.ended_by is None


def _chosen(
    bench: Workbench, names: tuple[str, ...], user: str | None, id_: int | None
) -> list[Collection]:
    """Return the lists that are meant. Raises BadRequest and NotFound."""
    if user is None and id_ is None:
        chosen = named(bench, names)
        if not chosen:
            raise NotFound("no list is followed yet; run: artkeep read URL")
        return chosen
    if names:
        raise BadRequest("give the names of lists, or a user, not both")
    ref = targets.ref_of(Target(user=user, id=id_), needs_folder=False)
    ref = patiently(bench, ref.site, lambda: _settled(bench, ref))
    own = [
        held for held in named(bench, ()) if held.ref == ref or held.ref.id.startswith(f"{ref.id}/")
    ]
    if not own:
        raise NotFound(f"nothing of them was read; run: artkeep read {by_name(ref.site).url(ref)}")
    return own


def _settled(bench: Workbench, ref: Ref) -> Ref:
    """Put numbers where names are."""
    site, way = ways.to(bench, ref.site, None, None)
    if not isinstance(site, Names):
        return ref
    with way.heeding():
        return site.settle(way, ref)


def _ours(bench: Workbench, report: _Report, *, repair: bool) -> None:
    """Read our files through; with `repair`, bring back what is lost."""
    for image, findings in audit.intact(bench, report.held):
        word = "intact"
        for finding in findings:
            is_right, words = _repaired(bench, image, finding) if repair else (False, "")
            report.troubles.append(f"{finding.subject}: {finding.trouble}{words}")
            if finding.is_lost:
                word = "repaired" if is_right else "lost"
        report.ours[word] += 1


def _repaired(bench: Workbench, image: Image, finding: Finding) -> tuple[bool, str]:
    try:
        return True, f" → {audit.repair(bench, image, finding)}"
    except NotFound as error:
        return False, f" → cannot be repaired: {error}"


def _theirs(bench: Workbench, report: _Report, *, force: bool, at_most: int, quiet: bool) -> None:
    """Have the posts looked at that are due."""
    held, now = report.held, bench.clock.now()
    before = now if force else now - audit.EVERY
    with bench.db.begin() as tx:
        number = min(audits.count_due(tx, held.id, before), at_most)
        run_id = audit.ask(tx, held, before=before, at_most=at_most) if number else None
    if run_id is not None:
        seconds = number * audit.seconds_each(held)
        if seconds > _WORTH_SAYING:
            say(f"{held.title}: {_posts(number)}, at {held.ref.site}'s pace in {span(seconds)}")
        task = Task(run_id, f"Looking at {held.title}", held.ref.site)
        (ended,) = finish_all(bench, [task], quiet=quiet)
        report.ended_by = ended.trouble
    with bench.db.read() as tx:
        report.theirs = audits.standing(tx, held.id)
        report.not_asked = audits.count_due(tx, held.id, before)
        report.troubles += [f"{url}: {words}" for url, words in audits.doubts(tx, held.id)]


def _posts(number: int) -> str:
    return f"{number:,} {of(number, 'posts')}"


def _tell(report: _Report, *, as_json: bool) -> None:
    if as_json:
        told = {
            "site": report.held.ref.site,
            "title": report.held.title,
            "url": report.held.url,
            "status": ending.of_code(report.code),
            "reason": str(report.ended_by) if report.ended_by else None,
            "ours": {word: report.ours[word] for word in ("intact", "repaired", "lost")},
            "theirs": dict(report.theirs),
            "not_asked": report.not_asked,
            "troubles": report.troubles,
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    ours, theirs = counted(report.ours, "pictures"), counted(report.theirs, "posts")
    left = f" ({_posts(report.not_asked)} left for the next audit)" if report.not_asked else ""
    if report.ended_by is not None:
        click.echo(f"{report.held.title}: {report.ended_by}")
    if report.held.read_at is not None:
        click.echo(f"{report.held.title}: ours: {ours or 'none'}; theirs: {theirs or 'none'}{left}")
    for trouble in report.troubles:
        click.echo(f"  {trouble}")
