"""The memory of a folder beside the pictures themselves: one part in five thousand at most."""

import subprocess
import sys
from dataclasses import dataclass

import pytest

from artkeep.fakes.web import serving


@dataclass(frozen=True)
class Got:
    """What lies in a folder: pictures, their bytes, those of the memory."""

    pictures: int
    pictures_bytes: int
    memory_bytes: int


@pytest.fixture
def got(tmp_path):
    """Get a list of the fakes' own small pictures, as a person does."""

    def get(address):
        folder = tmp_path / "pictures"
        told = {**world.settings(), **world.without_pauses(), "XDG_CACHE_HOME": str(tmp_path)}
        environ = {**told, "HOME": str(tmp_path), "ARTKEEP_HOME": str(tmp_path / "library")}
        command = [sys.executable, "-m", "artkeep", "get", address, "-o", str(folder), "--quiet"]
        subprocess.run(command, check=True, env=environ, capture_output=True)
        sizes = {each.name: each.stat().st_size for each in folder.iterdir()}
        memory_bytes = sum(sizes.pop(name) for name in [*sizes] if name.endswith(".database"))
        return Got(len(sizes), sum(sizes.values()), memory_bytes)

    with serving(works=300) as world:
        yield get


def test_it_takes_no_more_than_one_part_in_five_thousand_of_the_pictures(got):
    there = got("https://www.imagefap.com/showfavorites.php?userid=77")

    assert 200 < there.pictures
    assert 0 < there.memory_bytes <= there.pictures_bytes * 0.0002
