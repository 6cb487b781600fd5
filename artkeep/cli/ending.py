"""How each part of a command ended, and the exit code that says most about all of them."""

from collections.abc import Iterable
from enum import StrEnum

from artkeep.errors import Blocked, LoginNeeded, Stopped

PARTLY_DONE = 3


class Ending(StrEnum):
    """How a part ended, as --json says it."""

    DONE = "done"
    PARTLY = "partly"
    LOGIN_NEEDED = "login_needed"
    BLOCKED = "blocked"  # or asked to wait
    STOPPED = "stopped"
    FAILED = "failed"


_ENDINGS = {
    0: Ending.DONE,
    PARTLY_DONE: Ending.PARTLY,
    LoginNeeded.exit_code: Ending.LOGIN_NEEDED,
    Blocked.exit_code: Ending.BLOCKED,
    Stopped.exit_code: Ending.STOPPED,
}


def of_code(code: int) -> Ending:
    """Return how something ended that has this exit code."""
    return _ENDINGS.get(code, Ending.FAILED)


def code_of_all(codes: Iterable[int]) -> int:
    """Return the code that all have in common; when they differ, it was partly done."""
    told = set(codes) or {0}
    return told.pop() if len(told) == 1 else PARTLY_DONE
