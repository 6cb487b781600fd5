"""What the status of an answer means for us."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx2

from artkeep.errors import BadAnswer, RateLimited, SiteDown

_PAUSE = timedelta(seconds=60)  # when a site says "slow down" and not for how long
_LONGEST_PAUSE = timedelta(days=1)

_TOO_MANY = HTTPStatus.TOO_MANY_REQUESTS
_NOT_NOW = HTTPStatus.SERVICE_UNAVAILABLE


def require_success(answer: httpx2.Response, site: str, now: datetime) -> None:
    """Raise RateLimited, SiteDown or BadAnswer unless the status is one of success."""
    if answer.is_success:
        return
    until = _asked_to_wait_until(answer, now)
    if answer.status_code == _TOO_MANY:
        raise RateLimited(site, until or now + _PAUSE)
    if answer.status_code == _NOT_NOW and until is not None:
        raise RateLimited(site, until)
    said = f"answered {answer.status_code} {answer.reason_phrase}".rstrip()
    if answer.is_server_error or answer.status_code == HTTPStatus.REQUEST_TIMEOUT:
        raise SiteDown(site, said, answer.status_code)
    raise BadAnswer(site, said, answer.status_code)


def _asked_to_wait_until(answer: httpx2.Response, now: datetime) -> datetime | None:
    """Read Retry-After, in seconds or a date; None without one that makes sense."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isdecimal():
        return now + timedelta(seconds=min(int(text[:9]), _LONGEST_PAUSE.total_seconds()))
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    if until.tzinfo is None:  # "-0000": a time of day without a place, by the book UTC
        until = until.replace(tzinfo=UTC)
    return min(max(until, now), now + _LONGEST_PAUSE)
