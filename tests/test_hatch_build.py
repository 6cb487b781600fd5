"""What the build hook brings into the package, and what the lock files may say."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "artkeep" / "web" / "static" / "vendor"
ASSETS = json.loads((ROOT / "frontend" / "assets.json").read_text("utf-8"))
NPM_LOCKS = ("frontend/package-lock.json", "tests/browser/package-lock.json")


@pytest.mark.parametrize("package", ASSETS)
def test_every_package_brings_its_files_and_its_licence(package):
    brought = {file.name for file in (VENDOR / package).iterdir()}

    assert {Path(name).name for name in ASSETS[package]} < brought
    assert [name for name in brought if name.startswith("LICENSE")]


def test_every_package_that_is_locked_is_accounted_for():
    locked = json.loads((ROOT / "frontend" / "package-lock.json").read_text("utf-8"))["packages"]

    assert {f"node_modules/{package}" for package in ASSETS} == set(locked) - {""}


@pytest.mark.parametrize("lock", NPM_LOCKS)
def test_what_npm_fetches_is_pinned_by_its_bytes_and_not_by_a_mirror(lock):
    packages = json.loads((ROOT / lock).read_text("utf-8"))["packages"]
    for name, package in packages.items():
        if name:
            assert package["integrity"].startswith("sha512-")
            assert "resolved" not in package


def test_what_uv_fetches_comes_from_the_public_index():
    lock = (ROOT / "uv.lock").read_text("utf-8")
    hosts = set(re.findall(r'"https?://([^/"]+)', lock))

    assert {"pypi.org", "files.pythonhosted.org"} == hosts
