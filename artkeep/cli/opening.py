"""Open the workbench as the settings say, for one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from artkeep.logs import start_logging
from artkeep.settings import load_settings
from artkeep.workbench import Workbench, open_workbench


@contextmanager
def opened() -> Iterator[Workbench]:
    """Read the settings, start the logs, open the library; close it at the end."""
    settings = load_settings()
    start_logging(settings)
    with open_workbench(settings) as bench:
        yield bench
