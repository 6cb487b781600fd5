"""`artkeep import-from KIND PATH`."""

import os
from pathlib import Path

import click

from artkeep.cli.add import kept, tell
from artkeep.cli.collecting import compare_new
from artkeep.cli.opening import opened
from artkeep.cli.working import finish
from artkeep.collect import moving_in
from artkeep.collect.moving_in import KINDS, Asked
from artkeep.errors import UnknownAddress
from artkeep.sites import folder
from artkeep.workbench import Workbench


@click.command("import-from")
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("path")
@click.option(
    "--copy/--reference",
    "copy",
    default=None,
    help="Keep a copy in the library (the default), or only remember where the files are.",
)
@click.option("--archive", metavar="FILE", help="gallery-dl: its archive, besides the folder.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a picture.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
def command(
    *, kind: str, path: str, copy: bool | None, as_json: bool, quiet: bool, archive: str | None
) -> int:
    """Move in what another program had kept: its pictures, and all that it knew of them.

    Its files are never touched. What was taken from a site is known under the address that it has
    there, so that a later `sync` does not fetch it again. Interrupted at any moment, the same
    command goes on where it was; given again, it adds nothing.
    """
    options = {"archive": _shown(archive)}
    with opened() as bench:
        said = {name: value for name, value in options.items() if value}
        asked = Asked(kind, _there(path), kept(bench, copy=copy), said)
        return _import(bench, asked, as_json=as_json, quiet=quiet)


def _import(bench: Workbench, asked: Asked, *, as_json: bool, quiet: bool) -> int:
    KINDS[asked.kind](bench, asked)  # so that what is wrong with it is said at once
    with bench.db.begin() as tx:
        run_id = moving_in.start(tx, asked)
    run = finish(bench, run_id, "Moving in", quiet=quiet)
    compare_new(bench, quiet=quiet)
    return tell(bench, run, as_json=as_json)


def _there(path: str) -> Path:
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    if not os.path.lexists(absolute):
        raise UnknownAddress(f"there is no file or folder {path}")
    return absolute


def _shown(path: str | None) -> str | None:
    return None if path is None else folder.shown(_there(path))
