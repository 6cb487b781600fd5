"""`artkeep sync [NAME…]`."""

import click

from artkeep.cli.collecting import Gathering, compare_new
from artkeep.cli.opening import opened
from artkeep.cli.working import say
from artkeep.errors import NotFound
from artkeep.library import collections, wanted
from artkeep.library.collections import Collection
from artkeep.workbench import Workbench


@click.command("sync")
@click.argument("names", nargs=-1, metavar="[NAME…]")
@click.option("--full", is_flag=True, help="Read the lists to their end, whatever is known.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a list and site.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
def command(*, names: tuple[str, ...], full: bool, as_json: bool, quiet: bool) -> int:
    """Read the lists that are followed and fetch what is new.

    NAME is a site, or a list by its title, a part of it, its address or its number; without any,
    all of them. What one list lacks, a login or an answer, stops no other one. Interrupted at any
    moment, the same command goes on where it was.
    """
    with opened() as bench:
        held = named(bench, names)
        if not held:
            say("no list is followed yet; artkeep add ADDRESS follows one")
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


def _means(name: str, held: Collection) -> bool:
    if name in {str(held.id), held.ref.site, held.url}:
        return True
    return name.casefold() in held.title.casefold()
