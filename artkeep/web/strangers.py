"""What those who may only look are not told: where things lie on the disks of this machine.

Names of files are theirs to see, as titles are; the folders around them, and messages that may
name some, are not.
"""

from dataclasses import replace
from datetime import datetime

from artkeep.model.records import Outcome, Run
from artkeep.texts import text
from artkeep.web import words
from artkeep.web.runs import RunView
from artkeep.web.runs import view as whole_view

ELSEWHERE = text("Why is said on the machine that Artkeep runs on.")


def place(path: str) -> str:
    """Return the name of a file without its folders."""
    return words.file_name(path)


def view(run: Run, now: datetime, per_second: float | None = None) -> RunView:
    """Put a run into words that name no folder but the one that was added."""
    told = whole_view(run, now, per_second)
    error = told.error and ELSEWHERE
    return replace(told, detail="", error=error, waiting=None)


def outcome(one: Outcome) -> Outcome:
    """Name the file alone."""
    return replace(one, path=place(one.path))
