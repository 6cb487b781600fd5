"""A small copy of Mastodon with two homes that know each other: art.example and sketch.example.

What was posted at one is known at the other too, under a number of its own and with a smaller copy
of each picture. `me@mika.example` is a handle whose domain is not its home.
"""

from starlette.routing import BaseRoute

from artkeep.fakes.mastodon import app, pictures
from artkeep.fakes.stage import Stage


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what every home answers to."""
    return [*app.routes(stage), *pictures.routes(stage)]
