"""`artkeep import-from KIND PATH`."""

import os
from pathlib import Path
from typing import Any

import click

from artkeep.cli.add import kept, tell
from artkeep.cli.collecting import compare_new
from artkeep.cli.opening import opened
from artkeep.cli.working import finish, say
from artkeep.collect import moving_in, signing_in
from artkeep.collect.moving_in import KINDS, Asked, imagefap
from artkeep.collect.moving_in.imagefap import locks
from artkeep.collect.moving_in.pixiv_explorer import config
from artkeep.errors import BadRequest, UnknownAddress
from artkeep.sites import folder
from artkeep.workbench import Workbench

_PATHS = frozenset({"archive", "pictures"})


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
@click.option("--pictures", metavar="DIR", help="pixiv-explorer: where its pictures lie.")
@click.option("--user", metavar="ID", help="pixiv-explorer: the pixiv user whose bookmarks it had.")
@click.option("--password-file", metavar="FILE", help="imagefap: the password, if it has one.")
@click.option("--login", is_flag=True, help="pixiv-explorer: sign in with its refresh token.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a picture.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
def command(
    *,
    kind: str,
    path: str,
    copy: bool | None,
    as_json: bool,
    quiet: bool,
    **more: Any,
) -> int:
    """Move in what another program had kept: its pictures, and all that it knew of them.

    Its files are never touched. What was taken from a site is known under the address that it has
    there, so that a later `sync` does not fetch it again. Interrupted at any moment, the same
    command goes on where it was; given again, it adds nothing.
    """
    there, is_login = _there(path), bool(more.pop("login"))
    password_file = more.pop("password_file")
    said = {name: _shown(value) if name in _PATHS else value for name, value in more.items()}
    options = {name: value for name, value in said.items() if value}
    with opened() as bench:
        if is_login:
            options["user"] = _sign_in(bench, kind, there)
        if password_file or (kind == "imagefap" and imagefap.is_locked(there)):
            options["sealed"] = imagefap.sealed(bench, there, _key(kind, password_file))
        asked = Asked(kind, there, kept(bench, copy=copy), options)
        return _import(bench, asked, as_json=as_json, quiet=quiet)


def _sign_in(bench: Workbench, kind: str, path: Path) -> str:
    """Sign in with what the other program had; return whose account it is."""
    if kind != "pixiv-explorer":
        raise BadRequest(f"--login says nothing about {kind}")
    token = config.refresh_token(path)
    login = signing_in.with_key(bench, "pixiv", {"refresh_token": token})
    say(f"signed in to pixiv as {login.name or login.account}")
    return login.account


def _key(kind: str, file: str | None) -> locks.Key:
    """Read the password from the first line of a file, or ask for it; make its key."""
    if kind != "imagefap":
        raise BadRequest(f"--password-file says nothing about {kind}")
    if file is None:
        return locks.of_password(click.prompt("Its password", hide_input=True, err=True))
    try:
        lines = _there(file).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequest(f"--password-file {file} cannot be read") from error
    return locks.of_password(next(iter(lines), ""))


def _import(bench: Workbench, asked: Asked, *, as_json: bool, quiet: bool) -> int:
    source = KINDS[asked.kind](bench, asked)  # what is wrong with it is said at once
    for line in source.words():
        say(line)
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
