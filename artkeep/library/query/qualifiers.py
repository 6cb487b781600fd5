"""The names that a query knows before a colon, and what may stand behind it.

Danbooru's spelling is ours where it has one. `also` are the words of szurubooru, hydrus and
others for the same; hyphens in names count as underscores.
"""

from dataclasses import dataclass
from enum import StrEnum

from artkeep.library.terms import Space
from artkeep.model.found import TagKind
from artkeep.texts import text


class Kind(StrEnum):
    """What stands behind the colon."""

    COUNT = "count"  # whole numbers
    PIXELS = "pixels"
    SIZE = "size"
    RATIO = "ratio"
    DATE = "date"
    AGE = "age"
    RATING = "rating"
    TERM = "term"  # words that are looked up among the terms of a space
    CHOICE = "choice"  # a term of few that are known
    TAG = "tag"  # a tag about something
    LIST = "list"
    TEXT = "text"
    DIGEST = "digest"
    ORDER = "order"
    LIMIT = "limit"


RANGES = frozenset(
    {Kind.COUNT, Kind.PIXELS, Kind.SIZE, Kind.RATIO, Kind.DATE, Kind.AGE, Kind.RATING}
)


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A name. `about` says what it asks, `example` how it is used.

    `column` is the column of `artwork` that a range is about, `space` where terms are looked up,
    `tag` what a tag is about, `values` the words that are known.
    """

    name: str
    kind: Kind
    about: str
    example: str
    also: tuple[str, ...] = ()
    column: str = ""
    space: Space | None = None
    tag: TagKind | None = None
    values: tuple[str, ...] = ()


RATINGS = ("general", "sensitive", "questionable", "explicit")  # artwork.rating counts them from 0
_RATING_WORDS = (*RATINGS, "safe", "nsfw", "none")
_TYPES = ("jpg", "png", "gif", "webp", "avif", "bmp", "tiff", "jxl", "ugoira")
_IS = ("animated", "ai", "gone", "many", "local")
_HAS = ("caption", "tags", "series", "source", "revisions")
ORDERS = (
    *("added", "date", "score", "size", "pixels", "width", "height", "ratio"),
    *("pages", "id", "list", "random"),
)

_ALL = (
    Qualifier(
        "site",
        Kind.TERM,
        text("where it was published"),
        "site:pixiv",
        ("sites",),
        space=Space.SITE,
    ),
    Qualifier(
        "artist",
        Kind.TERM,
        text("who made it, on any site"),
        "artist:mika_aoyama",
        ("creator", "art", "artists"),
        space=Space.ARTIST,
    ),
    Qualifier(
        "account",
        Kind.TERM,
        text("whose post it is"),
        "account:pixiv:4242",
        ("user", "uploader", "upload", "submit"),
        space=Space.ACCOUNT,
    ),
    Qualifier(
        "source", Kind.TERM, text("the host it is from"), "source:pixiv.net", space=Space.SOURCE
    ),
    Qualifier("in", Kind.LIST, text("on a list that is followed"), "in:#3", ("pool", "collection")),
    Qualifier(
        "character",
        Kind.TAG,
        text("a tag of a character"),
        "character:fox_girl",
        ("char",),
        tag=TagKind.CHARACTER,
    ),
    Qualifier(
        "series",
        Kind.TAG,
        text("a tag of a series or world"),
        "series:touhou",
        ("copyright", "copy"),
        tag=TagKind.COPYRIGHT,
    ),
    Qualifier(
        "general", Kind.TAG, text("a plain tag"), "general:snow", ("gen",), tag=TagKind.GENERAL
    ),
    Qualifier("meta", Kind.TAG, text("a tag about the post"), "meta:scan", tag=TagKind.META),
    Qualifier(
        "caption",
        Kind.TEXT,
        text("words of title and caption"),
        'caption:"in the snow"',
        ("commentary", "artcomm", "title", "note", "text"),
    ),
    Qualifier(
        "rating",
        Kind.RATING,
        text("for whom it is"),
        "rating:s,q",
        ("safety",),
        column="rating",
        values=_RATING_WORDS,
    ),
    Qualifier(
        "type",
        Kind.CHOICE,
        text("the kind of its file"),
        "type:png",
        ("filetype", "ext", "format"),
        space=Space.TYPE,
        values=_TYPES,
    ),
    Qualifier(
        "is",
        Kind.CHOICE,
        text("what it is"),
        "is:animated",
        ("special",),
        space=Space.IS,
        values=_IS,
    ),
    Qualifier("has", Kind.CHOICE, text("what it has"), "has:caption", space=Space.HAS, values=_HAS),
    Qualifier(
        "width",
        Kind.COUNT,
        text("pixels from side to side"),
        "width:>=1920",
        ("image_width",),
        column="width",
    ),
    Qualifier(
        "height",
        Kind.COUNT,
        text("pixels from top to bottom"),
        "height:<1080",
        ("image_height",),
        column="height",
    ),
    Qualifier(
        "pixels",
        Kind.PIXELS,
        text("how many pixels"),
        "pixels:2mp..8mp",
        ("mpixels", "megapixels", "area", "image_area"),
        column="pixels",
    ),
    Qualifier(
        "ratio",
        Kind.RATIO,
        text("width to height"),
        "ratio:16:9",
        ("ar", "aspect_ratio", "image_ar", "image_aspect_ratio"),
        column="ratio",
    ),
    Qualifier(
        "size",
        Kind.SIZE,
        text("bytes of its file"),
        "size:<5mb",
        ("filesize", "file_size"),
        column="size_bytes",
    ),
    Qualifier(
        "date",
        Kind.DATE,
        text("when it was first published"),
        "date:2024-01..2024-06",
        ("posted", "published", "creation_date", "creation_time", "time"),
        column="posted_at",
    ),
    Qualifier(
        "age", Kind.AGE, text("how long ago it was published"), "age:<2w", column="posted_at"
    ),
    Qualifier(
        "added",
        Kind.DATE,
        text("when it came here"),
        "added:yesterday",
        ("imported", "upload_date"),
        column="shown_at",
    ),
    Qualifier(
        "pages", Kind.COUNT, text("how many pictures"), "pages:>1", ("pagecount",), column="pages"
    ),
    Qualifier(
        "score",
        Kind.COUNT,
        text("how it was received"),
        "score:>=100",
        ("favcount", "fav_count"),
        column="score",
    ),
    Qualifier("frames", Kind.COUNT, text("pictures that move"), "frames:>10", column="frames"),
    Qualifier(
        "copies",
        Kind.COUNT,
        text("places that show it"),
        "copies:>1",
        ("posts", "post_count"),
        column="copies",
    ),
    Qualifier("id", Kind.COUNT, text("our number of it"), "id:1,5,9", column="id"),
    Qualifier(
        "hash",
        Kind.DIGEST,
        text("SHA-256 or MD5 of a file"),
        "hash:9f86d081",
        ("content_checksum",),
    ),
    Qualifier(
        "md5",
        Kind.DIGEST,
        text("MD5, where its site tells"),
        "md5:d34e4cf0a437a5d65f8e82b7bcd02606",
    ),
    Qualifier(
        "sha256", Kind.DIGEST, text("SHA-256 of a file, or how it begins"), "sha256:9f86d081"
    ),
    Qualifier(
        "order", Kind.ORDER, text("what comes first"), "order:score", ("sort",), values=ORDERS
    ),
    Qualifier("limit", Kind.LIMIT, text("how many at once"), "limit:100"),
)

QUALIFIERS = {one.name: one for one in _ALL}
BARE = Qualifier(
    "", Kind.TAG, text("a tag, a word of its title, an artist"), "fox", space=Space.WORD
)
ALIASES = {other: one.name for one in _ALL for other in one.also}

# words for known values: qualifier → word → what stands for it
VALUES = {
    "rating": {
        "g": "general",
        "s": "sensitive",
        "q": "questionable",
        "e": "explicit",
        "sketchy": "questionable",
        "unsafe": "explicit",
        "sfw": "safe",
    },
    "type": {"jpeg": "jpg", "apng": "png", "tif": "tiff", "zip": "ugoira", "jpegxl": "jxl"},
    "is": {
        "moving": "animated",
        "animation": "animated",
        "aigc": "ai",
        "ai_generated": "ai",
        "deleted": "gone",
        "comic": "many",
    },
    "has": {"commentary": "caption", "tag": "tags", "sources": "source", "revision": "revisions"},
}
# what Danbooru asks with `is:` and we ask otherwise
ELSEWHERE = {
    **{each: ("type", each) for each in (*_TYPES, *VALUES["type"])},
    **{each: ("rating", each) for each in RATINGS},
    "safe": ("rating", "safe"),
    "sfw": ("rating", "safe"),
    "nsfw": ("rating", "nsfw"),
}


def named(name: str) -> Qualifier | None:
    """Return the qualifier of a name in any spelling; None when there is none."""
    name = name.replace("-", "_")
    return QUALIFIERS.get(ALIASES.get(name, name))
