"""What a source told us, before anything of it is ours."""

from dataclasses import dataclass
from datetime import datetime

from artkeep.model.refs import PostRef


@dataclass(frozen=True, slots=True)
class PageInfo:
    """One picture of a post.

    `stamp` tells without reading the bytes whether they changed: size and time of a file,
    ETag of an address. None when the source has no such thing.
    """

    url: str
    stamp: str | None = None


@dataclass(frozen=True, slots=True)
class PostInfo:
    """A publication as its site tells it."""

    ref: PostRef
    url: str
    title: str
    pages: tuple[PageInfo, ...]
    published_at: datetime | None = None


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
