"""What is to be got, what became of it, and who is told."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from artkeep.model.refs import Ref


class Status(StrEnum):
    """What became of a picture: saved now, known from before, there under any name, failed."""

    SAVED = "saved"
    KNOWN = "known"
    THERE = "there"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one picture. `path` is its file, None without one; `reason` why not."""

    id: str
    url: str
    path: Path | None
    sha256: str | None
    status: Status
    reason: str | None = None
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be got, and where to."""

    ref: Ref
    folder: Path
    force: bool = False
    has_memory: bool = True


class Report(Protocol):
    """Who is told how it goes; any thread may tell what is waited for."""

    def outcome(self, outcome: Outcome) -> None:
        """Take what became of one picture."""
        ...

    def say(self, words: str) -> None:
        """Take a sentence for a person."""
        ...

    def reading(self, title: str) -> None:
        """Take the name of the list that is read now."""
        ...

    def waiting(self, words: str | None) -> None:
        """Take what is waited for; None: nothing any more."""
        ...
