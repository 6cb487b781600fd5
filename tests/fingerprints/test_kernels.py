"""Compiled code: made once on a machine, kept whole, never believed when it is damaged."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from artkeep.errors import LibraryError
from artkeep.fingerprints.kernels import Kernels, kernels
from artkeep.fingerprints.kernels.store import folders, loaded

ASK = """
import sys
from pathlib import Path

import numpy as np

from artkeep.fingerprints.kernels import kernels

rows, out = np.zeros((3, 4), np.uint64), np.empty((4, 3), np.int64)
print(kernels(Path(sys.argv[1])).scan(rows, rows[:1], 0, out), "numba" in sys.modules)
"""


@pytest.fixture
def code(kernels_cache: Path) -> Kernels:
    return kernels(kernels_cache)


@pytest.fixture
def kept(tmp_path: Path, code: Kernels, kernels_cache: Path) -> Path:
    """A folder with what was compiled for the other tests."""
    assert code.scan(np.zeros((1, 4), np.uint64), np.zeros((1, 4), np.uint64), 0, _room())
    for file in kernels_cache.glob("*.kernels"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def _room() -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.empty((4, 3), np.int64)


def found(code: Kernels) -> int:
    """How many of three equal fingerprints a scan finds."""
    rows = np.zeros((3, 4), np.uint64)
    return code.scan(rows, rows[:1], 0, _room())


def test_processes_that_need_kernels_at_once_compile_them_once_and_never_import_numba(
    tmp_path: Path,
) -> None:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    command = [sys.executable, "-c", ASK, str(tmp_path)]
    some = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]

    said = [process.communicate(timeout=300)[0].strip() for process in some]

    assert ["3 False"] * 3 == said
    assert 1 == len(list(tmp_path.glob("*.kernels")))
    assert [] == list(tmp_path.glob("*.part"))


def test_a_damaged_file_is_not_run_but_made_again(kept: Path, tmp_path: Path) -> None:
    for file in kept.glob("*.kernels"):
        content = file.read_bytes()
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    whole = tmp_path / "whole"
    whole.mkdir()
    for file in Path(os.environ["NUMBA_CACHE_DIR"]).glob("*.kernels"):
        (whole / file.name).write_bytes(file.read_bytes())

    assert 3 == found(loaded([kept, whole]))  # the first is passed over
    assert [] == list(kept.glob("*.part"))


def test_what_cannot_be_written_is_passed_over(kept: Path) -> None:
    nobodys = kept / "a file"
    nobodys.write_bytes(b"no folder")

    assert 3 == found(loaded([nobodys / "kernels", kept]))
    with pytest.raises(LibraryError, match="can be kept nowhere"):
        loaded([nobodys / "kernels"])


def test_the_person_s_cache_comes_first_then_the_library_s_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [Path(os.environ["NUMBA_CACHE_DIR"])] == folders(tmp_path)

    monkeypatch.delenv("NUMBA_CACHE_DIR")

    first, second = folders(tmp_path)
    assert ("artkeep", "kernels") == first.parts[-2:]
    assert tmp_path == second


@pytest.mark.parametrize(
    "rows",
    [
        np.zeros((3, 4), np.int64),
        np.zeros(12, np.uint64),
        np.zeros((4, 3), np.uint64).T,
        np.frombuffer(bytes(97), np.uint64, 12, 1).reshape(3, 4),
    ],
    ids=["of another kind", "of another shape", "not in order", "between words"],
)
def test_a_kernel_looks_at_nothing_but_what_it_was_made_for(
    code: Kernels, rows: np.ndarray[tuple[int, ...], np.dtype[np.uint64]]
) -> None:
    with pytest.raises(TypeError, match="a kernel wants"):
        code.scan(rows, np.zeros((1, 4), np.uint64), 0, _room())


def test_a_kernel_does_not_write_where_it_may_not(code: Kernels) -> None:
    out = _room()
    out.flags.writeable = False
    rows = np.zeros((3, 4), np.uint64)

    with pytest.raises(TypeError, match="cannot write"):
        code.scan(rows, rows[:1], 0, out)
