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

BUSY = "another process is writing to the library; try again when it is done"
FULL = "no room left on the disk of the library; free some and try again"
DAMAGED = (
    "{place} is damaged or not a database; run: artkeep doctor, "
    "or put back the newest copy from the folder backups"
)
READ_ONLY = "{place} cannot be written; look at the permissions of the file and of its folder"
NO_FILE = "{place} cannot be opened; is its folder there, and may you read and write it?"
BROKEN_DISK = "the disk of {place} reported an error; look at its health before anything else"
IDLE = "the database server of {place} undid a transaction in which nothing happened for long"
AWAY = (
    "the database of {place} cannot be reached: {said}; is its server running, and is the "
    "address right?"
)

_SQLITE: dict[int, tuple[type[ArtkeepError], str]] = {
    sqlite3.SQLITE_BUSY: (LibraryBusy, BUSY),
    sqlite3.SQLITE_LOCKED: (LibraryBusy, BUSY),
    sqlite3.SQLITE_FULL: (DiskFull, FULL),
    sqlite3.SQLITE_CORRUPT: (Damaged, DAMAGED),
    sqlite3.SQLITE_NOTADB: (Damaged, DAMAGED),
    sqlite3.SQLITE_READONLY: (LibraryError, READ_ONLY),
    sqlite3.SQLITE_PERM: (LibraryError, READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (LibraryError, NO_FILE),
    sqlite3.SQLITE_IOERR: (LibraryError, BROKEN_DISK),
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html, by code or by class
_POSTGRESQL: dict[str, tuple[type[ArtkeepError], str]] = {
    "40001": (LibraryBusy, BUSY),  # serialization_failure
    "40P01": (LibraryBusy, BUSY),  # deadlock_detected
    "55P03": (LibraryBusy, BUSY),  # lock_not_available
    "53100": (DiskFull, FULL),
    "53300": (LibraryBusy, "the database server of {place} has no connection free; try again"),
    "XX001": (Damaged, "{place} is damaged; put back a backup of the server's"),
    "XX002": (Damaged, "{place} is damaged; put back a backup of the server's"),
    "25P03": (LibraryUnreachable, IDLE),
    "08": (LibraryUnreachable, AWAY),
    "57P": (LibraryUnreachable, AWAY),  # shutting down, starting up
    "3D000": (LibraryError, "{place} does not exist on its server; run: createdb"),
    "28": (LibraryError, "the database server of {place} refuses us; look at user and password"),
    "42501": (LibraryError, "the database server of {place} does not let us do this"),
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
    return kind(words.format(place=place, said=_said(error)))


def _said(error: BaseException) -> str:
    """Return the end of the driver's first line: `FATAL:  database "art" does not exist`."""
    return (str(error).splitlines() or ["no reason given"])[0].rpartition("failed: ")[2]


def _of_postgresql(error: BaseException) -> tuple[type[ArtkeepError], str] | None:
    code = getattr(error, "sqlstate", None)
    if code is None:  # no answer from a server at all
        return (LibraryUnreachable, AWAY) if type(error).__name__ == "OperationalError" else None
    for length in (5, 3, 2):
        if known := _POSTGRESQL.get(code[:length]):
            return known
    return None
