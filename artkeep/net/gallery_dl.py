"""The program gallery-dl (https://github.com/mikf/gallery-dl), run beside us: JSON in, never code.

What it prints with `--dump-json` is a list of messages: `[2, post]`, then `[3, address, file]` for
each file of that post, `[6, address, …]` for another address to be asked, `[-1, error]` at the end
when something went wrong. Field names are each site's own.
"""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from artkeep.errors import (
    ArtkeepError,
    BadAnswer,
    BadSetting,
    Blocked,
    Gone,
    LoginNeeded,
    RateLimited,
    SiteChanged,
    SiteDown,
    UnknownAddress,
    Unreachable,
    Withheld,
)
from artkeep.net.programs import Ran
from artkeep.texts import text

_POST, _FILE, _LIST, _ERROR = 2, 3, 6, -1
_PAUSE = timedelta(minutes=10)
_NO_EXTRACTOR = 64  # its exit status when it knows no such site
_SAID = 300  # characters of its words that are passed on
_STATUS = re.compile(r"'(\d{3})\b")
# its settings that we rely on, whatever the person's own say
_OURS = (
    "output.jsonl=false",
    "output.ascii=true",
    "output.private=true",
    "output.mode=null",
    "extractor.retries=2",
    "extractor.sleep-429=60",
)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a post. `about` is what is said of it; `referer` what its host wants to be told."""

    url: str
    about: Mapping[str, Any]
    referer: str | None = None
    fallbacks: tuple[str, ...] = ()


@dataclass(slots=True)
class Post:
    """A post: what is said of it, and its files in their order."""

    about: Mapping[str, Any]
    files: list[File] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """What it told of an address: posts, and other addresses where there is more."""

    posts: tuple[Post, ...]
    addresses: tuple[str, ...]


def words(
    address: str,
    *,
    command: str,
    posts: tuple[int, int],
    cookies: str | None = None,
    config: str | None = None,
    options: Sequence[str] = (),
) -> list[str]:
    """Return the words to start it with; `posts` are the first and last one wanted, from 1.

    Secrets are in the files alone. Raises BadSetting when `command` cannot be read.
    """
    try:
        program = shlex.split(command)
    except ValueError as error:
        raise BadSetting(
            text("the command {command} cannot be read: {error}", command=command, error=error)
        ) from error
    if not program:
        raise BadSetting(text("the command that starts gallery-dl is empty"))
    files = [("--config", config), ("--cookies", cookies)]
    named = [word for flag, file in files if file for word in (flag, file)]
    chosen = [word for option in (*_OURS, *options) for word in ("--option", option)]
    ranges = [f"--post-range={posts[0]}-{posts[1]}", f"--child-range={posts[0]}-{posts[1]}"]
    quiet = ["--dump-json", "--no-input", "--no-colors"]
    return [*program, *quiet, *named, *chosen, *ranges, "--", address]


def understood(site: str, subject: str, ran: Ran, now: datetime) -> Told:
    """Read what it printed, or raise what its error means. `subject` is what was asked for."""
    if ran.status == _NO_EXTRACTOR:
        raise UnknownAddress(text("gallery-dl knows no site that has {subject}", subject=subject))
    told, error = _read(site, ran)
    if error is not None:
        raise _meant(site, subject, error, now)
    if not told.posts and not told.addresses and "[error]" in ran.said:
        raise BadAnswer(site, text("gallery-dl: {said}", said=_last_error(ran.said)))
    return told


def _read(site: str, ran: Ran) -> tuple[Told, Mapping[str, Any] | None]:
    posts: list[Post] = []
    addresses: list[str] = []
    error: Mapping[str, Any] | None = None
    try:
        for kind, *rest in json.loads(ran.out):
            if kind == _POST:
                posts.append(Post(_public(rest[0])))
            elif kind == _FILE:
                posts[-1].files.append(_file(*rest))
            elif kind == _LIST:
                addresses.append(str(rest[0]))
            elif kind == _ERROR:
                error = dict(rest[0])
    except (ValueError, TypeError, IndexError, KeyError, RecursionError) as wrong:
        if not ran.out.strip():  # it did not even begin
            said = _last_error(ran.said) or _last_line(ran.said)
            raise BadAnswer(site, text("gallery-dl said nothing: {said}", said=said)) from wrong
        raise SiteChanged(
            site, text("what gallery-dl printed lacks {wrong}", wrong=wrong)
        ) from wrong
    return Told(tuple(posts), tuple(addresses)), error


def _file(url: str, about: Mapping[str, Any]) -> File:
    headers = about.get("_http_headers") or {}
    named = {str(name).lower(): value for name, value in dict(headers).items()}
    referer = named.get("referer")
    others = about.get("_fallback")
    fallbacks = tuple(map(str, others)) if isinstance(others, list) else ()
    return File(url, _public(about), str(referer) if referer else None, fallbacks)


def _public(about: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave out what is its own: headers, which may hold logins, and the like."""
    return {name: value for name, value in about.items() if not name.startswith("_")}


def _meant(site: str, subject: str, error: Mapping[str, Any], now: datetime) -> ArtkeepError:
    name, said = str(error.get("error", "")), str(error.get("message", ""))[:_SAID]
    words = f"gallery-dl: {said or name}"
    if name in _MEANT:
        return _MEANT[name](site, words)
    if name == "NotFoundError":
        return Gone(
            site, text("{subject} is no longer there ({words})", subject=subject, words=words)
        )
    found = _STATUS.search(said)
    return _of_status(site, words, int(found[1]) if found else None, now)


_MEANT: Mapping[str, type[LoginNeeded | Withheld | Blocked | SiteChanged | Unreachable]] = {
    "AuthRequired": LoginNeeded,
    "AuthenticationError": LoginNeeded,
    "AuthorizationError": Withheld,
    "ChallengeError": Blocked,
    "KeyError": SiteChanged,
    "TypeError": SiteChanged,
    "IndexError": SiteChanged,
    "AttributeError": SiteChanged,
    "JSONDecodeError": SiteChanged,
    "ConnectionError": Unreachable,
    "Timeout": Unreachable,
}


def _of_status(site: str, words: str, status: int | None, now: datetime) -> ArtkeepError:
    if status == 429 or "rate limit" in words.lower():  # noqa: PLR2004 - Too Many Requests
        return RateLimited(site, now + _PAUSE)
    if status is not None and status >= 500:  # noqa: PLR2004 - the site's own trouble
        return SiteDown(site, words, status)
    return BadAnswer(site, words, status)


def _last_line(said: str) -> str:
    lines = said.strip().splitlines()
    return lines[-1].strip()[:_SAID] if lines else ""


def _last_error(said: str) -> str:
    errors = [line for line in said.splitlines() if "[error]" in line]
    return errors[-1].rpartition("[error]")[2].strip()[:_SAID] if errors else ""
