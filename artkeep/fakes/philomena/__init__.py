"""A small copy of Philomena with two homes, Derpibooru and Furbooru: its JSON and its pictures.

Digests are those of names, not of bytes: a list is told without drawing what is on it. Two
numbers stand for images that were merged into another, one of them by way of the other.
"""

from starlette.routing import BaseRoute

from artkeep.fakes.philomena import app, pictures
from artkeep.fakes.stage import Stage


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what every home answers to."""
    return [*app.routes(stage), *pictures.routes(stage)]
