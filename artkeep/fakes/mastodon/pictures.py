"""Mastodon's pictures: those of a home, and the smaller copies that homes make of each other's."""

import re

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.mastodon import memory, records
from artkeep.fakes.mastodon.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Picture

_FILE = re.compile(
    r"(?P<cache>cache/)?media_attachments/files/(?P<number>[\d/]+)/(?P<size>original|small)"
    r"/(?P<stem>[0-9a-f]{16})\.(?P<ending>\w+)"
)
SMALL, COPIED = 640, 1000  # longest sides
AFTER_POST = 3  # digits of an attachment's number that are not its post's
_VIDEO = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00"


def routes(stage: Stage) -> list[BaseRoute]:
    """Return where files are."""

    def file(request: Request) -> Response:
        found = _FILE.fullmatch(request.path_params["path"])
        picture = _picture(stage, found["number"], found["stem"]) if found else None
        if picture is None or not found:
            return PlainTextResponse("not found", 404)
        if found["ending"] == "mp4" and found["size"] == "original":
            return Response(_VIDEO, 200, {}, "video/mp4")
        return Response(_sized(picture, found).bytes(), 200, {}, "image/jpeg")

    return [Route("/mastodon/pictures/{path:path}", file)]


def _picture(stage: Stage, number: str, stem: str) -> Picture | None:
    own = number.replace("/", "")[:-AFTER_POST]
    posts = [stage.world.post(SITE, f"{home}/{own}") for home in memory.HOMES]
    shown = [post for post in posts if post and stage.world.fate(SITE, post.id) != "deleted"]
    pictures = (picture for post in shown for picture in post.pages)
    return next((one for one in pictures if records.stem(one) == stem), None)


def _sized(picture: Picture, found: re.Match[str]) -> Picture:
    if found["size"] == "small":
        return picture.smaller(SMALL)
    return picture.smaller(COPIED) if found["cache"] else picture
