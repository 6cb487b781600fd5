"""The words that a work is found by, and the numbers that it is sorted by, from what is known."""

import hashlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from artkeep.library import spelling
from artkeep.library.described import Artist, Described, Publication
from artkeep.library.terms import TITLE, Space, Term
from artkeep.model.found import Rating, TagInfo, TagKind
from artkeep.model.records import Mark

LEVELS = {rating.value: level for level, rating in enumerate(Rating)}  # general 0 … explicit 3
NSFW = LEVELS[Rating.QUESTIONABLE.value]  # this level and above
TYPES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/bmp": "bmp",
    "image/tiff": "tiff",
    "image/jxl": "jxl",
    "application/x-ugoira": "ugoira",
}
MARKS = {"ai": Mark.AI, "gone": Mark.GONE, "partial": Mark.PARTIAL, "alike": Mark.ALIKE}
_OWN_SITES = frozenset({"folder", "upload"})


def terms(work: Described) -> list[Term]:
    """Return what a work is found by; nothing finds one that is not to be shown."""
    if work.cover is None:
        return []
    found = [*_facts(work), *_of_title(work.title)]
    for one in work.posts:
        found += _of_post(one)
    return found


def columns(work: Described) -> dict[str, Any]:
    """Return what a work is sorted by, and what ranges of it are asked for."""
    cover, posts = work.cover, work.posts
    if cover is None:
        return {}
    rated = [LEVELS[one.rating] for one in posts if one.rating is not None]
    scores = [score for one in posts if (score := _score(one)) is not None]
    return {
        "posted_at": min((one.published_at for one in posts if one.published_at), default=None),
        "width": cover.width,
        "height": cover.height,
        "ratio": cover.width / cover.height,
        "pixels": cover.width * cover.height,
        "size_bytes": cover.size_bytes,
        "frames": cover.frames,
        "pages": _pages(work),
        "rating": max(rated, default=None),
        "score": max(scores, default=None),
        "copies": len(posts),
        "shuffle": _shuffle(work.id),
        "marks": int(_marks(work)),
    }


def text(work: Described) -> list[str]:
    """Return the tokens of a work's titles, captions and series."""
    if work.cover is None:
        return []
    said = [work.title]
    for one in work.posts:
        series = one.facts.get("series", {}).get("title", "")
        said += [one.title, one.text, series]
    return spelling.tokens("\n".join(dict.fromkeys(filter(None, said))))


def _marks(work: Described) -> Mark:
    told = [one for one in work.posts if one.is_told]
    true = {
        Mark.AI: any(one.is_ai for one in work.posts),
        Mark.GONE: bool(told) and all(one.is_gone for one in told),
        Mark.PARTIAL: any(one.is_partial for one in work.posts),
        Mark.ALIKE: work.is_alike,
    }
    return Mark(sum(mark for mark, holds in true.items() if holds))


def _pages(work: Described) -> int:
    return max((one.pages for one in work.posts), default=0) or 1


def _score(one: Publication) -> int | None:
    counts = one.facts.get("counts", {})
    score = counts.get("score", counts.get("favourites"))
    return None if score is None else int(score)


def _shuffle(artwork_id: int) -> int:
    """Return a number that has nothing to do with the order of ids, 31 bits."""
    return int.from_bytes(hashlib.blake2b(b"%d" % artwork_id, digest_size=4).digest()) >> 1


def _facts(work: Described) -> Iterator[Term]:
    assert work.cover is not None, "is shown"
    yield _plain(Space.TYPE, TYPES.get(work.cover.media_type, "other"))
    is_ugoira = TYPES.get(work.cover.media_type) == "ugoira"
    marks = _marks(work)
    true = {
        "animated": work.cover.frames > 1 or is_ugoira,
        **{word: bool(marks & mark) for word, mark in MARKS.items()},
        "many": _pages(work) > 1,
        "local": any(one.site in _OWN_SITES for one in work.posts),
    }
    yield from (_plain(Space.IS, word) for word, holds in true.items() if holds)


def _of_post(one: Publication) -> Iterator[Term]:
    yield _plain(Space.SITE, one.site)
    yield from _of_title(one.title)
    for tag in one.tags:
        yield from _of_tag(tag)
    if one.artist is not None:
        yield from _of_artist(one.artist)
    for collection_id in one.lists:
        yield _plain(Space.IN, f"#{collection_id}")
    for url in (one.url, *one.facts.get("sources", ())):
        yield from _of_source(url)
    has = {
        "caption": bool(one.text.strip()),
        "tags": bool(one.tags),
        "series": "series" in one.facts,
        "source": bool(one.facts.get("sources")),
        "revisions": one.is_revised,
    }
    yield from (_plain(Space.HAS, word) for word, holds in has.items() if holds)


def _of_tag(tag: TagInfo) -> Iterator[Term]:
    yield Term(Space.WORD, tag.name, tag.name, tag.kind.value, tag.translated)
    if tag.translated and spelling.normal(tag.translated) != spelling.normal(tag.name):
        yield Term(Space.WORD, tag.translated, tag.translated, tag.kind.value, tag.name)
    if tag.kind is TagKind.ARTIST:
        yield Term(Space.ARTIST, tag.name, tag.name)


def _of_artist(artist: Artist) -> Iterator[Term]:
    for name in filter(None, artist.names):
        yield Term(Space.ARTIST, name, name)
        yield Term(Space.WORD, name, name, TagKind.ARTIST.value)
        yield from _of_title(name)
    if artist.person_id is not None:
        yield _plain(Space.ARTIST, f"#{artist.person_id}")
    yield _plain(Space.ACCOUNT, f"{artist.site}:{artist.handle}")
    yield _plain(Space.ACCOUNT, f"{artist.site}:{artist.id}")
    yield _plain(Space.ACCOUNT, artist.handle)


def _of_title(title: str) -> Iterator[Term]:
    return (Term(Space.WORD, word, word, TITLE) for word in spelling.words(title))


def _of_source(url: str) -> Iterator[Term]:
    host = _host(url)
    if host:
        yield _plain(Space.SOURCE, host)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # what a site gives as a source may be anything
        return ""


def _plain(space: Space, word: str) -> Term:
    return Term(space, word, word)
