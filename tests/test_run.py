"""`run.py` in a small checkout of its own, with a uv that writes down what it is asked."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
INPUTS = (
    "uv.lock",
    "pyproject.toml",
    "hatch_build.py",
    "frontend/package.json",
    "frontend/package-lock.json",
    "frontend/assets.json",
)
# makes what `uv sync` makes, as far as run.py can tell; the Python in it says what it was asked
UV = f"""\
#!{sys.executable}
import json, os, sys
from pathlib import Path
if sys.argv[1:] == ["--version"]:
    sys.exit(0)
with open("uv.log", "a") as log:
    log.write(json.dumps([sys.argv[1:], dict(os.environ)]) + "\\n")
if Path("offline").exists():
    sys.exit(2)
for made in (".venv/bin/python", "artkeep/web/static/vendor/.stamp"):
    Path(made).parent.mkdir(parents=True, exist_ok=True)
    Path(made).write_text("#!/bin/sh\\necho \\"$@\\" in $(basename $(pwd)); exit 6\\n")
    Path(made).chmod(0o755)
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for uv is a POSIX script")


class Checkout:
    """A folder with `run.py`, the files it looks at, and `bin/uv` in front of its PATH."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in INPUTS:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text("{}")
        shutil.copy(ROOT / "run.py", folder)
        self.bin = folder / "bin"
        self.bin.mkdir()
        (self.bin / "uv").write_text(UV)
        (self.bin / "uv").chmod(0o755)

    def run(
        self, *words: str, python: tuple[str, ...] = (), **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run `run.py`; `python` are options of Python itself."""
        return subprocess.run(
            [sys.executable, *python, "run.py", *words],
            cwd=self.folder,
            env={"PATH": str(self.bin) + ":/usr/bin:/bin", "HOME": str(self.folder)} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def asked_of_uv(self) -> list[tuple[list[str], dict[str, str]]]:
        """Return the arguments and the environment of each sync."""
        log = self.folder / "uv.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [(arguments, environment) for arguments, environment in map(json.loads, lines)]


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)


@pytest.mark.parametrize("ask", [(), ("--help",), ("-h",), ("help",)])
def test_help_names_every_word(checkout, ask):
    done = checkout.run(*ask)

    assert (0, "") == (done.returncode, done.stderr)
    for word in ("up", "demo", "artkeep", "test", "check", "bench", "docs"):
        assert f"\n  {word} " in done.stdout


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("serve",), "there is no word 'serve'"),
        (("check", "this"), "nothing can follow 'check'"),
    ],
)
def test_a_wrong_word_is_named_before_anything_is_fetched(checkout, words, complaint):
    done = checkout.run(*words)

    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith(f"run.py: {complaint}\n")
    assert [] == checkout.asked_of_uv()


def test_a_command_gets_its_arguments_and_gives_its_exit_code(checkout):
    done = checkout.run("artkeep", "add", "--json", "a b")

    assert f"-P -m artkeep add --json a b in {checkout.folder.name}\n" == done.stdout
    assert 6 == done.returncode


@pytest.mark.parametrize("word", ["up", "demo"])
def test_up_and_demo_are_commands(checkout, word):
    done = checkout.run(word, "--port", "9000")

    assert done.stdout.startswith(f"-P -m artkeep {word} --port 9000 in ")


def test_a_command_needs_the_package_alone(checkout):
    checkout.run("artkeep")

    [(arguments, environment)] = checkout.asked_of_uv()
    assert {"sync", "--locked", "--inexact", "--no-default-groups"} < set(arguments)
    assert not [argument for argument in arguments if argument.startswith("--group")]
    assert sys.executable == environment["UV_PYTHON"]
    assert "never" == environment["UV_PYTHON_DOWNLOADS"]


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        (("test", "tests/test_run.py"), ["--group=dev", "--group=witness"]),
        (("bench",), ["--group=bench", "--group=dev", "--group=witness"]),
    ],
)
def test_tests_and_figures_bring_their_tools(checkout, words, groups):
    checkout.run(*words)

    [(arguments, _)] = checkout.asked_of_uv()
    assert groups == [argument for argument in arguments if argument.startswith("--group")]


def test_uv_is_not_asked_twice_for_the_same(checkout):
    checkout.run("test", "a")
    checkout.run("test", "a")
    checkout.run("up")

    assert 1 == len(checkout.asked_of_uv())


@pytest.mark.parametrize("name", INPUTS)
def test_uv_is_asked_again_when_something_that_matters_changed(checkout, name):
    checkout.run("up")
    (checkout.folder / name).write_text("{ }")
    checkout.run("up")

    assert 2 == len(checkout.asked_of_uv())


def test_tools_once_brought_are_kept_in_step(checkout):
    checkout.run("test", "a")
    (checkout.folder / "uv.lock").write_text("newer")
    checkout.run("up")

    _, (arguments, _) = checkout.asked_of_uv()
    assert "--group=dev" in arguments


def test_assets_that_were_deleted_are_built_again(checkout):
    checkout.run("up")
    shutil.rmtree(checkout.folder / "artkeep")
    checkout.run("up")

    _, (arguments, _) = checkout.asked_of_uv()
    assert "--reinstall-package=artkeep" in arguments


def test_without_a_network_the_next_time_tries_again(checkout):
    (checkout.folder / "offline").touch()
    first = checkout.run("up")
    (checkout.folder / "offline").unlink()
    second = checkout.run("up")

    assert (1, "") == (first.returncode, first.stdout)
    assert "Is there a network?" in first.stderr
    assert "Traceback" not in first.stderr
    assert 6 == second.returncode


@pytest.mark.parametrize("home", ["", "/proc/nowhere"])
def test_without_a_home_the_cache_lies_in_the_checkout(checkout, home):
    checkout.run("up", HOME=home)

    [(_, environment)] = checkout.asked_of_uv()
    assert str(checkout.folder / ".cache" / "uv") == environment["UV_CACHE_DIR"]


def test_a_uv_that_does_not_run_is_passed_over(checkout):
    fetched = checkout.folder / ".tools" / "bin"
    fetched.mkdir(parents=True)
    (checkout.bin / "uv").rename(fetched / "uv")
    (checkout.bin / "uv").write_text("#!/bin/sh\nexit 127\n")
    (checkout.bin / "uv").chmod(0o755)
    done = checkout.run("up")

    assert 6 == done.returncode


def test_without_uv_and_pip_it_says_how_to_get_them(checkout):
    (checkout.bin / "uv").unlink()
    done = checkout.run("up", python=("-S",), PATH=str(checkout.bin))

    assert 1 == done.returncode
    assert "has no pip. Install it" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_older_python_is_told_so(checkout):
    old = "import runpy, sys; sys.version_info = (3, 9, 2); sys.argv = ['run.py', 'up']; "
    done = checkout.run(python=("-c", old + "runpy.run_path('run.py', run_name='__main__')"))

    assert 1 == done.returncode
    assert "Artkeep needs Python 3.11 or newer; this is 3.9" in done.stderr
    ast.parse((ROOT / "run.py").read_text("utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("broken", ["check", "test", None])
def test_ci_runs_both_halves_and_fails_if_one_does(tmp_path, broken):
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    (tmp_path / "run.py").write_text(
        f"import sys; print(sys.argv[1]); sys.exit(sys.argv[1] == {broken!r})"
    )
    done = subprocess.run([tmp_path / ".ci" / "run"], capture_output=True, text=True, check=False)

    assert ["check", "test"] == done.stdout.split()
    assert (broken is not None) == bool(done.returncode)
