"""Other programs' SQLite files: read from a copy, as if somebody had prepared them to do harm."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from artkeep.errors import BadRequest
from artkeep.texts import text

_MOST_BYTES = 1 << 30
_STEPS = 50_000_000  # of SQLite's machine: a few seconds for what is no plain table
_LONGEST = 1000  # characters; what is longer is left out
_BESIDE = ("", "-wal")  # what was written last may still lie in the second


def texts(path: Path, table: str, column: str) -> Iterator[str]:
    """Yield the texts of a column of a table; the file itself stays as it is, to the last lock.

    Raises BadRequest when it is no such file.
    """
    with tempfile.TemporaryDirectory(prefix="artkeep-") as folder:
        copy = Path(folder) / "copy.db"
        _copy(path, copy)
        try:
            with closing(sqlite3.connect(copy)) as opened:
                yield from _read(opened, table, column)
        except sqlite3.Error as error:
            raise BadRequest(
                text("{path} cannot be read as SQLite: {error}", path=path.name, error=error)
            ) from error


def _copy(path: Path, copy: Path) -> None:
    for ending in _BESIDE:
        source = path.with_name(path.name + ending)
        if source.is_file():
            if source.stat().st_size > _MOST_BYTES:
                raise BadRequest(
                    text("{source} is larger than anything we expect there", source=source.name)
                )
            shutil.copyfile(source, copy.with_name(copy.name + ending))


def _read(opened: sqlite3.Connection, table: str, column: str) -> Iterator[str]:
    opened.execute("pragma trusted_schema = off")
    opened.text_factory = lambda raw: raw.decode("utf-8", "replace")
    kind = opened.execute("select type from sqlite_master where name = ?", (table,)).fetchone()
    if kind != ("table",):
        raise BadRequest(text("it has no table {table}", table=table))
    opened.set_progress_handler(lambda: 1, _STEPS)
    query = f"select [{column}] from [{table}] order by 1"  # noqa: S608 - names of our own
    for (found,) in opened.execute(query):
        if isinstance(found, str) and len(found) <= _LONGEST:
            yield found.replace("\0", "�")
