"""A small copy of Danbooru: its JSON and its pictures.

Digests are those of names, not of bytes: a list is told without drawing what is on it. One post
in thirteen was deleted by a moderator and is still shown, as on the real site.
"""

from starlette.routing import BaseRoute

from artkeep.fakes.danbooru import app, pictures
from artkeep.fakes.stage import Stage


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what Danbooru answers to."""
    return [*app.routes(stage), *pictures.routes(stage)]
