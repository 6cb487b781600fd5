"""Other programs that ask in our place: started without a shell, watched, and ended in time.

What such a program asks goes out without our guard. Of our variables it sees those only that
every program needs: none of ours, whatever else is secret.
"""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from threading import Thread
from typing import IO

from artkeep.errors import AnswerTooLarge, BadSetting, Unreachable
from artkeep.texts import text

PATIENCE_SECONDS = 300.0
MOST_BYTES = 64 << 20
# what it may see: where programs and its settings are, languages, proxies, authorities
_SEEN = frozenset(
    {
        *("PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT"),
        *("USERPROFILE", "APPDATA", "LOCALAPPDATA", "PATHEXT", "COMSPEC"),
        *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
        *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"),
    }
)
_SEEN_TOO = ("LC_", "XDG_")
_GRACE_SECONDS = 10.0  # between the last word and the end
_SLICE = 64 << 10
_REMEMBERED = 8 << 10  # bytes of what it said beside its answer


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended: its status, its answer, and the end of what it said beside it."""

    status: int
    out: bytes
    said: str


def run(
    site: str,
    words: Sequence[str],
    *,
    seconds: float = PATIENCE_SECONDS,
    max_bytes: int = MOST_BYTES,
    environ: Mapping[str, str] = os.environ,
) -> Ran:
    """Run a program to its end. `site` is whom it asks, for messages.

    Raises BadSetting when there is no such program, Unreachable when it took too long,
    AnswerTooLarge when it said too much.
    """
    with TemporaryFile() as said, _started(words, said, environ) as program:
        heard = _Heard(program, max_bytes)
        try:
            in_time = heard.wait(seconds) and _has_ended(program)
        except BaseException:
            _end(program)
            raise
        if not in_time:
            _end(program)
            raise Unreachable(
                site,
                text(
                    "{words} took longer than {seconds} s",
                    words=words[0],
                    seconds=f"{seconds:,.0f}",
                ),
            )
        if heard.is_too_much:
            raise AnswerTooLarge(
                site,
                text("{words} said more than {what} MiB", words=words[0], what=max_bytes >> 20),
            )
        said.seek(max(said.seek(0, os.SEEK_END) - _REMEMBERED, 0))
        return Ran(program.wait(), b"".join(heard.slices), said.read().decode("utf-8", "replace"))


class _Heard(Thread):
    """Hears what a program says, and ends it when that is too much."""

    def __init__(self, program: "subprocess.Popen[bytes]", max_bytes: int) -> None:
        super().__init__(name="program", daemon=True)
        self.slices: list[bytes] = []
        self.is_too_much = False
        self._program = program
        self._left = max_bytes
        self.start()

    def run(self) -> None:
        assert self._program.stdout is not None
        while piece := self._program.stdout.read(_SLICE):
            self._left -= len(piece)
            if self._left < 0:
                self.is_too_much = True
                _end(self._program)
                return
            self.slices.append(piece)

    def wait(self, seconds: float | None) -> bool:
        """Wait until there is nothing more to hear; False: it goes on after so many seconds."""
        self.join(seconds)
        return not self.is_alive()


def _started(
    words: Sequence[str], said: IO[bytes], environ: Mapping[str, str]
) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(  # noqa: S603 - the program is the one that the settings name
            list(words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            env=_seen(environ),
            start_new_session=True,
        )
    except OSError as error:
        trouble = f"cannot be started ({error.strerror}); install it or set where it is"
        raise BadSetting(
            text("the program {words} {trouble}", words=words[0], trouble=trouble)
        ) from error


def _seen(environ: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in environ.items()
        if name.upper() in _SEEN or name.startswith(_SEEN_TOO)
    }


def _has_ended(program: "subprocess.Popen[bytes]") -> bool:
    try:
        program.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def _end(program: "subprocess.Popen[bytes]") -> None:
    """End a program nobody has waited for yet, and whatever it has started."""
    if os.name != "posix":
        program.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
