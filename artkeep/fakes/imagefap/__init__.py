"""A small copy of imagefap: favourites, galleries, pictures whose addresses expire.

It answers as the real one does, with 200 to nearly everything: the human check it sends robots to,
pages past the end of a list, some of what is no longer there. `memory` has its quirks.
"""

from starlette.routing import BaseRoute

from artkeep.fakes.imagefap import pages, pictures
from artkeep.fakes.stage import Stage


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what imagefap answers to."""
    return [*pages.routes(stage), *pictures.routes(stage)]
