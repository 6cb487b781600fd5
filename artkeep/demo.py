"""The whole workbench over pictures drawn on the spot, in a folder that goes away with it.

The pages are served at once; folder by folder is drawn by a program of its own and added by the
workers meanwhile, so that a person sees the library grow.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from artkeep.collect import add
from artkeep.errors import Conflict
from artkeep.fakes.web import serving
from artkeep.handlers import HANDLERS
from artkeep.jobs.local import Workers
from artkeep.logs import start_logging, stop_logging
from artkeep.model.records import Kept
from artkeep.settings import load_settings, shown
from artkeep.web.server import serve
from artkeep.workbench import Workbench, open_workbench

# folder → what is drawn into it: kind, first number, how many
BOOKS = {
    "Sketchbook, spring": ("book", 1, 12),  # small: something is to be seen within seconds
    "Sketchbook, summer": ("book", 13, 60),
    "Downloads": ("copies", 6, 24),
    "Sketchbook, autumn": ("book", 73, 72),
    "Sketchbook, winter": ("book", 145, 96),
    "From friends": ("book", 241, 72),
}
LOOK_EVERY = 0.1  # seconds, at a program that draws


def run(port: int, ready: Callable[[str], None]) -> None:
    """Serve the demo until Ctrl-C; `ready` is told the address.

    Neither the environment's settings nor any library of the person's is looked at.
    """
    with tempfile.TemporaryDirectory(prefix="artkeep-demo-", ignore_cleanup_errors=True) as folder:
        said = {"home": Path(folder) / "library", "port": port}
        settings = load_settings({}, Path(folder), **said)
        start_logging(settings, stderr_level="WARNING")
        try:
            with (
                open_workbench(settings) as bench,
                Workers(bench, HANDLERS, lease_seconds=settings.lease_seconds),
                painting(bench, Path(folder) / "Pictures"),
            ):
                listed = shown({}, Path(folder), **said)
                serve(bench, settings.host, settings.port, ready=ready, shown=listed)
        finally:
            stop_logging()


def world(
    port: int, works: int, ready: Callable[[str, dict[str, str]], None], *, fast: bool
) -> None:
    """Serve the fake sites alone, until Ctrl-C; `ready` is told the address and the settings.

    Raises Conflict when the port is taken.
    """
    try:
        with serving(port=port, works=works, fast=fast) as served:
            pauses = served.without_pauses() if fast else {}
            ready(served.url, served.settings() | pauses)
            Event().wait()
    except OSError as error:
        raise Conflict(
            f"cannot listen on port {port}: {error.strerror}; `--port` takes another one"
        ) from error


@contextmanager
def painting(bench: Workbench, pictures: Path) -> Iterator[None]:
    """Have the folders drawn and added in the background, until the block ends."""
    stop = Event()
    painter = Thread(target=paint, args=(bench, pictures, stop), name="painter")
    painter.start()
    try:
        yield
    finally:
        stop.set()
        painter.join()


def paint(bench: Workbench, pictures: Path, stop: Event) -> None:
    """Draw one folder after the other; ask for each to be added as soon as it is there."""
    for name, (kind, first, count) in BOOKS.items():
        if not drawn(bench, [kind, str(pictures / name), str(first), str(count)], stop):
            return
        with bench.db.begin() as tx:
            add.start(tx, [pictures / name], Kept.REFERENCE)


def drawn(bench: Workbench, words: list[str], stop: Event) -> bool:
    """Let a program draw a folder; False when we were told to stop before it was done."""
    command = [sys.executable, "-m", "artkeep.fakes.sketchbooks", *words]
    # a session of its own: Ctrl-C is for us, and we end it
    with subprocess.Popen(  # noqa: S603 - our own program, our own words
        command, stdin=subprocess.DEVNULL, start_new_session=True
    ) as painter:
        while painter.poll() is None:
            if bench.clock.sleep(LOOK_EVERY, until=stop):
                painter.kill()
    return not stop.is_set() and painter.returncode == 0
