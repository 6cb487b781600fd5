"""Write docs/reference from the program itself; with --check only say what is out of date.

What a command, a setting, an error, a kind of job, a table or a route says of itself stands in
the code, once; here it is put into pages.
"""
# ruff: noqa: INP001 - a program beside the documents, not a package

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import click
import sqlalchemy as sa

from artkeep import cli, errors, handlers, jobs, settings
from artkeep.db import tables
from artkeep.errors import ArtkeepError
from artkeep.settings import originals, sources
from artkeep.sites import SITES
from artkeep.web import routes
from artkeep.workbench import site_settings

REFERENCE = Path(__file__).parent / "reference"
HEAD = "<!-- Written by docs/make_reference.py from the program itself; do not edit. -->\n\n"
WIDTH = 88  # columns of a command's help


def main() -> int:
    """Write every page, or check that writing would change none."""
    check = "--check" in sys.argv[1:]
    stale = []
    for name, write in PAGES.items():
        path, text = REFERENCE / f"{name}.md", HEAD + write().rstrip() + "\n"
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(name)
            if not check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, "utf-8")
    if check and stale:
        names = ", ".join(f"docs/reference/{name}.md" for name in stale)
        print(f"out of date: {names}; write them anew with: run.py docs", file=sys.stderr)  # noqa: T201 - a program
        return 1
    return 0


# ---- commands --------------------------------------------------------------------------------


def commands() -> str:
    """Return every command's help, and the exit codes."""
    parts = ["# Commands\n", paragraph(cli.__doc__, 1), ""]
    for name in sorted(cli.COMMANDS):
        command = import_module(cli.COMMANDS[name][0]).command
        parts += helps(command, f"artkeep {name}")
    return "\n".join(parts)


def helps(command: click.Command, name: str) -> Iterator[str]:
    """Yield the help of a command and of those below it."""
    context = click.Context(command, info_name=name, max_content_width=WIDTH, terminal_width=WIDTH)
    yield f"## `{name}`\n"
    yield f"```text\n{command.get_help(context).rstrip()}\n```\n"
    if isinstance(command, click.Group):
        for below in sorted(command.commands):
            yield from helps(command.commands[below], f"{name} {below}")


# ---- settings --------------------------------------------------------------------------------


def settings_page() -> str:
    """Return every setting with its names, default and meaning."""
    parts = ["# Settings\n", prose(settings).partition(" Reading the places")[0], ""]
    parts.append("| in `artkeep.toml` | in the environment | default | what it says |")
    parts.append("|---|---|---|---|")
    for key, about in settings.known().items():
        variable = f"`{sources.variable(key)}`"
        if about.secret:
            variable += f" or `{sources.variable(key)}_FILE`"
        place = "-" if key == "home" else f"`{key}`"
        default = "-" if about.default is None else f"`{about.default}` {about.unit}".rstrip()
        parts.append(f"| {place} | {variable} | {default} | {about.says} |")
    parts += ["", "A key with a dot stands in a table of the file: `[pictures]`, then `max_bytes`."]
    parts += ["", "## What the sites are told", "", prose(site_settings), ""]
    parts += ["| in `artkeep.toml` | default | what it says |", "|---|---|---|"]
    for site in SITES.values():
        for key, about in site_settings.known(site.about).items():
            default = "-" if about.default is None else f"`{about.default}`"
            if key not in site_settings.PACES:
                parts.append(f"| `sites.{site.name}.{key}` | {default} | {about.says} |")
    for key, about in site_settings.PACES.items():
        parts.append(f"| `sites.<site>.{key}` | - | {about.says} |")
    parts += ["", "## The originals' variables", "", prose(originals)]
    return "\n".join(parts)


# ---- jobs ------------------------------------------------------------------------------------


def jobs_page() -> str:
    """Return every kind of job."""
    parts = ["# Jobs\n", prose(jobs), ""]
    for kind, handler in sorted(handlers.HANDLERS.items()):
        parts += [f"## `{kind}`", "", paragraph(handler.__doc__, 0), ""]
        parts += [prose(inspect.getmodule(handler)), ""]
    return "\n".join(parts)


# ---- errors ----------------------------------------------------------------------------------


def errors_page() -> str:
    """Return every error with what follows from it."""
    head, _, tree = inspect.cleandoc(errors.__doc__ or "").partition("\n\n::\n\n")
    parts = ["# Errors\n", head, f"\n```text\n{dedent(tree)}\n```\n"]
    parts.append("| error | what happened | HTTP | exit code | tried again |")
    parts.append("|---|---|---|---|---|")
    for each in everything_below(ArtkeepError):
        said = paragraph(each.__doc__, 0).replace("|", "\\|")
        again = "no" if each.permanent else "yes"
        parts.append(f"| `{each.__name__}` | {said} | {each.status} | {each.exit_code} | {again} |")
    return "\n".join(parts)


def everything_below(error: type[ArtkeepError]) -> Iterator[type[ArtkeepError]]:
    """Yield a class of `errors.py` and those below it, as the tree is drawn."""
    if error.__module__ == errors.__name__:
        yield error
    for below in error.__subclasses__():
        yield from everything_below(below)


# ---- tables ----------------------------------------------------------------------------------


def tables_page() -> str:
    """Return every table, with the comments of its source."""
    files = sorted(Path(inspect.getfile(tables)).parent.glob("*.py"))
    source = "".join(path.read_text("utf-8") for path in files)
    parts = ["# Tables\n", prose(tables), ""]
    for table in tables.metadata.tables.values():
        above, columns = comments(source, table.name)
        parts += [f"## `{table.name}`", "", above, "", "| column | type | | |", "|---|---|---|---|"]
        parts += [column_line(column, columns.get(column.name, "")) for column in table.columns]
        parts.append("")
    return "\n".join(parts)


def comments(source: str, table: str) -> tuple[str, dict[str, str]]:
    """Return what is written above a table, and beside or above each of its columns."""
    found = re.search(
        rf'((?:^# [^\n]*\n)*)^\w+ = sa\.Table\(\n    "{table}",\n(.*?)^\)',
        source,
        re.MULTILINE | re.DOTALL,
    )
    if found is None:
        raise LookupError(f"db/tables has no table {table}")
    above = " ".join(line.removeprefix("# ") for line in found[1].splitlines())
    columns, waiting = {}, ""
    for line in found[2].splitlines():
        if lone := re.match(r"\s+# (.*)", line):
            waiting = f"{waiting} {lone[1]}".strip()
        elif column := re.match(r'\s+sa\.Column\("(\w+)".*?(?:  # (.*))?$', line):
            columns[column[1]] = column[2] or waiting
            waiting = ""
    return above, columns


def column_line(column: sa.Column[object], comment: str) -> str:
    """Return a column's line."""
    leads = "".join(f"→ `{key.target_fullname}`" for key in column.foreign_keys)
    words = (
        ["key"] * column.primary_key
        + ["may be null"] * bool(column.nullable)
        + [leads] * bool(leads)
    )
    kind = str(column.type).lower()
    return f"| `{column.name}` | {kind} | {', '.join(words)} | {comment.replace('|', '/')} |"


# ---- http ------------------------------------------------------------------------------------


def http_page() -> str:
    """Return every route."""
    parts = ["# HTTP\n"]
    for shows, title in (
        ("page", "Pages"),
        ("bytes", "Pictures and streams"),
        ("json", "For scripts"),
    ):
        parts += [f"## {title}", "", "| | address | |", "|---|---|---|"]
        for route in routes.ROUTES:
            if route.shows == shows:
                said = paragraph(route.endpoint.__doc__, 0)
                parts.append(f"| {route.method} | `{route.path}` | {said} |")
        parts.append("")
    return "\n".join([*parts, "`/openapi.json` describes what is for scripts in full."])


def prose(module: object) -> str:
    """Return a module's docstring as Markdown."""
    return inspect.cleandoc(module.__doc__ or "").replace("::\n", ":\n")


def paragraph(text: str | None, number: int) -> str:
    """Return one paragraph of a docstring as one line."""
    paragraphs = inspect.cleandoc(text or "").split("\n\n")
    return " ".join(paragraphs[number].split())


PAGES: dict[str, Callable[[], str]] = {
    "commands": commands,
    "settings": settings_page,
    "jobs": jobs_page,
    "errors": errors_page,
    "tables": tables_page,
    "http": http_page,
}

if __name__ == "__main__":
    sys.exit(main())
