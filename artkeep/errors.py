"""Every error a person can meet, in one tree; each message says what to do next.

::

    ArtkeepError
    ├── BadRequest            the question itself is wrong                      400, exit 2
    │   ├── BadSetting        a setting is unknown or has a wrong value
    │   ├── UnknownAddress    no site and no file answers to this
    │   ├── BadQuery          a query for the gallery that cannot be read; says where
    │   └── PictureRefused    bytes we will not keep: not a picture, damaged, too large, hostile
    │       └── PictureTooLarge  sent to us with more bytes than a picture may have  413
    ├── NotFound              nothing here by that name                         404
    │   └── Deleted           it was here, and was thrown away                  410
    ├── Conflict              someone else changed it, or it is in the way      409
    │   └── LibraryBusy       another process holds what we need
    ├── Forbidden             not allowed here                                  403
    ├── SignInNeeded          only for who has signed in to this library        401
    ├── TooManyTries          a password was tried too often                    429
    ├── LibraryError          the library cannot be opened or is not whole
    │   ├── NewerLibrary      written by a newer Artkeep; never touched by us
    │   ├── OlderLibrary      not yet brought to today's schema; `artkeep migrate` does it
    │   ├── ForeignDatabase   a database that is not Artkeep's
    │   ├── LibraryOnShare    a SQLite library on a network share
    │   ├── LibraryUnreachable  its server does not answer                      503 (tried again)
    │   └── Damaged           stored bytes are not what was stored
    ├── DiskFull              no room left to write
    ├── SiteError             something out there                               502
    │   ├── Unreachable       no connection, no name, time-out                  (tried again)
    │   ├── AddressRefused    the address leads where we do not go
    │   ├── AnswerTooLarge    more bytes than we accept
    │   ├── BadAnswer         an error status, or not what was asked for
    │   │   ├── SiteDown      the site itself is in trouble                     (tried again)
    │   │   └── SiteChanged   an answer lacks what it always had: Artkeep has to learn
    │   ├── LoginNeeded       only for who is signed in, or no longer signed in 401, exit 5
    │   ├── Blocked           the site takes us for a robot, or bars us         exit 6 (tried again)
    │   ├── Gone              the post, list or account is no longer there      410
    │   ├── Withheld          it is there, but not shown to us: friends only, region, rating
    │   └── RateLimited       the site asks us to wait                          exit 6 (tried again)
    │       └── OverBudget    asking now would spend more than you allow        exit 6 (tried again)
    ├── DecoderCrashed        a decoder process died or hung                    (tried again)
    ├── Stopped               a person asked this run to stop                   exit 130
    └── Superseded            another worker has taken over this run
"""

from datetime import datetime

from artkeep.texts import many, text

PAUSE = text("asks us to pause")


class ArtkeepError(Exception):
    """The root: `str(error)` is a sentence for a person."""

    permanent = True  # trying again would end the same way
    retry_after: float | None = None  # seconds to wait before another try; None: our own back-off
    status = 500  # HTTP
    exit_code = 1  # command line


class BadRequest(ArtkeepError):
    """The question itself is wrong."""

    status = 400
    exit_code = 2


class BadSetting(BadRequest):
    """A setting is unknown or has a wrong value."""


class UnknownAddress(BadRequest):
    """No site and no file answers to this."""


class BadQuery(BadRequest):
    """A query for the gallery that cannot be read.

    `position` and `length` are characters of the query: the word at fault. `words` say what is
    wrong with it; `suggestion` is what to write in its place, None when we have no idea.
    """

    def __init__(
        self, position: int, length: int, words: str, suggestion: str | None = None
    ) -> None:
        if suggestion is None:
            super().__init__(words)
        else:
            super().__init__(
                text("{words}; did you mean {suggestion}", words=words, suggestion=suggestion)
            )
        self.position = position
        self.length = length
        self.words = words
        self.suggestion = suggestion


class PictureRefused(BadRequest):
    """Bytes we will not keep. `reason` is one short phrase, the same word for the same cause."""

    exit_code = 1

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PictureTooLarge(PictureRefused):
    """More bytes than a picture may have, before they have all come."""

    status = 413


class NotFound(ArtkeepError):
    """Nothing here by that name."""

    status = 404


class Deleted(NotFound):
    """It was here, and was thrown away."""

    status = 410


class Conflict(ArtkeepError):
    """Someone else changed it, or it is in the way."""

    status = 409


class LibraryBusy(Conflict):
    """Another process holds what we need."""

    permanent = False


class Forbidden(ArtkeepError):
    """Not allowed here."""

    status = 403


class SignInNeeded(ArtkeepError):
    """Only for who has signed in to this library; the page `/sign-in` lets them."""

    status = 401


class TooManyTries(ArtkeepError):
    """A password was tried too often; `retry_after` seconds from now it may be tried again."""

    status = 429

    def __init__(self, seconds: float) -> None:
        self.retry_after = max(1.0, seconds)
        minutes = 1 if seconds <= 60 else round(seconds / 60)  # noqa: PLR2004 - a minute has as many
        super().__init__(
            many(
                "That was tried too often. Wait a minute, then try again.",
                "That was tried too often. Wait {n} minutes, then try again.",
                minutes,
            )
        )


class LibraryError(ArtkeepError):
    """The library cannot be opened or is not whole."""


class NewerLibrary(LibraryError):
    """Written by a newer Artkeep; never touched by us."""


class OlderLibrary(LibraryError):
    """Not yet brought to today's schema; on PostgreSQL only `artkeep migrate` does that."""


class ForeignDatabase(LibraryError):
    """A database that is not Artkeep's."""


class LibraryOnShare(LibraryError):
    """A SQLite library on a network share."""


class LibraryUnreachable(LibraryError):
    """The library's database server does not answer."""

    permanent = False
    status = 503


class Damaged(LibraryError):
    """Stored bytes are not what was stored."""


class DiskFull(ArtkeepError):
    """No room left to write."""


class SiteError(ArtkeepError):
    """Something out there went wrong. `site` is its name, or the host's."""

    status = 502

    def __init__(self, site: str, message: str) -> None:
        super().__init__(text("{site}: {trouble}", site=site, trouble=message))
        self.site = site


class Unreachable(SiteError):
    """No connection, no such name, or a time-out."""

    permanent = False


class AddressRefused(SiteError):
    """The address leads where we do not go: private networks, odd schemes, other hosts."""

    status = 400


class AnswerTooLarge(SiteError):
    """More bytes than we accept."""


class BadAnswer(SiteError):
    """The site answered, but not with what was asked for.

    `answered` is its HTTP status, None when the status was good and the rest was not.
    """

    def __init__(self, site: str, message: str, answered: int | None = None) -> None:
        super().__init__(site, message)
        self.answered = answered


class SiteDown(BadAnswer):
    """The site says that it is in trouble itself (a status from 500 on)."""

    permanent = False


class SiteChanged(BadAnswer):
    """An answer lacks a field it always had; the message names it. Artkeep has to learn."""


class LoginNeeded(SiteError):
    """Only for who is signed in, or the sign-in no longer holds; `artkeep login SITE` helps."""

    status = 401
    exit_code = 5


class Blocked(SiteError):
    """The site takes us for a robot or bars us: a page that says so, a human check."""

    permanent = False
    retry_after = 3600.0
    exit_code = 6


class Gone(SiteError):
    """The post, list or account is no longer there, as the site itself says."""

    status = 410


class Withheld(SiteError):
    """It is there, but not shown to us: for friends only, not in this region, not this rating."""

    status = 403


class RateLimited(SiteError):
    """The site asks us to wait until `until` (aware); uses up no attempt.

    `why` is said before "until".
    """

    permanent = False
    exit_code = 6

    def __init__(self, site: str, until: datetime, why: str = PAUSE) -> None:
        super().__init__(site, text("{why} until {time} UTC", why=why, time=f"{until:%H:%M:%S}"))
        self.until = until


class OverBudget(RateLimited):
    """Asking now would spend more than you allow; looked at again `until` then. Nobody was rude."""

    def __init__(self, site: str, until: datetime, why: str) -> None:
        day = f"{until:%d %B}"
        SiteError.__init__(self, site, text("{why}; looked at again on {day}", why=why, day=day))
        self.until = until


class DecoderCrashed(ArtkeepError):
    """A decoder process died or hung without saying why."""

    permanent = False


class Stopped(ArtkeepError):
    """A person asked this run to stop."""

    exit_code = 130


class Superseded(ArtkeepError):
    """Another worker has taken over this run; this one must not write any more."""
