"""`artkeep add PATH…`."""

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import click

from artkeep import sites
from artkeep.cli.collecting import Gathering, compare_new
from artkeep.cli.counting import listed
from artkeep.cli.ending import PARTLY_DONE, code_of_all
from artkeep.cli.opening import opened
from artkeep.cli.working import finish, say
from artkeep.collect import add, report
from artkeep.errors import UnknownAddress
from artkeep.model.records import AlikeKind, Kept, OutcomeStatus, Run
from artkeep.model.refs import RunId
from artkeep.sites import folder, gallery_dl
from artkeep.workbench import Workbench

_REFUSALS_SHOWN = 20


@dataclass(slots=True)
class _Told:
    """What the report said, counted."""

    statuses: Counter[OutcomeStatus] = field(default_factory=Counter)
    copies: Counter[AlikeKind | None] = field(default_factory=Counter)


@click.command("add")
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL…")
@click.option(
    "--copy/--reference",
    "copy",
    default=None,
    help="Keep a copy in the library (the default), or only remember where the files are.",
)
@click.option(
    "--compare/--no-compare",
    "compared",
    default=True,
    help="Look for copies among what is new, or leave that to the next `add` or `up`.",
)
@click.option(
    "--filter",
    "only",
    metavar="QUERY",
    default="",
    help="Keep of a list only what a search finds, or a kept search of that name.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a picture.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
def command(
    *,
    paths: tuple[str, ...],
    copy: bool | None,
    compared: bool,
    only: str,
    as_json: bool,
    quiet: bool,
) -> int:
    """Add pictures: files, folders of any depth, and what lies at an address.

    The address of a post keeps that post; that of a list (bookmarks, a folder, a gallery, a
    search) follows it: it is read now, and by `artkeep sync` again. So does a name with its home,
    as @mika@art.example.

    The files themselves are never touched. Interrupted at any moment, the same command goes on
    where it was. What is not a picture is refused with its reason; the rest is kept.
    """
    urls = [path for path in paths if _is_address(path)]
    wanted = [_file(path) for path in paths if path not in urls]
    if only.strip() and not urls:
        raise click.UsageError("a filter is for lists: name the address of one")
    codes, run = [], None
    with opened() as bench:
        if urls:
            gathering = Gathering(bench, quiet=quiet, as_json=as_json)
            codes.append(_gather(gathering, urls, only))
        if wanted:
            run = _add(bench, wanted, kept(bench, copy=copy), quiet=quiet)
        if compared:
            compare_new(bench, quiet=quiet)
        if run is not None:
            codes.append(tell(bench, run, as_json=as_json))
    return code_of_all(codes)


def _gather(gathering: Gathering, urls: Iterable[str], only: str) -> int:
    """Follow the lists and keep the posts at these addresses, with all their pictures."""
    refs = {url: sites.parse(url) for url in urls}  # a typing mistake is said before all else
    gathering.read([held for ref in refs.items() if (held := gathering.address(*ref, only=only))])
    gathering.fetch({ref.site for ref in refs.values()})
    return gathering.code


def _is_address(path: str) -> bool:
    """Say whether it is an address: as one is written, or as a site writes whom it names."""
    if "://" in path:
        return not path.startswith("file:")
    return not os.path.lexists(path) and _is_of_a_site(path)


def _is_of_a_site(word: str) -> bool:
    """Say whether a site that we know reads this: @mika@art.example, pixiv.net/users/4242."""
    try:
        return sites.parse(word).site not in {folder.NAME, gallery_dl.SITE.name}
    except UnknownAddress:
        return False


def _file(path: str) -> Path:
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    if not os.path.lexists(absolute):
        raise UnknownAddress(f"there is no file or folder {path}{_hint(path)}")
    return absolute


def _hint(word: str) -> str:
    """Say what helps who named somebody on a site."""
    is_name = word.partition(":")[0] in sites.SITES or word.startswith("@")
    return "; for what is on a site give the whole address, https://…" if is_name else ""


def kept(bench: Workbench, *, copy: bool | None) -> Kept:
    """Say where the bytes are to be: as the person said, else as the settings do."""
    if copy is None:
        copy = bench.settings.keep == "copy"
    return Kept.BLOB if copy else Kept.REFERENCE


def _add(bench: Workbench, wanted: list[Path], where: Kept, *, quiet: bool) -> Run:
    with bench.db.begin() as tx:
        run_id = add.start(tx, wanted, where)
    return finish(bench, run_id, "Adding", quiet=quiet)


def tell(bench: Workbench, run: Run, *, as_json: bool) -> int:
    """Say what became of each file of a run; return the exit code."""
    told = _print(bench, run.id, as_json=as_json)
    say(_summary(told, run))
    return PARTLY_DONE if told.statuses[OutcomeStatus.REFUSED] else 0


def _print(bench: Workbench, run_id: RunId, *, as_json: bool) -> _Told:
    told = _Told()
    for line in report.lines(bench, run_id):
        told.statuses[line.outcome.status] += 1
        if line.outcome.status is OutcomeStatus.NEW:
            told.copies[line.kind] += 1
        if as_json:
            click.echo(_json(line))
        elif line.outcome.status is OutcomeStatus.REFUSED:
            _say_refused(line, told.statuses[OutcomeStatus.REFUSED])
    return told


def _json(line: report.Line) -> str:
    return json.dumps(
        {
            "path": line.outcome.path,
            "sha256": line.outcome.sha256,
            "status": line.outcome.status,
            "reason": line.reason,
        },
        ensure_ascii=False,
    )


def _say_refused(line: report.Line, number: int) -> None:
    if number <= _REFUSALS_SHOWN:
        say(f"refused  {line.outcome.path}: {line.reason}")
    elif number == _REFUSALS_SHOWN + 1:
        say("… more were refused; --json names them all")


def _summary(told: _Told, run: Run) -> str:
    new = told.statuses[OutcomeStatus.NEW]
    originals = told.copies[None]
    copies = new - originals
    known, refused = told.statuses[OutcomeStatus.KNOWN], told.statuses[OutcomeStatus.REFUSED]
    parts = {"added": new, "known already": known, "refused": refused}
    words = f"{listed(parts, 'files')}{_took(run)}."
    if new:
        words += f"\n{originals:,} {'original' if originals == 1 else 'originals'}"
    if copies:
        word = "copy" if copies == 1 else "copies"
        words += f", {copies:,} {word} of them or of earlier ones: {report.summary(told.copies)}"
    return words


def _took(run: Run) -> str:
    if run.started_at is None or run.finished_at is None:
        return ""
    return f", in {(run.finished_at - run.started_at).total_seconds():.0f} s"
