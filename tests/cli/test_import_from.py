"""`artkeep import-from`, as a person gives it."""

import json
import os
import subprocess
import sys

import pytest

from artkeep.collect.moving_in.imagefap import locks
from artkeep.fakes.pixiv import memory
from artkeep.fakes.web import serving
from tests.collect.imagefap_databases import Shelf
from tests.collect.moving import draw, write


@pytest.fixture
def artkeep(tmp_path):
    """`artkeep(*words)`: its exit code, what it printed, line by line, and what it said."""

    def call(*words, **more):
        done = subprocess.run(
            [sys.executable, "-m", "artkeep", "import-from", *map(str, words)],
            env={
                **os.environ,
                "ARTKEEP_HOME": str(tmp_path / "library"),
                "ARTKEEP_WORKERS": "2",
                **more,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    return call


def test_a_folder_of_gallery_dl_moves_in_once(artkeep, tmp_path):
    path = draw(tmp_path / "in" / "9.png")
    write(tmp_path / "in" / "9.png.json", {"category": "danbooru", "id": 9})

    first = artkeep("gallery-dl", tmp_path / "in", "--json")
    again = artkeep("gallery-dl", tmp_path / "in", "--json")

    assert (0, ["new"], [str(path)]) == (
        first[0],
        [each["status"] for each in first[1]],
        [each["path"] for each in first[1]],
    )
    assert (0, ["known"], "unchanged") == (
        again[0],
        [each["status"] for each in again[1]],
        again[1][0]["reason"],
    )


def test_what_cannot_be_read_is_partly_done(artkeep, tmp_path):
    draw(tmp_path / "in" / "9.png")
    (tmp_path / "in" / "9.png.json").write_text("{", encoding="utf-8")

    code, printed, said = artkeep("gallery-dl", tmp_path / "in")

    assert (3, []) == (code, printed)
    assert "9.png.json: not JSON" in said


@pytest.mark.parametrize("words", [("gallery-dl", "nowhere"), ("strange", "."), ("gallery-dl",)])
def test_wrong_usage_is_said(artkeep, words):
    code, printed, said = artkeep(*words)

    assert (2, []) == (code, printed)
    assert said


def test_the_login_of_another_program_is_taken_over_and_never_told(artkeep, tmp_path):
    write(tmp_path / "in" / "artworks.json", {})
    write(tmp_path / "in" / "config.json", {"pixiv": {"refresh": memory.REFRESH_TOKEN}})

    with serving(works=20) as world:
        more = {**world.settings(), **world.without_pauses()}
        code, _, said = artkeep("pixiv-explorer", tmp_path / "in", "--login", **more)

    assert 0 == code
    assert "signed in to pixiv as" in said
    assert memory.REFRESH_TOKEN not in said
    kept = [path for path in (tmp_path / "library").rglob("*") if path.is_file()]
    token = memory.REFRESH_TOKEN.encode()
    assert [] == [path for path in kept if token in path.read_bytes()]
    code, _, said = artkeep("hydrus", tmp_path / "in", "--login")
    assert (2, True) == (code, "--login says nothing about hydrus" in said)


def test_a_locked_database_opens_with_the_password_of_a_file(artkeep, tmp_path):
    key, shelf = locks.of_password("fox in the snow"), Shelf(tmp_path / "fap")
    shelf.put(key=key)
    path = shelf.written(2, key=key)
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("fox in the snow\n", "utf-8")
    wrong.write_text("crane", "utf-8")

    code, _, said = artkeep("imagefap", path, "--password-file", wrong)
    assert (2, True) == (code, "the password does not open it" in said)

    code, printed, said = artkeep("imagefap", path, "--password-file", right, "--json")
    assert (0, {shelf.fox_sha, shelf.crane_sha}) == (code, {each["sha256"] for each in printed})
    kept = [each for each in (tmp_path / "library").rglob("*") if each.is_file()]
    assert [] == [each for each in kept if key.secret.hex().encode() in each.read_bytes()]
