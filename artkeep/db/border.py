"""The border to the drivers: what sqlite3 and psycopg say becomes an error of ours, once.

What is not listed stays SQLAlchemy's: a broken constraint is a mistake of ours, not of the
machine's.
"""

import sqlite3
from collections.abc import Callable

from artkeep.errors import (
    ArtkeepError,
    Damaged,
    DiskFull,
    LibraryBusy,
    LibraryError,
    LibraryUnreachable,
)
from artkeep.texts import Text, text

Said = Callable[[str, str], Text]  # of the library's place, and of what the driver said


def _busy(_place: str, _said: str) -> Text:
    return text("another process is writing to the library; try again when it is done")


def _full(_place: str, _said: str) -> Text:
    return text("no room left on the disk of the library; free some and try again")


def _damaged(place: str, _said: str) -> Text:
    return text(
        "{place} is damaged or not a database; run: artkeep doctor, "
        "or put back the newest copy from the folder backups",
        place=place,
    )


def _damaged_there(place: str, _said: str) -> Text:
    return text("{place} is damaged; put back a backup of the server's", place=place)


def _read_only(place: str, _said: str) -> Text:
    return text(
        "{place} cannot be written; look at the permissions of the file and of its folder",
        place=place,
    )


def _no_file(place: str, _said: str) -> Text:
    return text(
        "{place} cannot be opened; is its folder there, and may you read and write it?",
        place=place,
    )


def _broken_disk(place: str, _said: str) -> Text:
    return text(
        "the disk of {place} reported an error; look at its health before anything else",
        place=place,
    )


def _idle(place: str, _said: str) -> Text:
    return text(
        "the database server of {place} undid a transaction in which nothing happened for long",
        place=place,
    )


def _away(place: str, said: str) -> Text:
    return text(
        "the database of {place} cannot be reached: {said}; is its server running, and is the "
        "address right?",
        place=place,
        said=said,
    )


def _no_connection(place: str, _said: str) -> Text:
    return text("the database server of {place} has no connection free; try again", place=place)


def _none_there(place: str, _said: str) -> Text:
    return text("{place} does not exist on its server; run: createdb", place=place)


def _refused(place: str, _said: str) -> Text:
    return text("the database server of {place} refuses us; look at user and password", place=place)


def _not_allowed(place: str, _said: str) -> Text:
    return text("the database server of {place} does not let us do this", place=place)


_SQLITE: dict[int, tuple[type[ArtkeepError], Said]] = {
    sqlite3.SQLITE_BUSY: (LibraryBusy, _busy),
    sqlite3.SQLITE_LOCKED: (LibraryBusy, _busy),
    sqlite3.SQLITE_FULL: (DiskFull, _full),
    sqlite3.SQLITE_CORRUPT: (Damaged, _damaged),
    sqlite3.SQLITE_NOTADB: (Damaged, _damaged),
    sqlite3.SQLITE_READONLY: (LibraryError, _read_only),
    sqlite3.SQLITE_PERM: (LibraryError, _read_only),
    sqlite3.SQLITE_CANTOPEN: (LibraryError, _no_file),
    sqlite3.SQLITE_IOERR: (LibraryError, _broken_disk),
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html, by code or by class
_POSTGRESQL: dict[str, tuple[type[ArtkeepError], Said]] = {
    "40001": (LibraryBusy, _busy),  # serialization_failure
    "40P01": (LibraryBusy, _busy),  # deadlock_detected
    "55P03": (LibraryBusy, _busy),  # lock_not_available
    "53100": (DiskFull, _full),
    "53300": (LibraryBusy, _no_connection),
    "XX001": (Damaged, _damaged_there),
    "XX002": (Damaged, _damaged_there),
    "25P03": (LibraryUnreachable, _idle),
    "08": (LibraryUnreachable, _away),
    "57P": (LibraryUnreachable, _away),  # shutting down, starting up
    "3D000": (LibraryError, _none_there),
    "28": (LibraryError, _refused),
    "42501": (LibraryError, _not_allowed),
}


def translated(error: BaseException, place: str) -> ArtkeepError | None:
    """Return our word for a driver's error; None when it has none. `place` names the library."""
    if isinstance(error, sqlite3.Error):
        known = _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    elif hasattr(error, "sqlstate"):  # psycopg's; it is not loaded where nobody uses it
        known = _of_postgresql(error)
    else:
        return None
    if known is None:
        return None
    kind, words = known
    return kind(words(place, _said(error)))


def _said(error: BaseException) -> str:
    """Return the end of the driver's first line: `FATAL:  database "art" does not exist`."""
    return (str(error).splitlines() or ["no reason given"])[0].rpartition("failed: ")[2]


def _of_postgresql(error: BaseException) -> tuple[type[ArtkeepError], Said] | None:
    code = getattr(error, "sqlstate", None)
    if code is None:  # no answer from a server at all
        return (LibraryUnreachable, _away) if type(error).__name__ == "OperationalError" else None
    for length in (5, 3, 2):
        if known := _POSTGRESQL.get(code[:length]):
            return known
    return None
