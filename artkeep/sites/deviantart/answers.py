"""What DeviantArt's answers mean in our words: an object, or trouble."""

import json
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from artkeep.errors import (
    BadAnswer,
    Blocked,
    Gone,
    LoginNeeded,
    RateLimited,
    SiteChanged,
    SiteDown,
    SiteError,
    Withheld,
)
from artkeep.net import pages
from artkeep.net.pages import PageKind
from artkeep.net.status import asked_to_wait_until, failure, is_success
from artkeep.sites.base import Reply, SiteHttp
from artkeep.sites.deviantart.kinds import NAME
from artkeep.sites.reading import reading_of, their_words
from artkeep.texts import text

reading = partial(reading_of, NAME)  # says which field is missing

_BARRED_SECONDS = 300.0  # what others wait when the site's gate keeps everybody out
_THRESHOLDS = frozenset({"user_api_threshold", "application_api_threshold"})
_SIGNED_OUT = frozenset({"invalid_token", "unauthorized", "expired_token"})
_NO_APP = frozenset({"invalid_client", "unauthorized_client"})
_FORBIDDEN = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


def understood(http: SiteHttp, reply: Reply, subject: str) -> Any:
    """Return the object of an answer, or raise what it means; an error may come with a 200."""
    try:
        answer = json.loads(reply.content)
    except (ValueError, RecursionError) as error:
        raise no_json(http, reply) from error
    if not isinstance(answer, dict):
        raise SiteChanged(
            NAME, text("answered no object about {subject}", subject=subject), reply.status
        )
    if is_success(reply.status) and "error" not in answer:
        return answer
    raise _trouble(http, reply, answer, subject)


def no_json(http: SiteHttp, reply: Reply) -> SiteError:
    """Return what a page in the place of an answer means."""
    if reply.status == HTTPStatus.FORBIDDEN:  # "Request blocked.": too quick, or not liked
        barred = Blocked(NAME, text("keeps us out for now (403, a page instead of an answer)"))
        barred.retry_after = _BARRED_SECONDS
        return barred
    if not is_success(reply.status):
        return failure(NAME, reply.status, reply.headers, reply.content, http.now())
    kind = pages.kind_of(reply.content)
    if kind in (PageKind.CHECK, PageKind.LOGIN):
        return Blocked(NAME, text("sent {kind} instead of an answer", kind=kind))
    return SiteChanged(NAME, text("answered what is not JSON"), reply.status)


def _trouble(http: SiteHttp, reply: Reply, answer: Mapping[str, Any], subject: str) -> SiteError:
    word, said = str(answer.get("error")), their_words(answer.get("error_description") or "")
    if word in _THRESHOLDS or reply.status == HTTPStatus.TOO_MANY_REQUESTS:
        return _slow_down(http, reply)
    if word == "server_error" or reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return SiteDown(NAME, f"answered {reply.status} {said}".rstrip(), reply.status)
    if word == "version_error":
        return SiteChanged(
            NAME, text("no longer answers as it did: {said}", said=said), reply.status
        )
    return _of_login(word, said, reply.status) or _refusal(reply.status, said, subject)


def _slow_down(http: SiteHttp, reply: Reply) -> RateLimited:
    # it never says for how long; whoever is told again and again waits longer each time
    now = http.now()
    until = asked_to_wait_until(HTTPStatus.TOO_MANY_REQUESTS, reply.headers, now)
    return RateLimited(NAME, until or now)


def _of_login(word: str, said: str, status: int) -> SiteError | None:
    again = "run: artkeep login deviantart"
    if word in _NO_APP:
        return BadAnswer(
            NAME,
            text(
                "does not know this application; check sites.deviantart.client_id and client_secret"
            ),
            status,
        )
    if word == "insufficient_scope":
        return LoginNeeded(NAME, text("the sign-in does not allow this; {again}", again=again))
    if word == "unverified_account":
        return LoginNeeded(NAME, text("wants the e-mail address of your account confirmed first"))
    if word in _SIGNED_OUT or (status == HTTPStatus.UNAUTHORIZED and not said):
        return LoginNeeded(NAME, text("the sign-in no longer holds; {again}", again=again))
    return None


def _refusal(status: int, said: str, subject: str) -> SiteError:
    if status == HTTPStatus.NOT_FOUND or said.lower().rstrip(".").endswith("not found"):
        return Gone(NAME, text("{subject} is no longer there", subject=subject))
    if status in _FORBIDDEN:
        return Withheld(NAME, f"does not show us {subject}: {said}".rstrip(": "))
    return BadAnswer(NAME, f"answered {status} about {subject}: {said}".rstrip(": "), status)
