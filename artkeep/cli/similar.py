"""`artkeep similar FILE|URL…`."""

import json
from pathlib import Path

import click

from artkeep.cli.opening import opened
from artkeep.cli.working import say
from artkeep.errors import ArtkeepError, UnknownAddress
from artkeep.explore import similar
from artkeep.explore.similar import Match
from artkeep.model.records import AlikeKind
from artkeep.sites import SITES
from artkeep.workbench import Workbench

PARTLY_DONE = 3


@click.command("similar")
@click.argument("pictures", nargs=-1, required=True, metavar="FILE|URL…")
@click.option(
    "--radius", type=click.IntRange(0, 256), help="Bits of 256 that may differ (look-alikes only)."
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in AlikeKind]),
    help="Only these kinds of match; may be given several times.",
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a match.")
def command(
    *,
    pictures: tuple[str, ...],
    radius: int | None,
    kinds: tuple[str, ...],
    limit: int,
    as_json: bool,
) -> int:
    """Find what in the library shows a picture, nearest first, each with the reason."""
    wanted = similar.Wanted(radius, frozenset(map(AlikeKind, kinds)) or None, limit)
    failed = 0
    with opened() as bench:
        for picture in pictures:
            try:
                _print(picture, _ask(bench, picture, wanted), as_json=as_json)
            except ArtkeepError as error:
                if len(pictures) == 1:
                    raise
                say(f"{picture}: {error}")
                failed += 1
    if failed == len(pictures):
        return 1
    return PARTLY_DONE if failed else 0


def _ask(bench: Workbench, picture: str, wanted: similar.Wanted) -> list[Match]:
    if picture.startswith(("http://", "https://")):
        return similar.to_url(bench, picture, wanted)
    if not Path(picture).is_file():
        raise UnknownAddress(f"there is no file {picture}")
    return similar.to_file(bench, Path(picture), wanted)


def _print(picture: str, matches: list[Match], *, as_json: bool) -> None:
    for match in matches:
        if as_json:
            click.echo(_json(picture, match))
        else:
            click.echo(f"{match.alike.why}\t{_where(match)}")
    if not matches and not as_json:
        say(f"{picture}: nothing in the library shows this picture")


def _where(match: Match) -> str:
    """Tell where a picture was first found: a path, or a post with its artist and address."""
    if not match.places:
        return match.image.sha256
    place = match.places[0]
    if place.site not in SITES:
        return place.name
    by = match.credits.get(place.post_id)
    maker = f" by {by.name}" if by and by.name else ""
    return f"{place.title or 'Untitled'}{maker} ({SITES[place.site].about.title}) {place.post_url}"


def _json(picture: str, match: Match) -> str:
    answer = {
        "query": picture,
        "sha256": match.image.sha256,
        "distance": match.alike.distance,
        "kind": match.alike.kind,
        "score": round(match.alike.score, 3),
        "why": match.alike.why,
        "region": _region(match),
        "posts": match.posts,
        "paths": [place.name for place in match.places if place.site == "folder"],
    }
    return json.dumps(answer, ensure_ascii=False)


def _region(match: Match) -> dict[str, object] | None:
    """Return the part of each picture that the other shows, in corners from 0 to 1."""
    region = match.alike.region
    return None if region is None else {"query": region.asked, "kept": region.kept}
