"""Processes that renew one login: once for all of them, and in words when one was killed."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from artkeep.clock import SystemClock
from artkeep.db.engine import Database
from artkeep.db.tables import metadata
from artkeep.errors import LoginNeeded
from artkeep.library import logins
from artkeep.library.sealing import Seal
from artkeep.net.http import Http
from artkeep.workbench.signed_in import Kept
from artkeep.workbench.site_settings import read
from artkeep.workbench.way import Way
from tests.net.site import NOBODY, Site, site
from tests.workbench.mini import MINI, moved
from tests.workbench.tokens import FIRST, Tokens, login_of

PROCESSES = 3


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as running:
        yield running


@pytest.fixture
def tokens(server: Site) -> Tokens:
    made = Tokens()
    made.play(server)
    return made


@pytest.fixture
def library(database_url: str, tmp_path: Path, tokens: Tokens) -> Iterator[Database]:
    """A library with a login that has run out."""
    clock = SystemClock()
    with Database(database_url, clock) as opened:
        with opened.begin() as tx:
            over = login_of(tokens, clock.now() - timedelta(hours=1))
            logins.save(tx, Seal(tmp_path), "mini", over)
        yield opened


def worker(url: str, home: Path, server: Site, *hang: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-m", "tests.faults.renewing", url, str(home)]
    return subprocess.Popen(
        [*command, server.url(path=""), *hang],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def everything_in(database: Database) -> str:
    """Return all rows of the library, as text."""
    with database.read() as tx:
        return "".join(
            repr([bytes(value) if isinstance(value, memoryview) else value for value in row])
            for table in metadata.sorted_tables
            for row in tx.execute(sa.select(table))
        )


def test_processes_that_need_it_at_once_renew_once_and_tell_nobody(
    library: Database, database_url: str, tmp_path: Path, server: Site, tokens: Tokens
) -> None:
    with ExitStack() as running:
        workers = [
            running.enter_context(worker(database_url, tmp_path, server)) for _ in range(PROCESSES)
        ]
        said = [each.communicate(timeout=60) for each in workers]

    assert ['{"ok": true}'] * PROCESSES == [answer for answer, _ in said], said
    assert (1, 0) == (tokens.given, tokens.refused)
    log = "".join(path.read_text() for path in tmp_path.rglob("*.log"))
    told = everything_in(library) + log + "".join(words for _, words in said)
    secrets = [*FIRST.values(), tokens.access, tokens.refresh]
    assert [] == [secret for secret in secrets if secret in told]
    assert "mini" in told


def test_tokens_that_died_with_their_process_are_told_of_in_words(
    library: Database, database_url: str, tmp_path: Path, server: Site, tokens: Tokens
) -> None:
    with worker(database_url, tmp_path, server, "hang") as victim:
        assert victim.stdout is not None
        assert "answered\n" == victim.stdout.readline()
        victim.send_signal(signal.SIGKILL)

    clock = SystemClock()
    told = read(MINI, moved(server))
    with Http(clock, tls=NOBODY) as web:
        way = Way(MINI, told.reach, told.options, web, clock)
        way = replace(way, signed_in=Kept(library, Seal(tmp_path), MINI, "7", way))
        with pytest.raises(LoginNeeded) as needed:
            way.text("/x")

    assert (1, 1) == (tokens.given, tokens.refused)
    assert "mini: the sign-in was lost" in str(needed.value)
    assert "run: artkeep login mini" in str(needed.value)
    assert tokens.refresh not in str(needed.value) + everything_in(library)
