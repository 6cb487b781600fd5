"""What a source told us, before anything of it is ours."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from artkeep.model.refs import AccountRef, CollectionRef, PostRef


class Rating(StrEnum):
    """For whom a post is, as its site says."""

    GENERAL = "general"
    SENSITIVE = "sensitive"
    QUESTIONABLE = "questionable"
    EXPLICIT = "explicit"


class Told(StrEnum):
    """What a site tells of its pictures before they are fetched."""

    SIZE = "size"  # width and height
    TYPE = "type"  # jpg, png, …, at least by how their addresses end


class TagKind(StrEnum):
    """What a tag is about, where a site tells."""

    GENERAL = "general"
    ARTIST = "artist"
    CHARACTER = "character"
    COPYRIGHT = "copyright"  # the series or world it is from
    META = "meta"


@dataclass(frozen=True, slots=True)
class TagInfo:
    """A tag as its site gives it. `translated`: by the site, in the language we asked for."""

    name: str
    translated: str | None = None
    kind: TagKind = TagKind.GENERAL


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """Whose post it is. `handle` is what addresses and people use, `name` what is shown."""

    ref: AccountRef
    handle: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class SeriesInfo:
    """The series a post belongs to. `position` counts from 1, where the site tells."""

    id: str
    title: str
    url: str | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How a post was received when we looked; None is unknown, never 0."""

    views: int | None = None
    favourites: int | None = None
    comments: int | None = None
    reposts: int | None = None
    score: int | None = None


@dataclass(frozen=True, slots=True)
class PageInfo:
    """One picture of a post.

    `url` is where its best version is; `fallbacks` are others, best first, asked when that one is
    not there. `stamp` tells without reading the bytes whether they changed: size and time of a
    file, ETag of an address, a digest or a date the site gives. None when there is no such thing.
    `width` and `height` are pixels as the site says. `delays` are milliseconds a frame when the
    address is a zip of frames. `referer` is what a picture host wants to be told.
    """

    url: str
    stamp: str | None = None
    fallbacks: tuple[str, ...] = ()
    width: int | None = None
    height: int | None = None
    delays: tuple[int, ...] = ()
    referer: str | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class PostInfo:
    """A publication as its site tells it.

    `caption` is HTML or plain text as `caption_is_html` says, never cleaned. `is_ai` is None where
    the site does not tell. `sources` are addresses the post says it was taken from. `raw` is the
    site's own answer, JSON text.
    """

    ref: PostRef
    url: str
    title: str
    pages: tuple[PageInfo, ...]
    published_at: datetime | None = None
    account: AccountInfo | None = None
    edited_at: datetime | None = None
    caption: str = ""
    caption_is_html: bool = False
    rating: Rating | None = None
    is_ai: bool | None = None
    tags: tuple[TagInfo, ...] = ()
    series: SeriesInfo | None = None
    counts: Counts = Counts()
    sources: tuple[str, ...] = ()
    raw: str = ""


@dataclass(frozen=True, slots=True)
class CollectionInfo:
    """A list as its site tells it: a title for people, where it is seen, whose it is."""

    ref: CollectionRef
    title: str
    url: str
    account: AccountInfo | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One batch of a list, in its own order.

    `posts` are whole where the list tells everything, addresses where each has to be asked for.
    `cursor` leads to the next batch, None at the end; an empty batch is not the end. `total` is
    how many posts the site says there are in all. `collections` are the lists inside this one.
    `again` is a cursor to begin with when this list is next read for what is new, where that is
    quicker than from its top; None: the last one told still holds.
    """

    posts: tuple[PostInfo | PostRef, ...]
    cursor: str | None
    total: int | None = None
    collections: tuple[CollectionInfo, ...] = ()
    again: str | None = None


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a picture looks like, 49 bytes (docs/explanation/fingerprints.md).

    `pdq` is 32 bytes, `dhash` 16 (rows, then columns), `quality` 0 to 100: below 50 the
    picture is too flat for its bits to mean much.
    """

    pdq: bytes
    dhash: bytes
    quality: int


@dataclass(frozen=True, slots=True)
class Look:
    """What one decode of one file showed.

    `width` and `height` are pixels as a person sees them (EXIF orientation applied);
    `placeholder` is 0xRRGGBB; `look_version` says which code looked.
    """

    media_type: str
    width: int
    height: int
    frames: int
    fingerprint: Fingerprint
    placeholder: int
    look_version: int
