"""X's pictures, in the sizes that it makes of each."""

import re

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.stage import Stage
from artkeep.fakes.twitter import memory
from artkeep.fakes.twitter.memory import SITE
from artkeep.fakes.world import Picture

_FILE = re.compile(r"(?P<key>[\w-]+?)(?:\.(?P<ending>jpg|png))?", re.ASCII)
SIZES = {"orig": 0, "4096x4096": 4096, "large": 2048, "medium": 1200, "small": 680, "thumb": 150}


def routes(stage: Stage) -> list[BaseRoute]:
    """Return where pictures lie."""

    def picture(request: Request) -> Response:
        found = _FILE.fullmatch(request.path_params["name"])
        query = request.query_params
        size = SIZES.get(query.get("name", "medium"))
        ending = (found and found["ending"]) or query.get("format")
        shown = _picture(stage, found["key"]) if found and ending == "jpg" else None
        if shown is None or size is None:
            return PlainTextResponse("", 404)
        return Response((shown.smaller(size) if size else shown).bytes(), 200, {}, shown.media_type)

    return [Route("/twitter/pictures/media/{name}", picture)]


def _picture(stage: Stage, key: str) -> Picture | None:
    """Return a picture by its key; one of a post that was deleted is no longer there."""
    pictures = (
        picture
        for post in stage.world.on(SITE)
        if memory.state_of(stage, post) in {"", "private"}
        for picture in post.pages
    )
    return next((one for one in pictures if memory.key_of(one) == key), None)
