"""The bytes of an answer: counted after unpacking, kept in a file or read."""

import errno
import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2

from artkeep.errors import AnswerTooLarge, DiskFull, SiteError
from artkeep.net.guard import site_of
from artkeep.net.wire import speaking
from artkeep.texts import number, text


def write(answer: httpx2.Response, path: Path, max_bytes: int) -> tuple[int, str]:
    """Write the body into a file; return its size and SHA-256."""
    digest = hashlib.sha256()
    size_bytes = 0
    with _room_in(path), path.open("wb") as file:
        for chunk in chunks(answer, max_bytes):
            digest.update(chunk)
            size_bytes += file.write(chunk)
    return size_bytes, digest.hexdigest()


@contextmanager
def _room_in(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise DiskFull(
            text("No room is left in {parent}; free some space", parent=path.parent)
        ) from error


def chunks(answer: httpx2.Response, max_bytes: int) -> Iterator[bytes]:
    """Yield the unpacked bytes, never more than `max_bytes` of them."""
    site = site_of(answer.url)
    announced = answer.headers.get("content-length", "")
    left = max_bytes
    if announced.isdecimal() and int(announced) > left:
        raise AnswerTooLarge(
            site,
            text(
                "wants to send {announced} bytes; {max_bytes}",
                announced=number(int(announced)),
                max_bytes=_limit(max_bytes),
            ),
        )
    with speaking(site):
        for chunk in answer.iter_bytes():
            left -= len(chunk)
            if left < 0:
                raise AnswerTooLarge(
                    site, text("sends more and more; {max_bytes}", max_bytes=_limit(max_bytes))
                )
            yield chunk


def _limit(max_bytes: int) -> str:
    return f"at most {max_bytes:,} are accepted"


def content_type(answer: httpx2.Response) -> str:
    """Return the media type that the site claims, lower case, without parameters; "" for none."""
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()


def beginning(answer: httpx2.Response, size_bytes: int) -> bytes:
    """Return the first bytes of the body, as far as they come before anything goes wrong."""
    taken = b""
    with suppress(SiteError):  # it is read to understand a refusal; without it, that stands
        for chunk in chunks(answer, sys.maxsize):
            taken += chunk
            if len(taken) >= size_bytes:
                break
    return taken[:size_bytes]
