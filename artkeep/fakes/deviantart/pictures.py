"""DeviantArt's pictures: nothing without a token, and no more than the token says."""

import io
import re
from dataclasses import replace
from typing import Any

from PIL import Image, ImageFilter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.deviantart import files
from artkeep.fakes.deviantart.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Picture

ADDRESS = re.compile(
    r"(?P<file>f/[0-9a-f-]{36}/d(?P<number>[0-9a-z]+)-[0-9a-f-]{36}\.\w+)"
    r"(?:/v1/fi(?:ll|t)/w_(?P<width>\d+),h_(?P<height>\d+)(?P<blur>,blur_\d+)?[^/]*/[^/]+\.jpg)?"
)


def routes(stage: Stage) -> list[BaseRoute]:
    """Return the pictures of works."""

    def picture(request: Request) -> Response:
        found = ADDRESS.fullmatch(request.path_params["path"])
        if found is None:
            return _refusal(404, "Not Found")
        said = files.said_by(stage, request.query_params.get("token", ""))
        if not _allows(said, found):
            return _refusal(401, "Unauthorized")
        shown = _lying_at(stage, found["file"], found["number"])
        return _refusal(404, "Not Found") if shown is None else _sent(shown, found)

    return [Route("/deviantart/pictures/{path:path}", picture)]


def _refusal(status: int, said: str) -> Response:
    return JSONResponse({"error": status, "message": said}, status)


def _allows(said: dict[str, Any], found: re.Match[str]) -> bool:
    """Whether a token is for this file, as it is asked for."""
    if said.get("path") != f"/{found['file']}":
        return False
    if found["width"] is None:
        return bool(said["aud"] == files.DOWNLOAD)
    fits = int(found["width"]) <= said["width"] and int(found["height"]) <= said["height"]
    return fits and (found["blur"] is not None or not said["blur"])


def _lying_at(stage: Stage, path: str, number: str) -> Picture | None:
    post = stage.world.post(SITE, str(int(number, 36)))
    if post is None or stage.world.fate(SITE, post.id) == "deleted":
        return None
    pages = enumerate(post.pages)
    return next((own for page, own in pages if files.path_of(post, page) == path), None)


def _sent(picture: Picture, found: re.Match[str]) -> Response:
    if found["width"] is None:
        return Response(picture.bytes(), 200, {}, picture.media_type)
    longest = max(int(found["width"]), int(found["height"]))
    small = replace(picture, format="jpeg").smaller(longest)
    content = _blurred(small) if found["blur"] else small.bytes()
    return Response(content, 200, {}, "image/jpeg")


def _blurred(picture: Picture) -> bytes:
    """Return what strangers see of what is mature."""

    def make() -> bytes:
        out = io.BytesIO()
        seen = Image.open(io.BytesIO(picture.bytes()))
        seen.filter(ImageFilter.GaussianBlur(files.BLUR)).save(out, "jpeg")
        return out.getvalue()

    return picture.studio.file(f"{picture.name}.blurred.jpg", make)
