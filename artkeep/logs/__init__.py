"""What happened, a line each, for people who look after a library.

Everywhere else: `log = structlog.get_logger(__name__)`, then facts, not prose::

    log.info("picture kept", sha256=sha256[:12], bytes=size_bytes)

which becomes, on stderr and in `logs/app.log`::

    2025-11-12 20:56:00 | INFO     | artkeep.intake.pictures | picture kept sha256=0f… bytes=4096

Lines of other libraries take the same road. No line carries a password (`secrets.py`), none
can be forged by what stands in a value (`line.py`), and several processes write to one file
(`file.py`). Nothing is written to stdout: that is for output.
"""

import logging
import sys
from typing import TextIO

import structlog

from artkeep.logs.file import SharedFile
from artkeep.logs.line import Line, render
from artkeep.logs.secrets import Hider, hide_by_name, secrets_of
from artkeep.settings import Settings

# Libraries that tell every step they take; we want to hear of their troubles only.
CHATTY = ("alembic", "asyncio", "httpcore2", "httpx2", "numba", "PIL")
FILE_BYTES = 10_000_000
FILES = 10


def start_logging(
    settings: Settings, *, stderr_level: str | None = None, stderr: TextIO | None = None
) -> None:
    """Send what is logged from now on to stderr and to `app.log`; can be called again.

    `stderr_level` is the settings' own level unless a command that draws its progress there
    asks for less. Nothing is created before there is something to write.
    """
    stop_logging()
    line = Line(Hider(secrets_of(settings)))
    shown = logging.StreamHandler(stderr or sys.stderr)
    shown.setLevel(stderr_level or settings.log_level)
    kept = SharedFile(settings.log_folder / "app.log", max_bytes=FILE_BYTES, files=FILES)
    kept.setLevel(settings.log_level)
    root = logging.getLogger()
    for handler in (shown, kept):
        handler.setFormatter(line)
        root.addHandler(handler)
    root.setLevel(min(shown.level, kept.level))
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            hide_by_name,
            render,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def stop_logging() -> None:
    """Close the file; from now on nothing of ours listens."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler.formatter, Line):
            root.removeHandler(handler)
            handler.close()
    root.setLevel(logging.WARNING)
    structlog.reset_defaults()
