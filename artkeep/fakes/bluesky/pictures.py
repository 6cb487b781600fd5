"""Bluesky's pictures: as they were posted, from each server, and the view's smaller copies."""

import re

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.bluesky import memory, records, view
from artkeep.fakes.bluesky.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Picture

_COPY = re.compile(r"(?P<size>\w+)/plain/(?P<did>[^/]+)/(?P<cid>\w+)(?:@\w+)?")
SIZES = {"feed_thumbnail": 400, "feed_fullsize": 1000}


def routes(stage: Stage) -> list[BaseRoute]:
    """Return where files are."""

    def original(request: Request) -> Response:
        did, cid = request.query_params.get("did", ""), request.query_params.get("cid", "")
        is_here = memory.server_of(did) == request.path_params["home"]
        picture = _picture(stage, did, cid) if is_here and memory.is_up(stage, did) else None
        if picture is None:
            return view.error("BlobNotFound", "Blob not found")
        return Response(picture.bytes(), 200, {}, picture.media_type)

    def copy(request: Request) -> Response:
        found = _COPY.fullmatch(request.path_params["path"])
        picture = _picture(stage, found["did"], found["cid"]) if found else None
        if picture is None or not found:
            return PlainTextResponse("image not found", 404)
        longest = SIZES.get(found["size"], min(SIZES.values()))
        return Response(picture.smaller(longest).bytes(), 200, {}, "image/jpeg")

    return [
        Route("/bluesky/pds_pictures/{home}/xrpc/com.atproto.sync.getBlob", original),
        Route("/bluesky/pictures/img/{path:path}", copy),
    ]


def _picture(stage: Stage, did: str, cid: str) -> Picture | None:
    """Return a picture of an account by its content id; one that was deleted is not given."""
    pictures = (
        picture
        for post in stage.world.of(SITE, did)
        if stage.world.fate(SITE, post.id) != "deleted"
        for picture in post.pages
    )
    return next((one for one in pictures if records.cid(one.name) == cid), None)
