"""One decoder process seen from its parent: started, asked, watched, ended."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import psutil  # type: ignore[import-untyped]  # its stubs are another package
import structlog

from artkeep.clock import Clock
from artkeep.errors import DecoderCrashed
from artkeep.imaging import wire
from artkeep.imaging.limits import Limits
from artkeep.imaging.wire import Message
from artkeep.texts import text

log = structlog.get_logger(__name__)

MEMORY = text("needs more memory than allowed")

_START_SECONDS = 60.0  # by the clock, on a machine with much else to do
_CLOCK_FACTOR = 4  # seconds by the clock for each of processor time
_END_SECONDS = 5.0
_CHATTER_BYTES = 4096  # of what a decoder prints, the end is kept

# Nothing else of our environment is a decoder's business, least of all the secrets in it.
_ENVIRONMENT = frozenset(
    {"PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LANG", "VIRTUAL_ENV", "PYTHONPATH"}
    | {"SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START"}
)
# One thread a decoder: the pool is what runs side by side. The memory settings are glibc's:
# pictures' arrays stay in the heap, so that its pages are not fetched anew for every picture.
_MANNERS = {
    "VIPS_CONCURRENCY": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(128 << 20),
    "MALLOC_TOP_PAD_": str(16 << 20),
}


@dataclass(frozen=True, slots=True)
class Died:
    """How a decoder ended over a file; `reason` is None when nobody knows."""

    reason: str | None


@dataclass(frozen=True, slots=True)
class _Work:
    """What a decoder is at: since when, and what it had used of the processor by then."""

    begun: float
    used_seconds: float
    most_seconds: float


class Decoder:
    """A running decoder. One thread asks it; another may `watch` it meanwhile."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._verdict: str | None = None
        self._work: _Work | None = None
        self._chatter: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
        self._process = _start(limits, self._chatter)
        self._seen = psutil.Process(self._process.pid)
        self._greeted = False
        self._killed = False
        self.asked = 0

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process is still there and can be asked."""
        return not self._killed and self._process.poll() is None

    def greet(self) -> None:
        """Wait, the first time, until the process is ready. Raises DecoderCrashed."""
        if self._greeted:
            return
        assert self._process.stdout is not None
        self._work = _Work(self._clock.monotonic(), 0.0, _START_SECONDS)
        ready = wire.receive(self._process.stdout)
        self._work = None
        if ready is None:
            self.kill()
            self._process.wait()
            raise DecoderCrashed(
                text("the picture decoder does not start: {heard}", heard=self._heard()[-500:])
            )
        self._greeted = True

    def ask(self, message: Message) -> Message | Died:
        """Send a message and wait for the answer. After Died only `end` makes sense."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.asked += 1
        most = self._limits.decode_seconds
        try:
            self._work = _Work(self._clock.monotonic(), self._used_seconds(), most)
            wire.send(self._process.stdin, message)
            answer = wire.receive(self._process.stdout)
        except (OSError, psutil.NoSuchProcess, ValueError):
            answer = None
        finally:
            self._work = None
        told = self._heard()
        if told:
            log.debug("decoder said", path=message["path"], text=told)
        if answer is None:
            return self._died(message)
        if answer.get("refused") == MEMORY:
            self.kill()  # what is left of its memory may not do for the next picture
        return answer

    def _died(self, message: Message) -> Died:
        self.kill()
        code = self._process.wait()
        reason = self._verdict
        if reason is None and hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU:
            reason = self._too_slow()
        log.warning("decoder died", path=message["path"], code=code, reason=reason)
        return Died(reason)

    def watch(self) -> None:
        """End the process when it takes more than it may. Called every now and then."""
        work = self._work
        if work is None:
            return
        try:
            if self._seen.memory_info().rss > self._limits.decode_memory_bytes:
                self._verdict = MEMORY
            elif self._is_late(work):
                self._verdict = self._too_slow()
        except psutil.NoSuchProcess:
            return
        if self._verdict is not None:
            self.kill()

    def _is_late(self, work: _Work) -> bool:
        taken = self._clock.monotonic() - work.begun
        if taken < work.most_seconds:
            return False
        used = self._used_seconds() - work.used_seconds
        return used > work.most_seconds or taken > work.most_seconds * _CLOCK_FACTOR

    def _used_seconds(self) -> float:
        times = self._seen.cpu_times()
        return float(times.user + times.system)

    def _too_slow(self) -> str:
        return text(
            "took more than {seconds} s to decode", seconds=f"{self._limits.decode_seconds:g}"
        )

    def _heard(self) -> str:
        """Return what the process printed since we last listened, the end of it."""
        length = self._chatter.seek(0, os.SEEK_END)
        if length == 0:
            return ""
        self._chatter.seek(max(0, length - _CHATTER_BYTES))
        told = self._chatter.read()
        self._chatter.truncate(0)
        return told.decode(errors="replace").strip()

    def kill(self) -> None:
        """End the process at once."""
        self._killed = True
        self._process.kill()

    def let_go(self) -> None:
        """Tell the process that nothing more is coming."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    def end(self) -> None:
        """Let the process go, wait for it, and close what belongs to it."""
        assert self._process.stdout is not None
        self.let_go()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()
        self._process.stdout.close()
        self._chatter.close()


def _start(limits: Limits, chatter: IO[bytes]) -> "subprocess.Popen[bytes]":
    """Start a decoder: a new interpreter, never a fork, in a group that Ctrl-C does not reach."""
    command = [sys.executable, "-P", "-m", "artkeep.imaging.child", json.dumps(asdict(limits))]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=chatter,
        env=_environment(),
        process_group=None if sys.platform == "win32" else 0,
    )


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name.upper() in _ENVIRONMENT}
    package = str(Path(__file__).parents[2])
    paths = [package, *filter(None, [kept.get("PYTHONPATH")])]
    return kept | _MANNERS | {"PYTHONPATH": os.pathsep.join(paths)}
