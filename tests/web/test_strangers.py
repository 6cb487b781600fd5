"""Those who may only look learn the names of files, and nothing of the disks they lie on."""

import json
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from artkeep import settings
from artkeep.errors import DiskFull
from artkeep.fakes import drawings
from artkeep.model.records import RunState
from artkeep.model.refs import RunId
from artkeep.web import strangers
from artkeep.web.app import create_app
from tests.web.browsing import said
from tests.web.test_runs import NOON, RUN
from tests.working import add_all

THERE = "http://192.168.1.7:8600"
PAGES = (
    "/",
    "/artworks/1",
    "/artworks/2",
    "/artworks/2/alike",
    "/add",
    "/similar",
    "/activity",
    "/activity/{run}/refused",
    "/settings",
    "/api/gallery",
    "/api/runs",
    "/api/runs/{run}",
    "/api/runs/{run}/outcomes",
    "/openapi.json",
)


class Filled(NamedTuple):
    """What was added last, and the run that added it."""

    folder: Path
    run: RunId


@pytest.fixture
def exposed(bench, tmp_path) -> FastAPI:
    """The pages of a library that is open to the network."""
    environ = {"ARTKEEP_HOME": str(bench.settings.home)}
    return create_app(bench, "0.0.0.0", shown=settings.shown(environ, tmp_path))


@pytest.fixture
def stranger(exposed):
    """Somebody else in the network."""
    return TestClient(exposed, base_url=THERE)


@pytest.fixture
def filled(bench, inbox):
    """A file that changed once, a copy of it, and a text that was refused."""
    for number in (1, 2):
        drawings.write(number, inbox / "fox.png", width=320, height=240)
        add_all(bench, inbox / "fox.png")
    drawings.write(2, inbox / "small.png", width=160, height=120)
    (inbox / "note.txt").write_text("no picture at all", encoding="utf-8")
    return Filled(inbox, add_all(bench, inbox))


@pytest.mark.parametrize("path", PAGES)
def test_no_page_names_a_folder_of_the_owner(stranger, filled, bench, tmp_path, path):
    answer = stranger.get(path.format(run=filled.run))

    assert 200 == answer.status_code
    assert str(tmp_path) not in answer.text
    assert str(bench.settings.home) not in answer.text
    assert "library.db" not in answer.text


def test_names_of_files_are_still_told(stranger, filled):
    assert "fox.png" in said(stranger.get("/artworks/2").text)
    refused = said(stranger.get(f"/activity/{filled.run}/refused").text)
    assert "note.txt" in refused
    assert "a text, not a picture" in refused


def test_scripts_learn_no_more_than_pages(stranger, filled):
    run = stranger.get(f"/api/runs/{filled.run}").json()
    outcomes = stranger.get(f"/api/runs/{filled.run}/outcomes").json()["outcomes"]

    assert ("Added inbox", "") == (run["title"], run["detail"])
    assert {"fox.png", "small.png", "note.txt"} == {one["path"] for one in outcomes}


def test_a_question_is_answered_without_folders(stranger, filled):
    answer = stranger.post(
        "/api/similar", content=(filled.folder / "small.png").read_bytes()
    ).json()

    assert [["small.png"], ["fox.png"]] == [match["paths"] for match in answer["matches"]]


def test_the_owner_is_told_everything(bench, client, filled):
    assert str(filled.folder) in said(client.get("/activity").text)
    assert str(filled.folder / "fox.png") in said(client.get("/artworks/2").text)
    assert str(filled.folder / "note.txt") in said(
        client.get(f"/activity/{filled.run}/refused").text
    )


def test_a_run_that_failed_does_not_say_where():
    error = "No room is left in /home/ann/library"
    failed = strangers.view(replace(RUN, state=RunState.FAILED, error=error), NOON)

    assert ("", None) == (failed.detail, failed.waiting)
    assert "/home/ann" not in json.dumps(failed.as_json())
    assert failed.error


def test_an_error_does_not_say_where(exposed):
    def fail() -> None:
        raise DiskFull("No room is left in /home/ann/library")

    exposed.add_api_route("/fail", fail, methods=["GET"])
    exposed.add_api_route("/api/fail", fail, methods=["GET"])
    stranger = TestClient(exposed, base_url=THERE)

    for path in ("/fail", "/api/fail"):
        answer = stranger.get(path)
        assert 500 == answer.status_code
        assert "/home/ann" not in answer.text
        assert "on the machine" in answer.text
