"""The decoder's side, in this process; `test_pool` asks real ones."""

import io
import os
from pathlib import Path

import numpy as np
import pytest

from artkeep.imaging import child, details_path, fence, thumbs, wire
from artkeep.imaging.limits import Limits
from artkeep.imaging.wire import Message
from tests.imaging import making
from tests.imaging.files import LIMITS, looked, written

SHA256 = "ab" * 32


def request(path: Path, folder: Path | None = None) -> Message:
    """Ask for a look, everything written below one folder."""
    where = None if folder is None else str(folder)
    return {
        "do": "look",
        "path": str(path),
        "thumbs": where,
        "details": where,
        "sha256": SHA256,
    }


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    return written(tmp_path, "picture.png", making.packed("PNG"))


def test_small_pictures_and_points_are_written(picture: Path, tmp_path: Path) -> None:
    answer = child.answer(request(picture, tmp_path), LIMITS)

    found = looked(picture.read_bytes())
    assert found.look == wire.look_in(answer["look"])
    assert found.small["s"] == thumbs.path_of(tmp_path, SHA256, "s").read_bytes()
    assert found.points == details_path.path_of(tmp_path, SHA256).read_bytes()
    assert not list(tmp_path.rglob(".*"))


def test_without_folders_nothing_is_written(picture: Path, tmp_path: Path) -> None:
    child.answer(request(picture), LIMITS)

    assert [picture] == list(tmp_path.iterdir())


def test_a_question_comes_through_the_wire(picture: Path) -> None:
    answer = child.answer({"do": "question", "path": str(picture)}, LIMITS)

    question = wire.question_in(answer["question"])
    assert looked(picture.read_bytes()).look == question.look
    assert 8 == len(question.variants)
    assert question.points.descriptors.dtype == np.uint8


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert {"refused": "cannot be read: No such file or directory"} == child.answer(
        request(tmp_path / "none.png"), LIMITS
    )


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert {"refused": "not a file"} == child.answer(request(tmp_path), LIMITS)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")

    assert {"refused": "not a file"} == child.answer(request(tmp_path / "pipe.png"), LIMITS)


def test_a_file_too_large_is_not_even_read(picture: Path) -> None:
    answer = child.answer(request(picture), Limits(max_bytes=1 << 10))

    assert {"refused": "larger than 0.0009766 MiB"} == answer


def test_a_folder_that_cannot_be_written_is_no_fault_of_the_picture(
    picture: Path, tmp_path: Path
) -> None:
    in_the_way = written(tmp_path, "thumbs", b"a file")

    answer = child.answer(request(picture, in_the_way), LIMITS)

    assert answer["unwritable"].startswith("Not a directory")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told_and_leaves_nothing(picture: Path, tmp_path: Path) -> None:
    place = details_path.path_of(tmp_path, SHA256)
    place.parent.mkdir(parents=True)
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    beside.symlink_to("/dev/full")

    answer = child.answer(request(picture, tmp_path), LIMITS)

    assert answer["full"].startswith("No space left on device")
    assert [] == list(place.parent.iterdir())


def test_messages_are_answered_until_the_pipe_closes(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fence, "allow_seconds", lambda _seconds: None)  # this process goes on
    questions, answers = io.BytesIO(), io.BytesIO()
    wire.send(questions, request(picture))
    wire.send(questions, request(picture.with_name("none")))
    questions.seek(0)

    child.serve(questions, answers, LIMITS)

    answers.seek(0)
    assert {"ready": True} == wire.receive(answers)
    assert {"look"} == set(wire.receive(answers) or {})
    assert {"refused"} == set(wire.receive(answers) or {})
    assert wire.receive(answers) is None


def test_a_name_that_is_no_utf8_comes_through_the_wire() -> None:
    stream = io.BytesIO()
    name = os.fsdecode(b"/pictures/\xff\xfe.png")

    wire.send(stream, {"path": name})

    stream.seek(0)
    assert {"path": name} == wire.receive(stream)


@pytest.mark.parametrize(
    "said", [b"", b"\0\0", b"\0\0\0\x09{}", b"\xff\xff\xff\xff{}", b"\0\0\0\x02[]"]
)
def test_what_is_no_message_is_none(said: bytes) -> None:
    assert wire.receive(io.BytesIO(said)) is None
