"""A post of a site, for the page of the work that it shows: it reads as it did there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from artkeep.db.engine import Tx
from artkeep.library import publications
from artkeep.library.publications import OnList, Publication, ShownPage
from artkeep.model.found import Rating, TagInfo, TagKind
from artkeep.model.records import CheckState
from artkeep.texts import Text, joined, many, text
from artkeep.web import captions, changes, naming, words
from artkeep.web.changes import Change

# what is told in numbers, in the order it is shown
NUMBERS: dict[str, Callable[[int], Text]] = {
    "views": lambda n: many("{n} view", "{n} views", n),
    "favourites": lambda n: many("{n} favourite", "{n} favourites", n),
    "score": lambda n: many("{n} point", "{n} points", n),
    "comments": lambda n: many("{n} comment", "{n} comments", n),
    "reposts": lambda n: many("{n} repost", "{n} reposts", n),
}
RATED = {
    Rating.GENERAL: text("rated general"),
    Rating.SENSITIVE: text("rated sensitive"),
    Rating.QUESTIONABLE: text("rated questionable"),
    Rating.EXPLICIT: text("rated explicit"),
}
KINDS = {
    TagKind.ARTIST: text("Artist"),
    TagKind.COPYRIGHT: text("From"),
    TagKind.CHARACTER: text("Who"),
    TagKind.GENERAL: text("Tags"),
    TagKind.META: text("About"),
}
LOOKED: dict[CheckState, tuple[str, Text]] = {
    CheckState.ALIVE: (
        "there",
        text("Still there, looked at {when}"),
    ),
    CheckState.EDITED: (
        "there",
        text("Still there and changed, looked at {when}"),
    ),
    CheckState.PRIVATE: (
        "doubt",
        text("Not shown to us {when}. A look on another day decides."),
    ),
    CheckState.REMOVED: (
        "doubt",
        text("Not found {when}. A look on another day decides."),
    ),
    CheckState.ACCOUNT_GONE: (
        "doubt",
        text("Its artist was not found {when}. A look on another day decides."),
    ),
    CheckState.SITE_DOWN: (
        "doubt",
        text("The site did not answer {when}."),
    ),
    CheckState.UNSURE: (
        "doubt",
        text("It could not be said {when} whether it is still there."),
    ),
}


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a post is still there: `there`, `doubt` or `gone`, and words."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Source:
    """An address that a post says it was taken from, and the short form that is shown."""

    url: str
    shown: str


@dataclass(frozen=True, slots=True)
class Told:
    """A post as the page shows it; `post` has what needs no words."""

    post: Publication
    site: str
    caption: Markup
    dates: str
    notes: tuple[str, ...]
    numbers: str
    tags: tuple[tuple[str, tuple[TagInfo, ...]], ...]
    sources: tuple[Source, ...]
    lists: tuple[OnList, ...]
    pages: tuple[ShownPage, ...]
    status: Status
    changes: tuple[Change, ...]


def told(tx: Tx, post: Publication, now: datetime) -> Told:
    """Put a post into words."""
    pages = publications.pages(tx, post.id)
    revisions = publications.revisions(tx, post.id)
    site = naming.site_title(post.ref.site)
    return Told(
        post=post,
        site=site,
        caption=captions.cleaned(post.caption, is_html=post.caption_is_html, base=post.url),
        dates=dates(post),
        notes=notes(post),
        numbers=numbers(post),
        tags=grouped(post.tags),
        sources=tuple(Source(url, short(url)) for url in post.facts.get("sources", ())),
        lists=tuple(publications.lists(tx, post.id)),
        pages=tuple(page for page in pages if page.replaced_at is None),
        status=status(post, site, now),
        changes=tuple(changes.changes(post, revisions, pages)),
    )


def dates(post: Publication) -> str:
    """Say when a post was published and edited."""
    parts = [words.day(post.published_at)] if post.published_at else []
    if post.edited_at and (not post.published_at or post.edited_at > post.published_at):
        parts.append(text("edited {day}", day=words.day(post.edited_at)))
    return joined(", ", parts)


def notes(post: Publication) -> tuple[str, ...]:
    """Say for whom it is and how it was made, where its site tells."""
    rating = () if post.rating is None else (RATED[post.rating],)
    return (*rating, text("made by AI")) if post.is_ai else rating


def numbers(post: Publication) -> str:
    """Say how it was received when we looked."""
    counts = post.facts.get("counts", {})
    return joined(
        " · ", [so_many(counts[key]) for key, so_many in NUMBERS.items() if key in counts]
    )


def grouped(tags: Sequence[TagInfo]) -> tuple[tuple[str, tuple[TagInfo, ...]], ...]:
    """Put tags under the kinds that their site knows, each in its order."""
    groups = [
        (word, tuple(tag for tag in tags if tag.kind is kind)) for kind, word in KINDS.items()
    ]
    return tuple((word, some) for word, some in groups if some)


def short(url: str) -> str:
    """Return an address as people read it: without its scheme, `www.` and a slash at its end."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url


def status(post: Publication, site: str, now: datetime) -> Status:
    """Say whether a post is still there, and when that was last looked at."""
    if post.gone_at is not None:
        return Status(
            "gone", text("Gone at {site} since {day}", site=site, day=words.day(post.gone_at))
        )
    if post.check_state is None or post.checked_at is None:
        return Status(
            "there",
            text("There when it was last read, {when}", when=words.ago(post.told_at, now)),
        )
    kind, said = LOOKED[post.check_state]
    return Status(kind, said.about(when=words.ago(post.checked_at, now)))
