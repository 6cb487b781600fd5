"""Decoders that are killed, stopped, too slow, too hungry: only their file suffers."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from PIL import Image

from artkeep.errors import DecoderCrashed, LibraryError, PictureRefused, Stopped
from artkeep.imaging.decoder import Decoder, Died
from artkeep.imaging.limits import Limits
from artkeep.imaging.pool import CRASHED, Pool
from artkeep.model.found import Look
from tests.clocks import HandClock
from tests.imaging import making
from tests.imaging.files import looked, packed, written

SHA256 = "cd" * 32
POSIX = pytest.mark.skipif(os.name != "posix", reason="stops a process by a signal")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    return written(tmp_path, "picture.png", making.packed("PNG"))


@pytest.fixture
def one(clock: HandClock) -> Iterator[Pool]:
    """One decoder, watched by a clock that a test moves."""
    with Pool(Limits(), workers=1, clock=clock) as decoders:
        yield decoders


@pytest.fixture
def asking() -> Iterator[ThreadPoolExecutor]:
    """A thread that asks while the test does something else."""
    with ThreadPoolExecutor(1) as threads:
        yield threads


def look(pool: Pool, path: Path) -> Look:
    return pool.look(path, thumbs=None, details=None, sha256=SHA256)


def only(pool: Pool) -> psutil.Process:
    """Return the pool's only decoder."""
    (pid,) = pool.pids()
    return psutil.Process(pid)


def reason(asked: "Future[Look]") -> str:
    error = asked.exception()
    assert isinstance(error, PictureRefused)
    return error.reason


def wait_and_move(clock: HandClock, asked: "Future[Look]") -> None:
    """Move the clock's hand until the question is answered."""
    while not asked.done():
        clock.forward(seconds=10)
        clock.sleep(0)


def test_a_picture_is_looked_at_in_another_process(one: Pool, picture: Path) -> None:
    found = look(one, picture)

    assert looked(picture.read_bytes()).look == found
    assert os.getpid() != only(one).pid


def test_a_question_comes_from_another_process(one: Pool, picture: Path) -> None:
    question = one.question(picture)

    assert looked(picture.read_bytes()).look == question.look
    assert question.look.fingerprint == question.variants[0]
    assert len(question.points) == len(question.points.places)


def test_a_question_about_no_picture_is_refused(one: Pool, tmp_path: Path) -> None:
    with pytest.raises(PictureRefused, match="a text, not a picture"):
        one.question(written(tmp_path, "note.png", b"hello"))


def test_no_process_is_started_before_there_is_something_to_look_at(one: Pool) -> None:
    assert [] == one.pids()


def test_many_threads_share_few_decoders(pool: Pool, tmp_path: Path) -> None:
    paths = [
        written(tmp_path, f"{number}.jpg", packed(Image.new("RGB", (number + 1, 9)), "JPEG"))
        for number in range(60)
    ]

    with ThreadPoolExecutor(8) as threads:
        widths = [found.width for found in threads.map(lambda path: look(pool, path), paths)]

    assert list(range(1, 61)) == widths
    assert len(pool.pids()) <= 2


def test_a_name_that_is_no_utf8_is_looked_at(pool: Pool, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xe2\x80\xae\n.png"))
    path.write_bytes(making.packed("PNG"))

    assert 96 == look(pool, path).width


def test_a_decoder_killed_between_pictures_is_replaced(one: Pool, picture: Path) -> None:
    look(one, picture)
    killed = only(one)
    killed.kill()

    assert 96 == look(one, picture).width
    assert killed.pid != only(one).pid


@POSIX
def test_a_picture_whose_decoder_is_killed_is_tried_again(
    one: Pool, picture: Path, asking: ThreadPoolExecutor
) -> None:
    look(one, picture)
    only(one).suspend()

    asked = asking.submit(look, one, picture)
    only(one).kill()

    assert 96 == asked.result().width


def test_a_file_that_kills_two_decoders_is_refused(one: Pool, picture: Path) -> None:
    # The system itself refuses such a name: an error that no decoder expects
    with pytest.raises(PictureRefused) as refused:
        look(one, Path("no\0name.png"))

    assert CRASHED == refused.value.reason
    assert 96 == look(one, picture).width


@POSIX
def test_a_decoder_that_hangs_is_ended(
    one: Pool, picture: Path, clock: HandClock, asking: ThreadPoolExecutor
) -> None:
    look(one, picture)
    only(one).suspend()

    asked = asking.submit(look, one, picture)
    wait_and_move(clock, asked)

    assert "took more than 60 s to decode" == reason(asked)
    assert 96 == look(one, picture).width


def test_a_picture_that_takes_too_much_work_is_refused(tmp_path: Path, picture: Path) -> None:
    path = written(tmp_path, "large.png", packed(Image.new("1", (16_000, 12_000))))

    with Pool(Limits(decode_seconds=0.01), workers=1) as hasty:
        with pytest.raises(PictureRefused) as refused:
            look(hasty, path)

        assert "took more than 0.01 s to decode" == refused.value.reason


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the parent watches, as below")
def test_a_picture_that_needs_too_much_memory_is_refused(tmp_path: Path, picture: Path) -> None:
    path = written(tmp_path, "large.bmp", packed(Image.new("1", (12_000, 9_000)), "BMP"))

    with Pool(Limits(decode_memory_bytes=192 << 20), workers=1) as small:
        with pytest.raises(PictureRefused) as refused:
            look(small, path)

        assert "needs more memory than allowed" == refused.value.reason
        assert 96 == look(small, picture).width


@POSIX
def test_a_decoder_that_has_grown_too_large_is_ended(
    picture: Path, clock: HandClock, asking: ThreadPoolExecutor
) -> None:
    decoder = Decoder(Limits(decode_memory_bytes=16 << 20), clock)  # its libraries take more
    decoder.greet()
    psutil.Process(decoder.pid).suspend()

    asked = asking.submit(decoder.ask, {"do": "question", "path": str(picture)})
    while not asked.done():
        decoder.watch()

    assert Died("needs more memory than allowed") == asked.result()
    decoder.end()


def test_a_decoder_lives_for_so_many_pictures(picture: Path) -> None:
    with Pool(Limits(), workers=1, pictures_each=2) as short_lived:
        pids = []
        for _ in range(4):
            look(short_lived, picture)
            pids.extend(short_lived.pids())

    assert 2 == len(set(pids))


def test_what_decoders_print_stays_out_of_the_terminal(
    one: Pool, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    odd = written(tmp_path, "odd.tif", making.packed("TIFF").replace(b"\x06\x01", b"\x99\x99", 1))

    with pytest.raises(PictureRefused):
        look(one, odd)

    assert ("", "") == capfd.readouterr()


def test_no_secret_is_in_a_decoders_environment(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARTKEEP_SITES__PIXIV__TOKEN", "hush")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")

    with Pool(Limits(), workers=1) as decoders:
        look(decoders, picture)
        environment = only(decoders).environ()

    assert "hush" not in environment.values()


def test_a_folder_in_the_way_is_the_librarys_fault(one: Pool, picture: Path) -> None:
    with pytest.raises(LibraryError, match="small pictures cannot be written"):
        one.look(picture, thumbs=picture, details=None, sha256=SHA256)


def test_decoders_that_do_not_start_say_why(picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with (
        Pool(Limits(), workers=1) as broken,
        pytest.raises(DecoderCrashed, match="does not start"),
    ):
        look(broken, picture)


def test_a_closed_pool_leaves_no_process(picture: Path) -> None:
    with Pool(Limits(), workers=2) as decoders:
        look(decoders, picture)
        pids = decoders.pids()

    assert not any(psutil.pid_exists(pid) for pid in pids)
    with pytest.raises(Stopped):
        look(decoders, picture)


@POSIX
def test_closing_stops_what_is_being_looked_at(picture: Path, asking: ThreadPoolExecutor) -> None:
    with Pool(Limits(), workers=1) as decoders:
        look(decoders, picture)
        hanging = only(decoders)
        hanging.suspend()
        asked = asking.submit(look, decoders, picture)

    assert isinstance(asked.exception(), Stopped)
    assert not hanging.is_running()


PARENT = """
import sys
from pathlib import Path
from artkeep.imaging.decoder import Decoder, Died
from artkeep.imaging.limits import Limits
from artkeep.imaging.pool import Pool

pool = Pool(Limits(), workers=1)
pool.look(Path(sys.argv[1]), thumbs=None, details=None, sha256="0" * 64)
print(*pool.pids(), flush=True)
sys.stdin.read()
"""


@POSIX
def test_decoders_end_when_their_parent_is_killed(picture: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(picture)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        orphan = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(signal.SIGKILL)

        gone, _left = psutil.wait_procs([orphan], timeout=60)

    assert [orphan] == gone
