"""`artkeep search QUERY`."""

import json
from collections.abc import Iterator

import click

from artkeep.cli.opening import opened
from artkeep.cli.working import say
from artkeep.errors import BadQuery
from artkeep.explore import search
from artkeep.library.query import parse
from artkeep.model.records import Tile
from artkeep.model.viewing import EVERYTHING
from artkeep.workbench import Workbench

_DEFAULT = 100  # works


# `-cat` is a word of the query, not an option that nobody knows
@click.command("search", context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="QUERY")
@click.option(
    "--limit",
    type=click.IntRange(1),
    help="How many works at most; as limit: in the query says, or 100.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a work.")
def command(*, words: tuple[str, ...], limit: int | None, as_json: bool) -> int:
    """Find works of the library, newest first or as the query orders them."""
    query = " ".join(words)
    found = 0
    with opened() as bench:
        try:
            for tile in _tiles(bench, query, limit):
                click.echo(_json(tile) if as_json else f"{tile.artwork_id}\t{tile.title}")
                found += 1
        except BadQuery as error:
            say(_pointed(query, error))
            raise
    if not found and not as_json:
        say("nothing in the library is like this")
    return 0


def _tiles(bench: Workbench, query: str, limit: int | None) -> Iterator[Tile]:
    """Yield works page by page; no transaction stays open while they are printed."""
    after = None
    left = limit or parse(query).limit or _DEFAULT
    while left:
        found = search.page(bench, query, after, min(left, search.MOST), EVERYTHING)
        yield from found.tiles
        left -= len(found.tiles)
        after = found.next
        if after is None:
            return


def _pointed(query: str, error: BadQuery) -> str:
    """Return a query with marks under the word at fault."""
    return f"  {query}\n  {' ' * error.position}{'^' * max(error.length, 1)}"


def _json(tile: Tile) -> str:
    answer = {
        "id": tile.artwork_id,
        "title": tile.title,
        "sha256": tile.sha256,
        "width": tile.width,
        "height": tile.height,
        "frames": tile.frames,
        "pages": tile.pages,
        "added_at": tile.added_at.isoformat(),
    }
    return json.dumps(answer, ensure_ascii=False)
