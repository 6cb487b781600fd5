import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from artkeep.errors import Conflict, DiskFull, LibraryUnreachable, Unreachable
from artkeep.web.app import create_app
from tests.web.browsing import HERE, read, said


@pytest.fixture
def logged():
    """What is logged meanwhile."""
    with capture_logs() as lines:
        yield lines


@pytest.fixture
def failing(empty_bench, logged):
    """The workbench with addresses that fail as they are told."""
    app: FastAPI = create_app(empty_bench, shown=())
    errors = {
        "conflict": Conflict("somebody else is at it; try again"),
        "full": DiskFull("no room left on the disk; make some"),
        "away": Unreachable("art.example", "no answer"),
        "server": LibraryUnreachable("the database does not answer"),
        "bug": KeyError("secret detail"),
    }

    def fail(name: str) -> None:
        raise errors[name]

    app.add_api_route("/fail/{name}", fail, methods=["GET"])
    app.add_api_route("/api/fail/{name}", fail, methods=["GET"])
    return TestClient(app, base_url=HERE)


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("conflict", 409, "somebody else is at it"),
        ("full", 500, "no room left"),
        ("away", 502, "no answer"),
        ("server", 503, "does not answer"),
        ("bug", 500, "not foreseen"),
    ],
)
def test_every_error_ends_in_a_page_with_words(failing, name, status, words):
    answer = failing.get(f"/fail/{name}")

    assert status == answer.status_code
    assert words in said(answer.text)
    assert "To the gallery" in said(answer.text)
    assert "secret detail" not in answer.text


def test_what_may_pass_can_be_tried_again_at_the_same_place(failing):
    page = read(failing.get("/fail/server", params={"x": "a b"}).text)

    assert "/fail/server?x=a+b" in page.links


def test_what_ends_the_same_way_is_not_offered_again(failing, newcomer):
    assert "Try again" not in said(failing.get("/no/such/page").text)
    assert "Try again" not in said(newcomer.post("/activity/1/stop").text)


@pytest.mark.parametrize(("name", "error"), [("conflict", "Conflict"), ("bug", "Unexpected")])
def test_errors_of_the_api_have_one_shape(failing, name, error):
    answer = failing.get(f"/api/fail/{name}")

    assert {"error", "message", "status", "reference"} == set(answer.json())
    assert (error, answer.status_code) == (answer.json()["error"], answer.json()["status"])


def test_what_was_not_foreseen_has_a_reference_that_the_log_names(failing, logged):
    reference = failing.get("/api/fail/bug").json()["reference"]

    assert reference
    assert reference in {line.get("reference") for line in logged}


def test_even_the_last_resort_has_the_security_headers(failing):
    headers = failing.get("/fail/bug").headers

    assert "nosniff" == headers["x-content-type-options"]
    assert headers["content-security-policy"].startswith("default-src 'none'")


def test_a_page_that_is_not_there_is_designed(visitor):
    answer = visitor.get("/no/such/page")

    assert 404 == answer.status_code
    assert "Nothing here by that name" in said(answer.text)


def test_scripts_of_pages_get_a_piece(visitor):
    answer = visitor.get("/artworks/99", headers={"hx-request": "true"})

    assert "<html" not in answer.text
    assert "there is no artwork 99" in said(answer.text)


@pytest.mark.parametrize("path", ["/artworks/x", "/api/gallery?limit=none", "/api/nothing"])
def test_questions_that_cannot_be_read_are_answered_in_our_words(visitor, path):
    answer = visitor.get(path)

    assert answer.status_code in (400, 404)
    assert "detail" not in answer.text or "<html" in answer.text


def test_a_way_that_is_none_is_said(visitor):
    assert 405 == visitor.get("/api/pictures").status_code
