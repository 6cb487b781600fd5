"""Philomena's pictures: as they were brought, and smaller ones, by the number of the image."""

import io
import re

from PIL import Image
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.philomena import records
from artkeep.fakes.philomena.records import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Picture, Publication

_VIEW = re.compile(r"img/view/\d+/\d+/\d+/(?P<number>\d+)(?:__[^/]*)?\.(?P<ending>\w+)")
_SIZE = re.compile(r"img/\d+/\d+/\d+/(?P<number>\d+)/(?P<size>\w+)\.(?P<ending>\w+)")
_VIDEO = b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska"
# a picture does not say which home it is at; numbers of the two homes do not meet
_HOMES = tuple(records.EVERYTHING)


def routes(stage: Stage) -> list[BaseRoute]:
    """Return the pictures of images."""

    def picture(request: Request) -> Response:
        return _picture(stage, request.path_params["path"])

    return [Route("/philomena/pictures/{path:path}", picture)]


def _picture(stage: Stage, path: str) -> Response:
    found = _VIEW.fullmatch(path) or _SIZE.fullmatch(path)
    post = _post(stage, found["number"]) if found else None
    if not found or not post or not records.is_shown(stage, post):
        return HTMLResponse("<h1>404 Not Found</h1>", 404)
    if found["ending"] in {"webm", "mp4"}:
        return Response(_VIDEO, 200, {}, f"video/{found['ending']}")
    shown = _sized(post.pages[0], found.groupdict().get("size") or "full")
    if records.format_of(stage, post) == "svg":
        return Response(_png(shown), 200, {}, "image/png")
    return Response(shown.bytes(), 200, {}, shown.media_type)


def _post(stage: Stage, number: str) -> Publication | None:
    found = (stage.world.post(SITE, f"{home}/{number}") for home in _HOMES)
    return next((post for post in found if post is not None), None)


def _sized(picture: Picture, size: str) -> Picture:
    longest = records.SIZES.get(size, records.LARGE_PX)
    is_smaller = size != "full" and max(picture.width, picture.height) > longest
    return picture.smaller(longest) if is_smaller else picture


def _png(picture: Picture) -> bytes:
    """Pack what was drawn as lines into points."""

    def make() -> bytes:
        out = io.BytesIO()
        Image.open(io.BytesIO(picture.bytes())).save(out, "png")
        return out.getvalue()

    return picture.studio.file(f"{picture.name}.png", make)
