"""Where compiled kernels are kept: in the person's cache, one file for each way of making them.

The file's name is made of everything that its content depends on: the kernels' sources, the
compiler's versions, the processor. So versions of Artkeep and machines that share a home never
meet each other's code, and old files can be deleted at any time. A file is written beside and
renamed: under its name it is whole. Who compiles holds a lock; whoever else needs the same
waits, and finds it made.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import platformdirs

from artkeep.errors import LibraryError
from artkeep.fingerprints.kernels.engine import Kernels, compiler, running
from artkeep.fingerprints.lock import alone
from artkeep.texts import text

_DIGEST_BYTES = 32
_UNFINISHED = ".part"
_PROGRAM = "artkeep.fingerprints.kernels.compiling"


def loaded(folders: Sequence[Path]) -> Kernels:
    """Load the kernels from the first folder that has them, else compile. Raises LibraryError."""
    name = f"{_key()}.kernels"
    for folder in folders:
        content = _intact(folder / name)
        if content is not None:
            return running(content)
    for folder in folders:
        if _is_writable(folder):
            return running(_made(folder / name))
    raise LibraryError(
        text("compiled code can be kept nowhere; make {folders} writable", folders=folders[0])
    )


def folders(fallback: Path) -> list[Path]:
    """Return where to look, best first. NUMBA_CACHE_DIR is where a person wants it instead."""
    wanted = os.environ.get("NUMBA_CACHE_DIR")
    if wanted:
        return [Path(wanted)]
    return [platformdirs.user_cache_path("artkeep") / "kernels", fallback]


def _key() -> str:
    """Return what the compiled code depends on, as 32 hex digits."""
    llvm = compiler()
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    made_by = (version("artkeep"), version("numba"), llvm.llvm_version_info, sys.version_info[:3])
    machine = (
        llvm.get_process_triple(),
        llvm.get_host_cpu_name(),
        llvm.get_host_cpu_features().flatten(),
    )
    digest.update(repr((made_by, machine)).encode())
    return digest.hexdigest()[:32]


def _intact(file: Path) -> bytes | None:
    """Return what is kept; None: there is nothing, or not what was written."""
    try:
        content = file.read_bytes()
    except OSError:  # not there, or not for us: then another folder, or we make our own
        return None
    digest, rest = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
    return rest if digest == hashlib.sha256(rest).digest() else None


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _made(file: Path) -> bytes:
    """Compile, unless another process has done so while we waited for it."""
    with alone(file.parent / "lock", wait=True):
        content = _intact(file)
        if content is not None:
            return content
        made = _compiled()
        for left in file.parent.glob(f"*{_UNFINISHED}"):  # by one who was killed
            left.unlink()
        beside = file.with_suffix(f".{os.getpid()}{_UNFINISHED}")
        beside.write_bytes(hashlib.sha256(made).digest() + made)
        beside.replace(file)
        return made


def _compiled() -> bytes:
    """Let a program of its own compile: it takes ten seconds and 250 MB, and gives them back."""
    command = [sys.executable, "-P", "-m", _PROGRAM]
    paths = [str(Path(__file__).parents[3]), *filter(None, [os.environ.get("PYTHONPATH")])]
    ended = subprocess.run(  # noqa: S603 - our own program, no words of others
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        check=False,
    )
    if ended.returncode:
        said = ended.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise LibraryError(
            text("the kernels could not be compiled: {said}", said=said or ended.returncode)
        )
    return ended.stdout
