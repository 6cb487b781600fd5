"""Serve the fakes for a bench, in a process of their own, until they are told to end.

`python -m benchmarks.fakes WORKS PAUSE FOLDER`: as many works, an answer after so many seconds
(0, or as a real site), drawings kept in the folder. What leads there is printed, one JSON line.
"""

import json
import signal
import sys
from pathlib import Path
from threading import Event

from artkeep.fakes import pixiv
from artkeep.fakes.web import serving
from artkeep.fakes.world import World


def main() -> None:
    """Serve until SIGTERM."""
    works, pause, folder = int(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])
    ended = Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    world = World(works, quick=True, folder=folder / "drawn")
    with serving(world, fast=not pause, played={"pixiv": pixiv.routes}) as served:
        told = {
            "settings": {**served.settings(), **served.without_pauses()},
            "addresses": served.addresses(),
            "url": served.url,
        }
        print(json.dumps(told), flush=True)
        ended.wait()


if __name__ == "__main__":
    main()
