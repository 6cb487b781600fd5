"""imagefap's picture host: each address has a token, and is good for a while."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.imagefap import memory
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Picture

SMALL_PX = {"thumb": 120, "mini": 80, "frame-thumb": 240}


def routes(stage: Stage) -> list[BaseRoute]:
    """Return the one address of all pictures."""

    def picture(request: Request) -> Response:
        path = request.path_params["path"]
        if not memory.opens(path, request.query_params.get("secure", ""), stage.now()):
            return HTMLResponse("<h1>403 Forbidden</h1>", 403)
        found = _picture(stage, path)
        if found is None:
            return HTMLResponse("<h1>404 Not Found</h1>", 404)
        return Response(found.bytes(), 200, {}, found.media_type)

    return [Route("/imagefap/pictures/{path:path}", picture)]


def _picture(stage: Stage, path: str) -> Picture | None:
    """Return what lies at a path: the picture as it is today, or a small one of it."""
    _, kind, *_, name = path.split("/")
    post = memory.post(stage, name.partition(".")[0])
    if post is None or path != memory.place(post, kind):
        return None
    return post.pages[0] if kind == "full" else post.pages[0].smaller(SMALL_PX[kind])
