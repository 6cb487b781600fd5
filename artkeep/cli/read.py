"""`artkeep read URL|SITE …`."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from artkeep.cli import add
from artkeep.cli.collecting import Gathering, compare_new
from artkeep.cli.opening import opened
from artkeep.cli.targeting import target_options
from artkeep.cli.working import say
from artkeep.collect import targets
from artkeep.collect.targets import Target
from artkeep.library import collections
from artkeep.library.collections import DAY, Collection
from artkeep.workbench import Workbench

FRESH = timedelta(days=3)  # a list that was read less long ago is left alone


@click.command("read")
@target_options
@click.option(
    "-l",
    "--local",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Add a folder of this machine instead, as `artkeep add DIR` does.",
)
@click.option("-o", "--output", hidden=True)
@click.option("--follow", "stays", is_flag=True, help="Read it by itself from now on, every day.")
@click.option("--force", is_flag=True, help="Read it to its end, however lately it was read.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a list and site.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
@click.pass_context
def command(
    context: click.Context,
    /,
    *,
    target: Target,
    local: Path | None,
    output: str | None,
    stays: bool,
    force: bool,
    **shown: bool,
) -> Any:
    """Read a list, or all folders of a user, into the library.

    WHERE is the address of a post or a list. Favourites on imagefap can be named instead: whose
    (--user, --id) and, if not all of them, which folder (--folder, --name).

    A list is read again only when told, or with --follow from now on by itself. Interrupted at
    any moment, the same command goes on where it was.
    """
    if output is not None:
        raise click.UsageError("the library lies where ARTKEEP_HOME says; read has no --output")
    if local is not None:
        if target != Target() or force or stays:
            raise click.UsageError("--local goes with no address, user, folder, --force, --follow")
        return context.invoke(add.command, paths=(str(local),), copy=None, compared=True, **shown)
    ref = targets.ref_of(target, needs_folder=False)
    with opened() as bench:
        gathering = Gathering(bench, **shown)
        outer = gathering.known(ref, every=DAY if stays else None)
        if outer is not None:
            _read(bench, gathering, outer, force=force)
        gathering.fetch([ref.site])
        compare_new(bench, quiet=shown["quiet"])
        return gathering.code


def _read(bench: Workbench, gathering: Gathering, outer: Collection, *, force: bool) -> None:
    """Read a list and those inside it, but what was read lately."""
    waiting, known = [outer], {outer.id}
    while waiting:
        stale = [one for one in waiting if force or not _is_fresh(bench, one)]
        gathering.read(stale, full=force, inside=False)
        with bench.db.read() as tx:
            inner = [each for one in waiting for each in collections.inside(tx, one.id)]
        waiting = [each for each in inner if each.id not in known]
        known |= {each.id for each in waiting}


def _is_fresh(bench: Workbench, one: Collection) -> bool:
    """Say whether a list was read lately; if so, also to the person."""
    if one.read_at is None or bench.clock.now() - one.read_at >= FRESH:
        return False
    say(f"{one.title} was read less than 3 days ago; --force reads it again")
    return True
