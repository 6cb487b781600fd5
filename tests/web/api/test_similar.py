import pytest

from artkeep.fakes import drawings
from tests.working import add_all


def test_a_copy_is_found_with_its_reason(bench, client, inbox):
    drawings.write(1, inbox / "large.png", width=640, height=480)
    drawings.write(1, inbox / "small.jpg", width=320, height=240)
    add_all(bench, inbox / "large.png")

    answer = client.post("/api/similar", content=(inbox / "small.jpg").read_bytes())

    (match,) = answer.json()["matches"]
    assert (1, "same", [str(inbox / "large.png")]) == (
        match["artwork_id"],
        match["kind"],
        match["paths"],
    )
    assert match["why"]


def test_what_is_no_picture_is_refused(visitor):
    answer = visitor.post("/api/similar", content=b"hello " * 99)

    assert (400, "PictureRefused") == (answer.status_code, answer.json()["error"])


def test_a_private_address_is_not_asked(visitor):
    answer = visitor.post("/api/similar", json={"url": "http://127.0.0.1:8600/image/x"})

    assert (400, "AddressRefused") == (answer.status_code, answer.json()["error"])


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"url": 7}', "{" * 20_000])
def test_a_question_that_cannot_be_read_is_said(visitor, body):
    headers = {"content-type": "application/json"}

    answer = visitor.post("/api/similar", content=body, headers=headers)

    assert (400, "BadRequest") == (answer.status_code, answer.json()["error"])
