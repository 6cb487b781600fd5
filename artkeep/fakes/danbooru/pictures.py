"""Danbooru's pictures: originals, samples and previews, by what stands for their digests."""

import re

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.danbooru import records
from artkeep.fakes.danbooru.records import SITE
from artkeep.fakes.stage import Stage

_ADDRESS = re.compile(
    r"(?P<size>original|sample|180x180)/\w\w/\w\w/(?:sample-)?(?P<md5>\w{32})\.(?P<ending>\w+)"
)
_LONGEST_PX = {"sample": records.SAMPLE_PX, "180x180": records.PREVIEW_PX}
_VIDEO = b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska"


def routes(stage: Stage) -> list[BaseRoute]:
    """Return the pictures of posts."""

    def picture(request: Request) -> Response:
        return _picture(stage, request.path_params["path"])

    return [Route("/danbooru/pictures/{path:path}", picture)]


def _picture(stage: Stage, path: str) -> Response:
    found = _ADDRESS.fullmatch(path)
    number = records.memory(stage).files.get(found["md5"]) if found else None
    post = stage.world.post(SITE, number) if number else None
    if not found or not post or not records.is_shown(stage, post):
        return HTMLResponse("<h1>404 Not Found</h1>", 404)
    if records.digest(post) != found["md5"]:  # it was replaced since
        return HTMLResponse("<h1>404 Not Found</h1>", 404)
    if found["ending"] in {"webm", "mp4"}:
        return Response(_VIDEO, 200, {}, f"video/{found['ending']}")
    shown = records.picture_of(post)
    if found["size"] in _LONGEST_PX:
        shown = shown.smaller(_LONGEST_PX[found["size"]])
    return Response(shown.bytes(), 200, {"etag": f'"{found["md5"]}"'}, shown.media_type)
