"""One line a fact: no secrets, no forged lines, nothing lost between processes."""

import io
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
import structlog

from artkeep.logs import start_logging, stop_logging
from artkeep.logs.file import SharedFile, lock, put_aside
from artkeep.logs.line import Line
from artkeep.logs.secrets import Hider
from artkeep.settings import Settings

LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \| [A-Z ]{8} \| [\w.]+ \| .*")


@pytest.fixture
def stderr():
    return io.StringIO()


@pytest.fixture
def start(tmp_path, stderr):
    def begin(**changes):
        settings = Settings(home=tmp_path, **changes)
        start_logging(settings, stderr=stderr)
        return tmp_path / "logs" / "app.log"

    yield begin
    stop_logging()


def messages(file):
    """What stands in the file behind time, level and name; every line must have these."""
    lines = file.read_text().split("\n")[:-1]
    assert [] == [line for line in lines if not LINE.fullmatch(line)]
    return [line.split(" | ", 3)[3] for line in lines]


def test_a_line_has_time_level_name_and_message(start, stderr):
    file = start()
    structlog.get_logger("artkeep.intake").info("picture kept", sha256="0f", title="Fox in snow")

    line = file.read_text()
    expected = r"[\d-]{10} [\d:]{8} \| INFO     \| artkeep.intake \| picture kept sha256=0f .*\n"
    assert re.fullmatch(expected, line)
    assert line.endswith(' title="Fox in snow"\n')
    assert stderr.getvalue() == line


def test_other_libraries_lines_look_the_same(start):
    file = start()
    logging.getLogger("uvicorn.error").warning("odd %s", "request")

    assert ["odd request"] == messages(file)


def test_a_line_with_the_wrong_placeholder_is_written_all_the_same():
    record = logging.makeLogRecord({"msg": "wrong %d", "args": ("word",)})

    assert Line(Hider([])).format(record).endswith("| wrong %d ('word',)")


def test_nothing_is_made_before_there_is_something_to_say(start):
    file = start()
    structlog.get_logger("artkeep").debug("too quiet")

    assert not file.parent.exists()


def test_levels_are_the_settings_and_stderr_can_be_quieter(tmp_path, stderr):
    start_logging(Settings(home=tmp_path, log_level="debug"), stderr_level="ERROR", stderr=stderr)
    structlog.get_logger("artkeep").debug("small step")
    logging.getLogger("numba.core").debug("ten thousand of these")
    stop_logging()

    assert ["small step"] == messages(tmp_path / "logs" / "app.log")
    assert "" == stderr.getvalue()


@pytest.mark.parametrize(
    "value",
    [
        "a\n2025-11-12 20:56:00 | INFO     | artkeep | all is well",
        "a\r\x1b[2Kgone",
        "a\x85b\u2028c\x0bd",
        "\u202egnp.exe",
        "\udcff not UTF-8",
    ],
)
def test_a_value_cannot_forge_a_line_or_move_the_cursor(value, start):
    file = start()
    structlog.get_logger("artkeep").info("read", path=value)
    logging.getLogger("other").info("read %s", value)
    text = file.read_text()

    assert 2 == len(messages(file))
    assert text.replace("\n", "").isprintable()


def test_a_value_cannot_look_like_another_field(start):
    file = start()
    structlog.get_logger("artkeep").info("read", path='x" sha256=00', empty="")

    assert ['read path="x\\" sha256=00" empty=""'] == messages(file)


def test_every_line_of_a_traceback_is_a_line_of_the_log(start):
    file = start()
    try:
        int("first\nsecond".removeprefix("x"))
    except ValueError:
        structlog.get_logger("artkeep").exception("run failed", run=7)

    said = messages(file)
    assert "run failed run=7" == said[0]
    assert "  Traceback (most recent call last):" == said[1]
    assert said[-1].startswith("  ValueError: invalid literal")


def test_a_value_of_any_length_is_cut(start):
    file = start()
    structlog.get_logger("artkeep").info("read", url="x" * 100_000)

    assert len(messages(file)[0]) < 2_100


@pytest.mark.parametrize(
    "fields",
    [
        {"refresh_token": "hunter2"},
        {"Authorization": "hunter2"},
        {"headers": {"Cookie": "hunter2", "Accept": "*/*"}},
        {"answers": [{"deep": {"client_secret": "hunter2"}}]},
        {"url": "https://site.example/a?access_token=hunter2&page=2"},
        {"url": "postgresql://me:hunter2@host/art"},
        {"header": "Bearer hunter2hunter2"},
        {"body": '{"password": "hunter2"}'},
        {"known": "anywhere hunter2 stands"},
    ],
)
def test_secrets_are_never_written(fields, start, stderr):
    file = start(database_url="postgresql://me:hunter2@host/art")
    structlog.get_logger("artkeep").info("asked", **fields)

    assert "***" in file.read_text()
    assert "hunter2" not in file.read_text() + stderr.getvalue()


def test_what_the_sites_are_told_in_secret_is_hidden(start):
    told = {"client_secret": "s3cret-1", "api_key": "s3cret-2", "phpsessid": "s3cret-3"}
    file = start(secret="s3cret-4 of sixteen letters", sites={"pixiv": told | {"gap": "1500"}})
    words = "s3cret-1 s3cret-2 s3cret-3 s3cret-4 of sixteen letters 1500"
    structlog.get_logger("artkeep").info("asked", said=words)

    assert "s3cret" not in file.read_text()
    assert "1500" in file.read_text()


def test_a_password_with_odd_letters_is_hidden_as_written_and_as_meant(start):
    file = start(database_url="postgresql://me:p%40ss%2Fw@host/art")
    logging.getLogger("db").warning("cannot sign in with p@ss/w or p%40ss%2Fw")

    assert ["cannot sign in with *** or ***"] == messages(file)


def test_secrets_are_hidden_in_tracebacks_too(start):
    file = start()
    try:
        int("https://me:hunter2@host")
    except ValueError:
        logging.getLogger("net").exception("no answer")

    assert "hunter2" not in file.read_text()


def test_only_the_newest_files_are_kept(tmp_path):
    file = SharedFile(tmp_path / "app.log", max_bytes=100, files=3)
    for number in range(100):
        file.emit(logging.makeLogRecord({"msg": f"{number:049}"}))
    file.close()

    names = sorted(path.name for path in tmp_path.iterdir())
    assert ["app.log", "app.log.1", "app.log.2", "app.log.lock"] == names
    kept = [(tmp_path / name).read_text().split() for name in names[2::-1]]
    assert list(range(94, 100)) == [int(word) for words in kept for word in words]


def test_putting_aside_goes_on_from_where_it_was_killed(tmp_path):
    for name, text in {"app.log": "new", "app.log.2": "two", "app.log.3": "three"}.items():
        (tmp_path / name).write_text(text)
    put_aside(tmp_path / "app.log", 1, 4)

    texts = [(tmp_path / f"app.log.{number}").read_text() for number in (1, 2, 3)]
    assert ["new", "two", "three"] == texts


def test_a_frozen_process_holds_up_nobody(tmp_path):
    file = SharedFile(tmp_path / "app.log", max_bytes=10, files=3)
    with lock(tmp_path / "app.log.lock") as mine:
        for _ in range(3):
            file.emit(logging.makeLogRecord({"msg": "more than ten letters"}))
    file.close()

    assert mine
    assert 3 == len((tmp_path / "app.log").read_text().splitlines())


def test_a_file_that_was_taken_away_is_made_anew(tmp_path):
    file = SharedFile(tmp_path / "app.log", max_bytes=1_000, files=3)
    file.emit(logging.makeLogRecord({"msg": "first"}))
    (tmp_path / "app.log").unlink()
    file.emit(logging.makeLogRecord({"msg": "second"}))
    file.close()

    assert "second\n" == (tmp_path / "app.log").read_text()


def test_a_folder_that_cannot_be_written_is_told_once(tmp_path, capsys):
    (tmp_path / "logs").write_text("a file, not a folder")
    file = SharedFile(tmp_path / "logs" / "app.log", max_bytes=1_000, files=3)
    file.emit(logging.makeLogRecord({"msg": "first"}))
    file.emit(logging.makeLogRecord({"msg": "second"}))
    file.close()

    assert 1 == capsys.readouterr().err.count("cannot be written")


WRITER = """
import logging, sys
from pathlib import Path
from artkeep.logs.file import SharedFile
file = SharedFile(Path(sys.argv[1]), max_bytes=3_000, files=60)
for number in range(1_000):
    file.emit(logging.makeLogRecord({"msg": f"{sys.argv[2]} {number:040}"}))
file.close()
"""


def test_several_processes_lose_and_tear_no_line(tmp_path):
    file = tmp_path / "app.log"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(file), name], cwd=Path.cwd())
        for name in ("a", "b", "c")
    ]
    assert [0, 0, 0] == [writer.wait() for writer in writers]

    lines = [
        line
        for path in tmp_path.glob("app.log*")
        if path.suffix != ".lock"
        for line in path.read_text().splitlines()
    ]
    expected = sorted(f"{name} {number:040}" for name in "abc" for number in range(1_000))
    assert expected == sorted(lines)
    assert (tmp_path / "app.log.30").exists()
