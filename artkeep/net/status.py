"""What an answer that is not a good one means for us."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from artkeep.errors import AddressRefused, BadAnswer, Blocked, RateLimited, SiteDown, SiteError
from artkeep.net import pages
from artkeep.net.pages import PageKind
from artkeep.texts import text

_PAUSE = timedelta(seconds=60)  # when a site says "slow down" and not for how long
_LONGEST_PAUSE = timedelta(days=1)

_TOO_MANY = HTTPStatus.TOO_MANY_REQUESTS
_NOT_NOW = HTTPStatus.SERVICE_UNAVAILABLE
_SEVERAL = HTTPStatus.MULTIPLE_CHOICES  # the first status that is not one of success


def is_success(status: int) -> bool:
    """Say whether a status is one of success."""
    return HTTPStatus.OK <= status < _SEVERAL


def failure(
    site: str, status: int, headers: Mapping[str, str], page: bytes, now: datetime
) -> SiteError:
    """Return the error that a status means. `page` is the beginning of what came with it."""
    until = asked_to_wait_until(status, headers, now)
    if until is not None:
        return RateLimited(site, until)
    if "cf-mitigated" in headers or pages.kind_of(page) is PageKind.CHECK:
        return Blocked(
            site, text("wants to know whether we are human; wait, or visit its pages first")
        )
    if status < HTTPStatus.BAD_REQUEST and "location" in headers:  # those we may follow, we have
        return AddressRefused(site, text("sends us on to a place where we do not go"))
    said = f"answered {status} {_phrase(status)}".rstrip()
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return SiteDown(site, said, status)
    return BadAnswer(site, said, status)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def asked_to_wait_until(status: int, headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return when the site may be asked again; None when it did not say "slow down"."""
    if status not in (_TOO_MANY, _NOT_NOW):
        return None
    until = _retry_after(headers.get("retry-after", "").strip(), now)
    return until or (now + _PAUSE if status == _TOO_MANY else None)


def _retry_after(text: str, now: datetime) -> datetime | None:
    """Read Retry-After, in seconds or a date; None without one that makes sense."""
    if text.isdecimal():
        return now + timedelta(seconds=min(int(text[:9]), _LONGEST_PAUSE.total_seconds()))
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    if until.tzinfo is None:  # "-0000": a time of day without a place, by the book UTC
        until = until.replace(tzinfo=UTC)
    return min(max(until, now), now + _LONGEST_PAUSE)
