"""Libraries that have everything: works as in `search_library`, their posts, artists and lists."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from artkeep.library.posts import ref_key
from artkeep.model.refs import PostRef
from artkeep.workbench import Workbench
from benchmarks.paint_library import settle
from benchmarks.search_library import ROWS, learn, library, position, put, text

WORKS_EACH = 20  # of an artist
LISTS = 20
ARTISTS = 100_000  # the first id of their terms


@contextmanager
def whole(home: Path, size: int) -> Iterator[Workbench]:
    """Make a library of so many works, each with a post on a list, twenty of each artist."""
    with library(home, size) as bench:
        persons = range(1, size // WORKS_EACH + 1)
        put(
            bench, "person", [{"id": one, "name": f"Artist {one * 7919 % size}"} for one in persons]
        )
        put(bench, "account", [account_row(one) for one in persons])
        put(bench, "collection", [list_row(one) for one in range(1, LISTS + 1)])
        for rows in in_turns(size, len(persons)):
            for table, some in rows.items():
                put(bench, table, some)
        terms = [{**term(one), "n": size // len(persons)} for one in persons]
        put(bench, "term", terms)
        settle(bench)
        learn(bench)
        yield bench


def in_turns(size: int, persons: int) -> Iterator[Mapping[str, list[dict[str, Any]]]]:
    """Yield the rows of works, so many at a time."""
    for first in range(1, size + 1, ROWS):
        works = range(first, min(first + ROWS, size + 1))
        yield {
            "post": [post_row(number, persons) for number in works],
            "page": [page_row(number) for number in works],
            "collection_item": [item_row(number) for number in works],
            "artwork_term": links(works, persons),
        }


def links(works: Iterable[int], persons: int) -> list[dict[str, Any]]:
    """Return the words of artists that works have."""
    return [
        {"term_id": ARTISTS + artist_of(number, persons), "position": position(number)}
        | {"artwork_id": number}
        for number in works
    ]


def artist_of(number: int, persons: int) -> int:
    """Return whose a work is."""
    return number * 7919 % persons + 1


def term(person: int) -> dict[str, Any]:
    """Return the word of an artist."""
    return {"id": ARTISTS + person, "key": f"artist:#{person}", "shown": f"#{person}"}


def account_row(number: int) -> dict[str, Any]:
    """Return the account of an artist."""
    return {
        "id": number,
        "site": "pixiv",
        "site_account_id": str(number),
        "handle": f"artist_{number}",
        "name": f"Artist {number}",
        "url": f"https://www.pixiv.net/users/{number}",
        "seen_at": text(number),
        "person_id": number,
    }


def list_row(number: int) -> dict[str, Any]:
    """Return a list that is followed."""
    return {
        "id": number,
        "site": "pixiv",
        "site_collection_id": str(number),
        "ref_key": ref_key(PostRef("pixiv", f"list {number}")),
        "url": f"https://www.pixiv.net/users/{number}/bookmarks/artworks",
        "title": f"Bookmarks {number}",
        "account": "",
        "every": 86_400,
        "followed_at": text(number),
        "reading": 1,
        "is_full": False,
        "seen": 0,
        "read_at": text(number),
        "full_at": text(number),
    }


def post_row(number: int, persons: int) -> dict[str, Any]:
    """Return the post that shows a work."""
    ref = PostRef("pixiv", str(90_000_000 + number))
    return {
        "id": number,
        "site": ref.site,
        "site_post_id": ref.id,
        "ref_key": ref_key(ref),
        "url": f"https://www.pixiv.net/artworks/{ref.id}",
        "title": f"Study no. {number}",
        "account_id": artist_of(number, persons),
        "caption": "A study in winter light.",
        "seen_at": text(number),
        "told_at": text(number),
        "looked_at": text(number),
    }


def page_row(number: int) -> dict[str, Any]:
    """Return the page of a post."""
    return {
        "id": number,
        "post_id": number,
        "site": "pixiv",
        "position": 0,
        "url": f"https://i.pximg.net/{number}_p0.png",
        "image_id": number,
        "artwork_id": number,
        "added_at": text(number),
    }


def item_row(number: int) -> dict[str, Any]:
    """Return the place of a post on a list."""
    return {
        "collection_id": number % LISTS + 1,
        "post_id": number,
        "position": number,
        "added_at": text(number),
    }
