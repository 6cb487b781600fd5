"""The stories, end to end, as a person walks them on the command line."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from artkeep.clock import SystemClock
from artkeep.fakes import drawings
from tests.imaging import zoo

SOON = 30  # seconds a server may take to answer on a busy machine


@pytest.fixture
def home(tmp_path):
    return tmp_path / "library"


@pytest.fixture
def pictures(tmp_path):
    """A picture, and what became of it on its way through the web."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    fox = drawings.draw(4, 900, 700)
    fox.save(folder / "fox.png")
    drawings.write(7, folder / "crane.jpg", width=800, height=800)
    asked = tmp_path / "asked"
    asked.mkdir()
    fox.resize((450, 350)).save(asked / "small.jpg", quality=80)
    fox.transpose(0).save(asked / "mirrored.png")
    fox.crop((90, 70, 720, 560)).save(asked / "part.png")
    drawings.write(11, asked / "other.png", width=600, height=400)
    return folder


def start(home, *words, **more):
    env = {**os.environ, "ARTKEEP_HOME": str(home), "ARTKEEP_WORKERS": "2", **more}
    return subprocess.Popen(
        [sys.executable, "-m", "artkeep", *map(str, words)],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def artkeep(home, *words, **more):
    """Run a command; return its exit code, output and what it said."""
    process = start(home, *words, **more)
    output, said = process.communicate(timeout=120)
    return process.returncode, output, said


def objects(output):
    return [json.loads(line) for line in output.splitlines()]


def test_what_was_added_is_found_again_by_its_copies(home, pictures, tmp_path):
    code, output, said = artkeep(home, "add", pictures, "--json")

    added = objects(output)
    assert 0 == code
    assert "2 files added, 0 known already, 0 refused" in said
    assert "2 originals" in said
    assert {"fox.png": "new", "crane.jpg": "new"} == {
        Path(line["path"]).name: line["status"] for line in added
    }
    assert [{"path", "sha256", "status", "reason"}] * 2 == [set(line) for line in added]
    fox = str(pictures / "fox.png")
    for name, kind in (("small.jpg", "same"), ("mirrored.png", "mirrored"), ("part.png", "crop")):
        code, output, _ = artkeep(home, "similar", tmp_path / "asked" / name, "--json")
        (match,) = objects(output)
        assert (0, kind, [fox], []) == (code, match["kind"], match["paths"], match["posts"])
    code, output, _ = artkeep(home, "similar", fox, "--json")
    assert "same_bytes" == objects(output)[0]["kind"]
    code, output, _ = artkeep(home, "similar", tmp_path / "asked" / "other.png", "--json")
    assert (0, "") == (code, output)


def test_adding_again_finds_everything_known(home, pictures):
    artkeep(home, "add", pictures)

    code, output, said = artkeep(home, "add", pictures, "--json")

    assert (0, ["known", "known"]) == (code, [line["status"] for line in objects(output)])
    assert "2 known already" in said


def test_hostile_files_are_refused_one_by_one_and_the_good_ones_are_kept(home, tmp_path):
    folder = tmp_path / "found on the net"
    folder.mkdir()
    expected = zoo.release(folder)

    code, output, _ = artkeep(home, "add", folder, "--json")

    told = {Path(line["path"]).name: line for line in objects(output)}
    refused = {name: line["reason"] for name, line in told.items() if line["status"] == "refused"}
    assert 3 == code
    assert {name: reason for name, reason in expected.items() if reason is not None} == refused
    assert len(refused) >= 40
    assert all(told[name]["status"] != "refused" for name in expected if name not in refused)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["add", "no such folder"], "there is no file or folder"),
        (["add", "https://example.org/fox.png"], "is not the address of a post or a list"),
        (["add"], "PATH"),
        (["similar", "fox.png", "--kind", "cousin"], "cousin"),
        (["paint"], "paint"),
    ],
)
def test_wrong_usage_is_said_and_is_2(home, words, named):
    code, output, said = artkeep(home, *words)

    assert (2, "") == (code, output)
    assert named in said
    assert "Traceback" not in said


def test_asking_with_something_that_is_no_picture_is_an_error(home, tmp_path):
    page = tmp_path / "fox.png"
    page.write_text("<html>Please log in</html>")

    code, output, said = artkeep(home, "similar", page)

    assert (1, "") == (code, output)
    assert "a web page, not a picture" in said


def test_an_address_in_a_private_network_is_not_asked(home):
    code, _, said = artkeep(home, "similar", "http://127.0.0.1:9/fox.png")

    assert 1 == code
    assert "127.0.0.1" in said


def test_the_doctor_finds_and_mends_a_lost_file(home, pictures):
    artkeep(home, "add", pictures)
    lost = next(path for path in (home / "blobs").rglob("*") if len(path.name) == 64)
    lost.unlink()

    code, output, _ = artkeep(home, "doctor", "--json")
    assert (1, ["its file is missing"]) == (code, [line["trouble"] for line in objects(output)])

    code, output, _ = artkeep(home, "doctor", "--repair", "--json")
    assert (0, [True]) == (code, [line["mended"] for line in objects(output)])
    assert (0, "") == artkeep(home, "doctor", "--json")[:2]


def test_a_database_of_another_program_is_never_touched(home, tmp_path):
    old = tmp_path / "deviant.db"
    with sqlite3.connect(old) as made:
        made.execute("create table uploads (id integer primary key, title text)")
    made.close()
    before = old.read_bytes()

    code, _, said = artkeep(home, "doctor", DATABASE_PATH=str(old))

    assert 1 == code
    assert "import-from" in said
    assert before == old.read_bytes()


def test_the_workbench_is_served_beside_a_command_and_ends_when_told(home, pictures):
    port = free_port()
    up = start(home, "up", "--port", port)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        code, output, _ = artkeep(home, "add", pictures, "--json")
        assert (0, 2) == (code, len(objects(output)))
        page = httpx2.get(f"http://127.0.0.1:{port}/")
        assert (200, 2) == (page.status_code, page.text.count("/artworks/"))
        assert "command line" in httpx2.get(f"http://127.0.0.1:{port}/settings").text
    finally:
        up.send_signal(signal.SIGTERM)
        _, said = up.communicate(timeout=SOON)
    assert 0 == up.returncode, said
    assert "Traceback" not in said


@pytest.mark.parametrize("command", ["add", "similar"])
def test_a_file_that_is_not_there_is_wrong_usage(home, tmp_path, command):
    code, output, said = artkeep(home, command, tmp_path / "nothing.png")

    assert (2, "") == (code, output)
    assert "there is no file" in said


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a place where nothing can be")
def test_a_library_that_cannot_be_made_is_said():
    code, _, said = artkeep("/proc/library", "doctor")

    assert 1 == code
    assert "set ARTKEEP_HOME" in said
    assert "Traceback" not in said


def test_a_port_in_use_is_said(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, _, said = artkeep(home, "up", "--port", taken.getsockname()[1])

    assert 1 == code
    assert "--port" in said
    assert "Traceback" not in said


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url):
    clock = SystemClock()
    for _ in range(SOON * 10):
        try:
            if httpx2.get(url).status_code == 200:
                return
        except httpx2.TransportError:
            pass
        clock.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")
