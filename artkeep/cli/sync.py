"""`artkeep sync [NAME…]`."""

from collections.abc import Sequence

import click

from artkeep.cli.collecting import Gathering, compare_new
from artkeep.cli.opening import opened
from artkeep.cli.working import say
from artkeep.collect import filtering
from artkeep.errors import NotFound
from artkeep.library import collections, wanted
from artkeep.library.collections import Collection
from artkeep.workbench import Workbench


@click.command("sync")
@click.argument("names", nargs=-1, metavar="[NAME…]")
@click.option("--full", is_flag=True, help="Read the lists to their end, whatever is known.")
@click.option(
    "--filter",
    "only",
    metavar="QUERY",
    help="Keep of these lists only what a search finds, or a kept search of that name; '' ends it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a list and site.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
def command(
    *, names: tuple[str, ...], full: bool, only: str | None, as_json: bool, quiet: bool
) -> int:
    """Read the lists that are followed and fetch what is new.

    NAME is a site, or a list by its title, a part of it, its address or its number; without any,
    all of them. What one list lacks, a login or an answer, stops no other one. Interrupted at any
    moment, the same command goes on where it was.

    A filter stays with its lists until they get another one. What is here stays, whatever it says;
    what another filter wants is fetched when its list is next read.
    """
    if only is not None and not names:
        raise click.UsageError("name the lists that are to be filtered")
    with opened() as bench:
        held = named(bench, names)
        if not held:
            say("no list is followed yet; artkeep add ADDRESS follows one")
        if only is not None:
            choose_filter(bench, held, only)
        gathering = Gathering(bench, quiet=quiet, as_json=as_json)
        gathering.read(held, full=full)
        with bench.db.read() as tx:
            known = {each.ref.site for each in held} | set(wanted.sites(tx) if not names else [])
        gathering.fetch(known)
        compare_new(bench, quiet=quiet)
        return gathering.code


def named(bench: Workbench, names: tuple[str, ...]) -> list[Collection]:
    """Return the lists that these names mean. Raises NotFound with those there are."""
    with bench.db.read() as tx:
        held = collections.followed(tx)
    if not names:
        return held
    chosen = {name: [each for each in held if _means(name, each)] for name in names}
    for name, some in chosen.items():
        if not some:
            titles = ", ".join(sorted({each.title for each in held})) or "none yet"
            raise NotFound(f"no list {name} is followed; there are: {titles}")
    wanted = {each.id for some in chosen.values() for each in some}
    return [each for each in held if {each.id, each.inside_id} & wanted]


def choose_filter(bench: Workbench, held: Sequence[Collection], only: str) -> None:
    """Keep of these lists only what is wanted, and say so. Raises BadQuery."""
    with bench.db.begin() as tx:
        chosen = filtering.choose(tx, held, only)
    wanted = f"what {chosen.name or chosen.text} finds" if chosen.text else "everything"
    say(f"keeping {wanted} of {', '.join(each.title for each in held)}")


def _means(name: str, held: Collection) -> bool:
    if name in {str(held.id), held.ref.site, held.url}:
        return True
    return name.casefold() in held.title.casefold()
