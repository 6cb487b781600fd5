"""Other programs' SQLite files are read and never touched."""

import sqlite3
from contextlib import closing

import pytest

from artkeep.db import foreign
from artkeep.errors import BadRequest


def listed(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_was_written_last_is_read_too_and_nothing_is_left(tmp_path):
    path = tmp_path / "archive.db"
    with closing(sqlite3.connect(path)) as writing:
        writing.execute("pragma journal_mode = wal")
        writing.execute("create table archive (entry text)")
        entries = [("b",), ("a",), (b"\xff",), ("x" * 2000,)]
        writing.executemany("insert into archive values (?)", entries)
        writing.commit()
        before = listed(tmp_path)

        assert ["a", "b"] == list(foreign.texts(path, "archive", "entry"))
        assert before == listed(tmp_path)


def test_what_is_not_text_in_utf_8_is_read_as_far_as_it_is(tmp_path):
    path = tmp_path / "archive.db"
    with closing(sqlite3.connect(path)) as writing:
        writing.execute("create table archive (entry text)")
        writing.execute("insert into archive values (cast(x'61ff00' as text))")
        writing.commit()

    assert ["a��"] == list(foreign.texts(path, "archive", "entry"))


def test_a_file_without_the_table_is_said(tmp_path):
    path = tmp_path / "archive.db"
    path.write_bytes(b"")

    with pytest.raises(BadRequest, match="no table archive"):
        list(foreign.texts(path, "archive", "entry"))
