"""A small copy of X: its official API, a FxTwitter server, what its own pages ask, and pictures.

The API wants a token and counts what is read with it. The pages are played for guests only.
"""

from starlette.routing import BaseRoute

from artkeep.fakes.stage import Stage
from artkeep.fakes.twitter import api, fx, pages, pictures


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what answers at any of its addresses."""
    return [
        *api.routes(stage),
        *fx.routes(stage),
        *pages.routes(stage),
        *pictures.routes(stage),
    ]
