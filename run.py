#!/usr/bin/env python3
"""The front door: set everything up, then do what was asked.

Needs Python 3.11 with pip, or with uv, and nothing else on the machine. The packages come from
`uv.lock` into `.venv/`; a fetched uv lies in `.tools/`, caches lie in `.cache/`. When nothing has
changed since the last time, uv is not even started.

Written so that an older Python can read it as far as the sentence that says it is too old.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ON_WINDOWS = os.name == "nt"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if ON_WINDOWS else "bin/python")
STAMP = VENV / ".artkeep-synced"
VENDOR_STAMP = ROOT / "artkeep/web/static/vendor/.stamp"
INPUTS = (
    "uv.lock",
    "pyproject.toml",
    "hatch_build.py",
    "frontend/package.json",
    "frontend/package-lock.json",
    "frontend/assets.json",
)
UV = "uv>=0.13,<1"
OLDEST = (3, 11)
MOST_TEST_WORKERS = 4
INTERRUPTED = 130

HELP = """\
usage: python3 run.py WORD ...

  up             the workbench at http://127.0.0.1:8600
  demo           the workbench with pictures to try it on
  artkeep ...    any other command; `artkeep --help` lists them
  test [--long]  every test, with coverage; --long: with the full counts
  test ARG ...    what these arguments of pytest name, quickly
  check          format, lint, types, imports, documents, texts
  bench [NAME ...] [--json]
                 the figures that the README quotes, beside their peers
  docs           write the reference, the messages and the screenshots anew

The first time fetches what is needed: from then on it starts at once.
"""


class Failed(Exception):
    """What went wrong, in words that say what to do; it ends the program with exit code 1."""


# ---- setting up ------------------------------------------------------------------------------


def set_up(*groups: str) -> None:
    """Bring the package and the named dependency groups into `.venv/`, if they aren't there."""
    digest = digest_of_inputs()
    stamped, held = read_stamp()
    complete = PYTHON.exists() and VENDOR_STAMP.exists() and held.issuperset(groups)
    if complete and stamped == digest:
        return
    wanted = sorted({*groups, *held})  # what an earlier word brought stays in step with the lock
    say("setting up: fetching what uv.lock names" + (f" ({', '.join(wanted)})" if wanted else ""))
    uv_sync(wanted)
    STAMP.write_text("\n".join([digest, *wanted]), encoding="utf-8")


def digest_of_inputs() -> str:
    """Return a SHA-256, in hex, of all that decides what `.venv/` should hold."""
    digest = hashlib.sha256(f"{ROOT} {sys.version_info[:2]}".encode())
    for name in INPUTS:
        digest.update((ROOT / name).read_bytes() + b"\0")
    return digest.hexdigest()


def read_stamp() -> tuple[str, set[str]]:
    """Return the digest that `.venv/` was last synced for, and the groups it holds since then."""
    digest, *groups = STAMP.read_text("utf-8").split("\n") if STAMP.exists() else [""]
    return digest, set(groups)


def uv_sync(groups: list[str]) -> None:
    """Let uv do it; everything it says goes to stderr."""
    command = [find_uv(), "sync", "--project", str(ROOT), "--locked", "--inexact"]
    command += ["--no-default-groups", *(f"--group={group}" for group in groups)]
    if not VENDOR_STAMP.exists():
        command.append("--reinstall-package=artkeep")  # builds again, and so fetches the assets
    if subprocess.run(command, env=uv_environment(), check=False).returncode != 0:
        raise Failed("the packages could not be installed: uv says why above. Is there a network?")


def uv_environment() -> dict[str, str]:
    """Return the environment that keeps uv to this Python and this checkout."""
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_PROJECT_ENVIRONMENT": str(VENV)}
    env["UV_PYTHON"] = str(PYTHON) if venv_fits() else sys.executable
    env.setdefault("UV_SYSTEM_CERTS", "1")  # trust whom the machine trusts, as pip does
    env.pop("VIRTUAL_ENV", None)
    if not home_is_writable():
        env.setdefault("UV_CACHE_DIR", str(ROOT / ".cache" / "uv"))
    return env


def venv_fits() -> bool:
    """Say whether `.venv/` exists and has the version of the Python that runs this."""
    settings = VENV / "pyvenv.cfg"
    if not (PYTHON.exists() and settings.exists()):
        return False
    version = ".".join(map(str, sys.version_info[:2]))
    return f"version_info = {version}." in settings.read_text("utf-8")


def home_is_writable() -> bool:
    """Say whether uv can keep its cache where it usually does."""
    home = os.environ.get("USERPROFILE" if ON_WINDOWS else "HOME", "")
    return os.access(home, os.W_OK)  # an unset or empty HOME is not


def find_uv() -> str:
    """Return a uv that runs: the machine's own, else the one in `.tools/`, fetched if need be."""
    fetched = ROOT / ".tools" / "bin" / ("uv.exe" if ON_WINDOWS else "uv")
    for candidate in (shutil.which("uv"), str(fetched)):
        if candidate and runs(candidate):
            return candidate
    fetch_uv()
    if not runs(str(fetched)):
        raise Failed(f"uv was fetched but does not run: {fetched}")
    return str(fetched)


def runs(program: str) -> bool:
    """Say whether a program starts at all (a version manager's empty shim does not)."""
    try:
        return (
            subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
        )
    except OSError:
        return False


def fetch_uv() -> None:
    """Fetch uv with pip, into this checkout, so that no system's rules are in the way."""
    if importlib.util.find_spec("pip") is None:
        raise Failed(
            f"{sys.executable} has no pip. Install it (Debian, Ubuntu: apt install python3-pip)\n"
            "or install uv (https://docs.astral.sh/uv/), then try again."
        )
    say("fetching uv")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-input", "--upgrade", "--target", str(ROOT / ".tools"), UV]
    env = {**os.environ, "PIP_USER": "0", "PIP_NO_WARN_SCRIPT_LOCATION": "1"}
    if subprocess.run(command, env=env, stdout=sys.stderr, check=False).returncode != 0:
        raise Failed("pip could not fetch uv: it says why above. Is there a network?")


# ---- the words -------------------------------------------------------------------------------


def artkeep(arguments: list[str]) -> int:
    """Run any command of the program, in the caller's folder."""
    set_up()
    return become("-P", "-m", "artkeep", *arguments)


def test(arguments: list[str]) -> int:
    """Run everything with coverage, or only what the arguments name."""
    set_up("dev", "witness")
    os.chdir(ROOT)
    chosen = [argument for argument in arguments if argument != "--long"]
    options = []
    if "--long" in arguments:
        os.environ["ARTKEEP_TEST_LONG"] = "1"  # for tests whose count it raises
        options += ["-m", "not live"]
    if not chosen:
        workers = min((os.cpu_count() or 1) + 1, MOST_TEST_WORKERS)  # much of it is waiting
        options += ["--cov", "--cov-report=term", f"--numprocesses={workers}"]
        options += ["--dist=loadfile"]
    return become("-m", "pytest", *options, *chosen)


def check() -> int:
    """Run every check, also after one has failed, and name those that did."""
    set_up("dev")
    steps = {
        "format": ["-m", "ruff", "format", "--check", "--quiet"],
        "lint": ["-m", "ruff", "check", "--quiet"],
        "types": ["-m", "mypy", "--no-error-summary"],
        "imports": [
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
        ],
    }
    if (ROOT / "docs/make_reference.py").exists():
        steps["documents"] = ["docs/make_reference.py", "--check"]
        steps["texts"] = ["docs/make_texts.py", "--check"]
    failed = [name for name, command in steps.items() if not passes(name, command)]
    say(f"not in order: {', '.join(failed)}" if failed else "everything is in order")
    return 1 if failed else 0


def passes(name: str, command: list[str]) -> bool:
    """Run one check and say how it went; what it prints is shown only if it failed."""
    done = subprocess.run(
        [PYTHON, *command], cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode != 0:
        sys.stderr.flush()
        sys.stderr.buffer.write(done.stdout)
    say(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'}")
    return done.returncode == 0


def bench(arguments: list[str]) -> int:
    """Measure the figures that the README quotes."""
    set_up("dev", "bench", "witness")
    os.chdir(ROOT)
    return become("-m", "benchmarks", *arguments)


def docs() -> int:
    """Write the generated documents anew."""
    set_up("dev")
    for script in ("docs/make_texts.py", "docs/make_reference.py", "docs/make_screenshots.py"):
        done = subprocess.run([PYTHON, script], cwd=ROOT, check=False)
        if done.returncode != 0:
            return done.returncode
    return 0


WORDS: dict[str, Callable[[list[str]], int]] = {
    "up": lambda rest: artkeep(["up", *rest]),
    "demo": lambda rest: artkeep(["demo", *rest]),
    "artkeep": artkeep,
    "test": test,
    "bench": bench,
}
ALONE: dict[str, Callable[[], int]] = {"check": check, "docs": docs}


# ---- the door itself -------------------------------------------------------------------------


def become(*arguments: str) -> int:
    """Hand over to the environment's Python: signals and the exit code are its own from here."""
    command = [str(PYTHON), *arguments]
    sys.stdout.flush()
    sys.stderr.flush()
    if not ON_WINDOWS:
        os.execv(command[0], command)
    # exec on Windows returns to the shell at once, so wait; Ctrl-C reaches the child by itself
    with subprocess.Popen(command) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue


def say(text: str) -> None:
    """Tell the person something; stdout belongs to the program that was asked for."""
    sys.stderr.write(f"run.py: {text}\n")
    sys.stderr.flush()


def main(arguments: list[str]) -> int:
    """Do what the first argument says with the rest."""
    if sys.version_info < OLDEST:
        running = ".".join(map(str, sys.version_info[:2]))
        raise Failed(f"Artkeep needs Python 3.11 or newer; this is {running} ({sys.executable})")
    word, *rest = arguments or ["--help"]
    if word in ("-h", "--help", "help"):
        print(HELP, end="")
        return 0
    if word in ALONE and not rest:
        return ALONE[word]()
    if word in WORDS:
        return WORDS[word](rest)
    say(f"nothing can follow {word!r}" if word in ALONE else f"there is no word {word!r}")
    sys.stderr.write(f"\n{HELP}")
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Failed as failure:
        say(str(failure))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
