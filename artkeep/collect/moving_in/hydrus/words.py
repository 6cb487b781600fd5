"""Tags, addresses and notes, wherever in a sidecar they stand.

A person chooses in hydrus where in the JSON what is written; so what a name says counts, not the
way that leads there. A tag is `namespace:rest`, or a bare word.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from artkeep.collect.moving_in.addresses import is_web
from artkeep.model.found import Rating, TagInfo, TagKind

_TAGS = frozenset({"tags", "tag", "storage_tags"})
_URLS = frozenset({"url", "urls", "known_urls", "source", "sources", "source_urls"})
_NOTES = frozenset({"note", "notes"})
_DELETED = frozenset({"2", "3", "deleted", "petitioned", "display_tags", "tags_deleted"})
_KINDS = {
    "artist": TagKind.ARTIST,
    "creator": TagKind.ARTIST,
    "character": TagKind.CHARACTER,
    "person": TagKind.CHARACTER,
    "series": TagKind.COPYRIGHT,
    "copyright": TagKind.COPYRIGHT,
    "meta": TagKind.META,
    "medium": TagKind.META,
    "rating": TagKind.META,
    "page": TagKind.META,
}
_RATINGS = {
    **dict.fromkeys(("g", "general", "safe"), Rating.GENERAL),
    **dict.fromkeys(("sensitive", "suggestive"), Rating.SENSITIVE),
    **dict.fromkeys(("q", "questionable"), Rating.QUESTIONABLE),
    **dict.fromkeys(("e", "explicit"), Rating.EXPLICIT),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What sidecars say of a file, each once, in the order it came."""

    tags: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def and_also(self, other: "Known") -> "Known":
        """Put together what two sidecars say."""
        return Known(
            tuple(dict.fromkeys(self.tags + other.tags)),
            tuple(dict.fromkeys(self.urls + other.urls)),
            tuple(dict.fromkeys(self.notes + other.notes)),
        )

    def under(self, namespace: str) -> str:
        """Return the first tag of a namespace, without it; "" when there is none."""
        found = (tag.partition(":") for tag in self.tags)
        return next((rest.strip() for name, _, rest in found if name == namespace), "")

    @property
    def title(self) -> str:
        return self.under("title")

    @property
    def rating(self) -> Rating | None:
        return _RATINGS.get(self.under("rating").lower())

    @property
    def tag_infos(self) -> tuple[TagInfo, ...]:
        return tuple(TagInfo(tag, kind=_kind(tag)) for tag in self.tags)


def _kind(tag: str) -> TagKind:
    namespace, colon, _ = tag.partition(":")
    return _KINDS.get(namespace, TagKind.GENERAL) if colon else TagKind.GENERAL


def of_lines(text: str) -> Known:
    """Read a `.txt`: one tag or address a line."""
    return _sorted(text.splitlines())


def of_json(said: Any) -> Known:
    """Read a `.json`. Raises RecursionError."""
    if isinstance(said, list):
        return _sorted(_texts(said))
    known = Known()
    for name, value in said.items() if isinstance(said, Mapping) else ():
        known = known.and_also(_of_field(name.lower(), value))
    return known


def _of_field(name: str, value: Any) -> Known:
    if name in _DELETED:
        return Known()
    if name in _NOTES:
        return Known(notes=tuple(_texts(value)))
    if name in _TAGS or name in _URLS:
        return _sorted(_texts(value))
    return of_json(value) if isinstance(value, Mapping) else Known()


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts in what may be a text, a list or a record of them, deleted ones left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if name not in _DELETED:
                yield from _texts(each)


def _sorted(texts: Iterator[str] | list[str]) -> Known:
    """Tell addresses from tags."""
    plain = [" ".join(text.split()) for text in texts]
    return Known(
        tuple(dict.fromkeys(text for text in plain if text and "://" not in text)),
        tuple(dict.fromkeys(text for text in plain if is_web(text))),
    )
