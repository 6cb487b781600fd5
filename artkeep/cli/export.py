"""`artkeep export QUERY -o DIR|FILE`."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import click
from rich.progress import Progress

from artkeep.cli.counting import listed
from artkeep.cli.ending import PARTLY_DONE
from artkeep.cli.opening import opened
from artkeep.cli.progress import spinner
from artkeep.cli.working import say
from artkeep.explore.export import to_file, to_folder, works
from artkeep.explore.export.shelf import Placed, Status
from artkeep.explore.export.to_folder import Form, Wanted
from artkeep.workbench import Workbench

_ENDINGS = {f".{form.value}": form for form in Form if form is not Form.FOLDER}


@click.command("export")
@click.argument("query", required=False, default="")
@click.option(
    "-t", "--tag", default="", help="Only works with this tag, written as a person would."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR|FILE",
    help="A folder, or a file whose ending says what it is: .zip .cbz .pdf .jsonl.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Form]),
    help="folder: the pictures as they are; into a folder, zip, cbz and pdf are one file a work.",
)
@click.option(
    "--renumber", is_flag=True, help="Begin names with 00001-, in the order of the works."
)
@click.option(
    "--read",
    "direction",
    type=click.Choice(["rtl", "ltr"]),
    help="How comic books are to be read, right to left or left to right; else as tags say.",
)
@click.option("--sidecars", is_flag=True, help="Put what is known of a work beside its pictures.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a file.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
def command(  # noqa: PLR0913 - one parameter an option
    *,
    query: str,
    tag: str,
    output: Path,
    form: str | None,
    renumber: bool,
    direction: str | None,
    sidecars: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Take works along: what a search finds ("" is everything), newest first or as it is ordered.

    Files appear whole or not at all. In a folder, manifest.jsonl has the SHA-256 of each, and
    what is there from the last time is left as it is; nothing is written over that is not of an
    export. Interrupted at any moment, the same command goes on.
    """
    output = output.expanduser()
    chosen = works.by_query(f"{query} {works.tag(tag)}" if tag else query)
    chosen = replace(chosen, direction=direction or "")
    wanted = Wanted(chosen, _form(form, output), renumber, sidecars)
    with opened() as bench, spinner(quiet=quiet) as progress:
        if _is_file(wanted.form, output):
            return _into_file(bench, wanted, output, progress, as_json=as_json)
        return _into_folder(bench, wanted, output, progress, as_json=as_json)


def _form(said: str | None, output: Path) -> Form:
    if said is not None:
        return Form(said)
    return Form.FOLDER if output.is_dir() else _ENDINGS.get(output.suffix.lower(), Form.FOLDER)


def _is_file(form: Form, output: Path) -> bool:
    """Say whether one file is wanted: its ending says so, or lines, which are never several."""
    if form is Form.FOLDER or output.is_dir():
        return False
    return form is Form.JSONL or output.suffix.lower() in _ENDINGS


def _into_folder(
    bench: Workbench, wanted: Wanted, folder: Path, progress: Progress, *, as_json: bool
) -> int:
    counts: Counter[Status] = Counter()
    task = progress.add_task("Exporting", total=None, words="")
    for placed in to_folder.export(bench, wanted, folder):
        counts[placed.status] += 1
        progress.update(task, words=_words(counts))
        if as_json:
            click.echo(_json(placed))
        elif placed.status is Status.FAILED:
            say(f"{placed.path}: {placed.reason}")
    if not as_json:
        click.echo(f"{_words(counts) or 'nothing was found'}: {folder}")
    return PARTLY_DONE if counts[Status.FAILED] else 0


def _words(counts: Counter[Status]) -> str:
    words = {Status.WRITTEN: "written", Status.THERE: "there already", Status.FAILED: "not at hand"}
    told = {word: counts[each] for each, word in words.items() if counts[each]}
    return listed(told, "files") if told else ""


def _json(placed: Placed) -> str:
    told = {
        "path": placed.path,
        "status": placed.status,
        "sha256": placed.sha256,
        "size_bytes": placed.size_bytes,
        "reason": placed.reason,
    }
    return json.dumps(told, ensure_ascii=False)


def _into_file(
    bench: Workbench, wanted: Wanted, to: Path, progress: Progress, *, as_json: bool
) -> int:
    task, size_bytes = progress.add_task("Exporting", total=None, words=""), 0
    for size_bytes in to_file.export(bench, wanted, to):
        progress.update(task, words=f"{size_bytes / 1e6:,.1f} MB")
    if as_json:
        click.echo(_json(Placed(str(to), Status.WRITTEN, size_bytes=size_bytes)))
    else:
        click.echo(f"{size_bytes / 1e6:,.1f} MB written: {to}")
    return 0
