"""The whole workbench over the fake sites, in a folder that goes away with it; or the sites alone.

`past` is what happened before a person comes in, `evening` what happens while they look on,
`indoors` what keeps all of it on this machine.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

from artkeep.collect.schedule import Schedule
from artkeep.demo import indoors, past
from artkeep.demo.evening import Evening
from artkeep.errors import Conflict
from artkeep.fakes.web import Served, serving
from artkeep.fakes.world import World
from artkeep.handlers import HANDLERS
from artkeep.jobs.local import Workers
from artkeep.logs import start_logging, stop_logging
from artkeep.settings import load_settings, shown
from artkeep.web.server import serve
from artkeep.workbench import Workbench, open_workbench

WORKS = 120
AT_ONCE = 3  # lists and sites, all of them on this machine
LONGEST_PX = 800  # of a drawing: quickly made, and good to look at


def run(port: int, ready: Callable[[str], None]) -> None:
    """Serve the demo until Ctrl-C; `ready` is told the address.

    Neither the environment's settings nor any library of the person's is looked at. Raises
    Conflict when the port is taken.
    """
    with staged() as (bench, served):
        evening = Evening(bench, served.world, bench.settings.home.parent / "Pictures")
        workers = Workers(bench, HANDLERS, AT_ONCE, lease_seconds=bench.settings.lease_seconds)
        with workers, Schedule(bench), closing(served.world), evening:
            told = {"home": bench.settings.home, "port": port}
            listed = shown(led(served), bench.settings.home.parent, **told)
            serve(bench, bench.settings.host, port, ready=ready, shown=listed)


@contextmanager
def staged() -> Iterator[tuple[Workbench, Served]]:
    """Open a library with its past, led to the fakes, which are served meanwhile."""
    with tempfile.TemporaryDirectory(prefix="artkeep-demo-", ignore_cleanup_errors=True) as name:
        folder, calendar = Path(name), past.Calendar()
        world = World(WORKS, longest_px=LONGEST_PX, folder=folder / "drawings")
        with serving(world) as served:
            settings = load_settings(led(served), folder, home=folder / "library")
            start_logging(settings, stderr_level="ERROR")
            try:
                with (
                    open_workbench(settings, calendar) as opened,
                    indoors.kept(opened) as bench,
                ):
                    past.happen(bench, calendar, world)
                    yield bench, served
            finally:
                stop_logging()


def led(served: Served) -> Mapping[str, str]:
    """Return the settings that lead every road to the fakes, without pauses."""
    return {**served.settings(), **served.without_pauses(), **indoors.SETTINGS}


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
