"""Open the workbench as the settings say, for one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from artkeep.logs import start_logging, stop_logging
from artkeep.settings import load_settings
from artkeep.workbench import Workbench, open_workbench


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
