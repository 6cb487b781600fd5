"""What we hold: rows of the library as frozen values."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntFlag, StrEnum

from artkeep.model.found import Fingerprint
from artkeep.model.refs import ArtworkId, ImageId, OutcomeId, PageId, PostId, RunId


class Kept(StrEnum):
    """Where an image's bytes are: in the blob store, where they were found, or nowhere."""

    BLOB = "blob"
    REFERENCE = "reference"
    NONE = "none"


class AlikeKind(StrEnum):
    """Why two pictures are said to show the same, surest first."""

    SAME_BYTES = "same_bytes"
    SAME = "same"
    MIRRORED = "mirrored"
    PROBABLE = "probable"
    CROP = "crop"


class RunState(StrEnum):
    """How far a run is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class OutcomeStatus(StrEnum):
    """What became of one file of an `add`."""

    NEW = "new"
    KNOWN = "known"
    REFUSED = "refused"


class CheckState(StrEnum):
    """What a look whether a post is still there found."""

    ALIVE = "alive"
    EDITED = "edited"
    PRIVATE = "private"  # there, but no longer for us
    REMOVED = "removed"
    ACCOUNT_GONE = "account_gone"
    SITE_DOWN = "site_down"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Image:
    """One distinct sequence of bytes we have looked at; `sha256` is lower-case hex."""

    id: ImageId
    sha256: str
    size_bytes: int
    media_type: str
    width: int
    height: int
    frames: int
    fingerprint: Fingerprint
    placeholder: int
    look_version: int
    kept: Kept


@dataclass(frozen=True, slots=True)
class Place:
    """Where an image was found: a page of a post. `name` is the post's id on its site: a path.

    `url` is where the picture itself is, `post_url` where the post is.
    """

    page_id: PageId
    post_id: PostId
    artwork_id: ArtworkId
    site: str
    name: str
    url: str
    post_url: str
    title: str
    added_at: datetime
    replaced_at: datetime | None


@dataclass(frozen=True, slots=True)
class Version:
    """Another picture that is or was at a place where a work is shown; both have their work."""

    artwork_id: ArtworkId
    sha256: str
    width: int
    height: int
    replaced_at: datetime | None


class Mark(IntFlag):
    """A small sign that the gallery puts on a work."""

    AI = 1  # made by AI, as a site says
    GONE = 2  # at every source of it
    PARTIAL = 4  # not all of its pictures are here
    ALIKE = 8  # another picture of the library looks like it


@dataclass(frozen=True, slots=True)
class Tile:
    """An artwork as the gallery shows it.

    `position` is where it stands among all; `pages` are those of the post that has most of it;
    `rating` is 0 general … 3 explicit, None where no site tells.
    """

    artwork_id: ArtworkId
    title: str
    sha256: str
    width: int
    height: int
    frames: int
    placeholder: int
    added_at: datetime
    position: int
    pages: int
    rating: int | None
    marks: Mark


@dataclass(frozen=True, slots=True)
class Artwork:
    """A work with the images that show it, cover first."""

    id: ArtworkId
    title: str
    added_at: datetime
    images: tuple[Image, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Something to do, and how it goes.

    `total` is None while unknown; `waiting_for` says in words why nothing moves;
    `failures` counts tries that ended in an error since the last success; `error_kind` is the
    name of its class in `artkeep.errors`, None when nobody expected it.
    """

    id: RunId
    kind: str
    subject: str
    arguments: dict[str, object]
    state: RunState
    done: int
    total: int | None
    unit: str
    waiting_for: str | None
    not_before: datetime | None
    failures: int
    error: str | None
    stop_requested: bool
    turn: int
    beat_at: datetime | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    counts: dict[str, int] = field(default_factory=dict)
    error_kind: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file of a run."""

    id: OutcomeId
    path: str
    sha256: str | None
    status: OutcomeStatus
    reason: str | None
