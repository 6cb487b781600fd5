"""A small copy of Bluesky: the view of the network, three servers, the directory, the pictures.

`records` writes the objects, `memory` remembers, `view` answers for the network, `server` for the
places where accounts are at home, `pictures` gives files. Content ids are those of names, not of
bytes: a list is told without drawing what is on it.
"""

from starlette.routing import BaseRoute

from artkeep.fakes.bluesky import pictures, server, view
from artkeep.fakes.stage import Stage


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what every host of the network answers to."""
    return [*view.routes(stage), *server.routes(stage), *pictures.routes(stage)]
