"""The border to the drivers: what sqlite3 and psycopg say becomes an error of ours, once.

What is not listed stays SQLAlchemy's: a broken constraint is a mistake of ours, not of the
machine's.
"""

import sqlite3

from artkeep.errors import (
    ArtkeepError,
    Damaged,
    DiskFull,
    LibraryBusy,
    LibraryError,
    LibraryUnreachable,
)
from artkeep.texts import Text, text

_BUSY = text("another process is writing to the library; try again when it is done")
_FULL = text("no room left on the disk of the library; free some and try again")
_DAMAGED = text(
    "{place} is damaged or not a database; run: artkeep doctor, "
    "or put back the newest copy from the folder backups"
)
_DAMAGED_THERE = text("{place} is damaged; put back a backup of the server's")
_READ_ONLY = text(
    "{place} cannot be written; look at the permissions of the file and of its folder"
)
_NO_FILE = text("{place} cannot be opened; is its folder there, and may you read and write it?")
_BROKEN_DISK = text(
    "the disk of {place} reported an error; look at its health before anything else"
)
_IDLE = text(
    "the database server of {place} undid a transaction in which nothing happened for long"
)
_AWAY = text(
    "the database of {place} cannot be reached: {said}; is its server running, and is the "
    "address right?"
)
_NO_CONNECTION = text("the database server of {place} has no connection free; try again")
_NONE_THERE = text("{place} does not exist on its server; run: createdb")
_REFUSED = text("the database server of {place} refuses us; look at user and password")
_NOT_ALLOWED = text("the database server of {place} does not let us do this")
_SQLITE: dict[int, tuple[type[ArtkeepError], Text]] = {
    sqlite3.SQLITE_BUSY: (LibraryBusy, _BUSY),
    sqlite3.SQLITE_LOCKED: (LibraryBusy, _BUSY),
    sqlite3.SQLITE_FULL: (DiskFull, _FULL),
    sqlite3.SQLITE_CORRUPT: (Damaged, _DAMAGED),
    sqlite3.SQLITE_NOTADB: (Damaged, _DAMAGED),
    sqlite3.SQLITE_READONLY: (LibraryError, _READ_ONLY),
    sqlite3.SQLITE_PERM: (LibraryError, _READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (LibraryError, _NO_FILE),
    sqlite3.SQLITE_IOERR: (LibraryError, _BROKEN_DISK),
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html, by code or by class
_POSTGRESQL: dict[str, tuple[type[ArtkeepError], Text]] = {
    "40001": (LibraryBusy, _BUSY),  # serialization_failure
    "40P01": (LibraryBusy, _BUSY),  # deadlock_detected
    "55P03": (LibraryBusy, _BUSY),  # lock_not_available
    "53100": (DiskFull, _FULL),
    "53300": (LibraryBusy, _NO_CONNECTION),
    "XX001": (Damaged, _DAMAGED_THERE),
    "XX002": (Damaged, _DAMAGED_THERE),
    "25P03": (LibraryUnreachable, _IDLE),
    "08": (LibraryUnreachable, _AWAY),
    "57P": (LibraryUnreachable, _AWAY),  # shutting down, starting up
    "3D000": (LibraryError, _NONE_THERE),
    "28": (LibraryError, _REFUSED),
    "42501": (LibraryError, _NOT_ALLOWED),
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
    return kind(words.about(place=place, said=_said(error)))


def _said(error: BaseException) -> str:
    """Return the end of the driver's first line: `FATAL:  database "art" does not exist`."""
    return (str(error).splitlines() or ["no reason given"])[0].rpartition("failed: ")[2]


def _of_postgresql(error: BaseException) -> tuple[type[ArtkeepError], Text] | None:
    code = getattr(error, "sqlstate", None)
    if code is None:  # no answer from a server at all
        return (LibraryUnreachable, _AWAY) if type(error).__name__ == "OperationalError" else None
    for length in (5, 3, 2):
        if known := _POSTGRESQL.get(code[:length]):
            return known
    return None
