"""What is written in a post of X: escaped, its links shortened, and one to its own pictures."""

import hashlib
import html
import re
from dataclasses import dataclass

from artkeep.fakes.stage import Stage
from artkeep.fakes.twitter import memory
from artkeep.fakes.world import Publication

_LINK = re.compile(r"https?://\S+")
_TAG = re.compile(r"#(\w+)")
_MORE = "\n" + "A long story about it, told & told again. " * 8
_SHORT = 200  # characters of a long text that are in the usual field


@dataclass(frozen=True, slots=True)
class Link:
    """A short link and where it leads; `is_own`: to the post's own pictures."""

    short: str
    long: str
    is_own: bool = False


def whole(stage: Stage, post: Publication) -> str:
    """Return a text as its author wrote it."""
    return post.words + (_MORE.rstrip() if post.id in memory.of(stage).long else "")


def tags(stage: Stage, post: Publication) -> list[str]:
    """Return the tags in a text."""
    return _TAG.findall(whole(stage, post))


def links(stage: Stage, post: Publication) -> list[Link]:
    """Return the links in a text, that to its own pictures last."""
    found = [Link(_short(each), each) for each in _LINK.findall(whole(stage, post))]
    if not post.pages:
        return found
    name = memory.name_of(stage, post.account)
    own = f"https://x.com/{name}/status/{post.id}/photo/1"
    return [*found, Link(_short(own), own, is_own=True)]


def text(stage: Stage, post: Publication) -> str:
    """Return a text as the API has it: escaped, with short links."""
    written = html.escape(whole(stage, post), quote=False)
    known = links(stage, post)
    for link in known:
        written = written.replace(html.escape(link.long, quote=False), link.short)
    own = "".join(f" {link.short}" for link in known if link.is_own)
    return written + own


def is_long(stage: Stage, post: Publication) -> bool:
    """Say whether a text is too long for the usual field."""
    return post.id in memory.of(stage).long


def cut(stage: Stage, post: Publication) -> str:
    """Return a text as the usual field has it."""
    written = text(stage, post)
    return f"{written[:_SHORT]}…" if is_long(stage, post) else written


def _short(url: str) -> str:
    return f"https://t.co/{hashlib.sha256(url.encode()).hexdigest()[:10]}"
