"""`artkeep doctor`."""

import json

import click

from artkeep.cli.opening import opened
from artkeep.cli.working import say
from artkeep.collect import doctor
from artkeep.collect.doctor import Finding
from artkeep.errors import ArtkeepError


@click.command("doctor")
@click.option("--repair", is_flag=True, help="Mend what can be mended. Nothing is thrown away.")
@click.option("--quick", is_flag=True, help="Do not read every file through.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a finding.")
def command(*, repair: bool, quick: bool, as_json: bool) -> int:
    """Check that every row has its file, every file its row, and the indexes agree."""
    found = left = 0
    with opened() as bench:
        for finding in doctor.examine(bench, read_bytes=not quick):
            mended, words = _mend(finding) if repair else (False, "")
            found += 1
            left += not mended
            _print(finding, words, mended=mended, as_json=as_json)
        looked_at = doctor.count(bench)
    say(_summary(looked_at, found, left, repair=repair))
    return 1 if left else 0


def _mend(finding: Finding) -> tuple[bool, str]:
    if finding.mend is None:
        return False, "cannot be mended from here"
    try:
        return True, finding.mend()
    except ArtkeepError as error:
        return False, f"cannot be mended: {error}"


def _print(finding: Finding, words: str, *, mended: bool, as_json: bool) -> None:
    if as_json:
        line = {
            "subject": finding.subject,
            "trouble": finding.trouble,
            "mended": mended,
            "words": words,
        }
        click.echo(json.dumps(line, ensure_ascii=False))
        return
    click.echo(f"{finding.subject}: {finding.trouble}" + (f" → {words}" if words else ""))


def _summary(looked_at: int, found: int, left: int, *, repair: bool) -> str:
    looked = f"{looked_at:,} {'picture' if looked_at == 1 else 'pictures'}"
    if not found:
        return f"{looked}: all is well"
    troubles = f"{found:,} {'trouble' if found == 1 else 'troubles'}"
    if not left:
        return f"{looked}: {troubles}, all mended"
    hint = "" if repair else "; `artkeep doctor --repair` mends what it can"
    return f"{looked}: {troubles}, {left:,} left{hint}"
