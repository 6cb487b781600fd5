"""Open the workbench as the settings say, or what works without a library, for one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from artkeep.logs import start_logging, stop_logging
from artkeep.settings import load_settings
from artkeep.settings.sources import passing_folder
from artkeep.workbench import Workbench, open_workbench
from artkeep.workbench.outside import Outside, has_library, open_outside


@contextmanager
def opened(*, chatty: bool = False, **overrides: object) -> Iterator[Workbench]:
    """Read the settings, start the logs, open the library; close it at the end.

    `overrides` are what the command line says; None leaves a setting as it is. A command says
    itself what went wrong; only a `chatty` one shows on stderr more of the log than what nobody
    expected. The log file has everything.
    """
    settings = load_settings(None, None, **overrides)
    start_logging(settings, stderr_level=None if chatty else "ERROR")
    try:
        with open_workbench(settings) as bench:
            yield bench
    finally:
        stop_logging()


@contextmanager
def opened_outside() -> Iterator[Outside]:
    """Open what works without a library. Where there is none, nothing is written in its place."""
    settings = load_settings(None, None)
    if not has_library(settings) and settings.log_dir is None:
        settings = settings.model_copy(update={"log_dir": passing_folder() / "logs"})
    start_logging(settings, stderr_level="ERROR")
    try:
        with open_outside(settings) as outside:
            yield outside
    finally:
        stop_logging()
