"""pixiv's pictures: originals, smaller ones, zips of frames, and what stands for others.

As on the real host nothing is shown without a Referer, the address says when the files came, and
some that end in `.jpg` are WebP.
"""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from email.utils import format_datetime

from PIL import Image, ImageDraw
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.pixiv import works
from artkeep.fakes.pixiv.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Picture, Publication

REFERERS = ("https://www.pixiv.net/", "https://app-api.pixiv.net/", "https://i.pximg.net/")
ADDRESS = re.compile(
    r"(?:c/(?P<shape>[^/]+)/)?(?P<kind>img-\w+(?:-\w+)*)/img/(?P<date>[\d/]{19})"
    r"/(?P<stem>\d+(?:-[0-9a-f]+)?)(?P<rest>(?:_\w+)?\.\w+)"
)
MASTER = re.compile(r"(?:_p(?P<page>\d+))?_(?:master|square)1200\.jpg")
FRAME = re.compile(r"_ugoira(?P<frame>\d+)\.jpg")
MASTER_PX, LARGE_PX, MEDIUM_PX, SQUARE_PX = 1200, 600, 540, 360
SHAPES = {"600x1200_90_webp": LARGE_PX, "540x540_70": MEDIUM_PX, None: MASTER_PX}
WEBP = "image/webp"

File = tuple[bytes, str]  # and its type


def routes(stage: Stage) -> list[BaseRoute]:
    """Return the pictures of works, and those that stand for others."""

    def stand_in(request: Request) -> Response:
        return _refused(stage, request) or Response(
            _sign(request.path_params["name"]), 200, {}, "image/png"
        )

    def picture(request: Request) -> Response:
        return _refused(stage, request) or _picture(stage, request.path_params["path"])

    return [
        Route("/pixiv/pictures/common/images/{name}", stand_in),
        Route("/pixiv/pictures/{path:path}", picture),
    ]


def _refused(stage: Stage, request: Request) -> Response | None:
    comes_from = request.headers.get("referer", "")
    if comes_from.startswith((*REFERERS, stage.home())):
        return None
    return HTMLResponse("<h1>403 Forbidden</h1>", 403)


def _picture(stage: Stage, path: str) -> Response:
    found = ADDRESS.fullmatch(path)
    post = stage.world.post(SITE, found["stem"].partition("-")[0]) if found else None
    if found is None or post is None or not _is_there(stage, post, found):
        return HTMLResponse("<h1>404 Not Found</h1>", 404)
    file = KINDS.get(found["kind"], _nothing)(post, found)
    if file is None:
        return HTMLResponse("<h1>404 Not Found</h1>", 404)
    came = format_datetime(post.edited_at or post.published_at, usegmt=True)
    return Response(file[0], 200, {"last-modified": came}, file[1])


def _is_there(stage: Stage, post: Publication, found: re.Match[str]) -> bool:
    """Whether these are the files that the work has today."""
    if stage.world.fate(SITE, post.id) == "deleted" or found["stem"] != works.stem(post):
        return False
    return found["date"] == works.revision(stage, post)


def _nothing(post: Publication, found: re.Match[str]) -> File | None:  # noqa: ARG001  as its like
    return None


def _original(post: Publication, found: re.Match[str]) -> File | None:
    frame = FRAME.fullmatch(found["rest"])
    if frame and post.kind == "moving" and int(frame["frame"]) < len(post.pages[0].delays):
        return post.pages[0].frame(int(frame["frame"])), "image/jpeg"
    for page, picture in enumerate(post.pages):
        if post.kind != "moving" and found["rest"] == f"_p{page}.{picture.ending}":
            return picture.bytes(), picture.media_type
    return None


def _smaller(post: Publication, found: re.Match[str]) -> File | None:
    master = MASTER.fullmatch(found["rest"])
    page = int(master["page"] or 0) if master else len(post.pages)
    if page >= len(post.pages):
        return None
    still = replace(post.pages[page], format="jpeg")
    if "square" in found["rest"]:
        return _webp(still.squared(SQUARE_PX))
    if found["shape"] not in SHAPES:
        return None
    small = still.smaller(SHAPES[found["shape"]])
    return _webp(small) if found["shape"] == "600x1200_90_webp" else (small.bytes(), "image/jpeg")


def _webp(picture: Picture) -> File:
    """Pack a small picture as WebP, whatever its name says."""

    def make() -> bytes:
        out = io.BytesIO()
        Image.open(io.BytesIO(picture.bytes())).save(out, "webp", quality=80)
        return out.getvalue()

    return picture.studio.file(f"{picture.name}.webp", make), WEBP


def _zip(post: Publication, found: re.Match[str]) -> File | None:
    if post.kind != "moving":
        return None
    moving = post.pages[0]
    if found["rest"] == "_ugoira1920x1080.zip":
        return moving.bytes(), moving.media_type
    if found["rest"] == "_ugoira600x600.zip":
        small = moving.smaller(max(moving.width, moving.height) // 2)  # those here are small anyway
        return replace(small, format="ugoira").bytes(), moving.media_type
    return None


def _sign(name: str) -> bytes:
    """Draw what stands for other pictures."""
    picture = Image.new("RGB", (360, 360), (221, 221, 221))
    ImageDraw.Draw(picture).text((90, 170), name.rpartition(".")[0], (120, 120, 120))
    out = io.BytesIO()
    picture.save(out, "png")
    return out.getvalue()


KINDS: dict[str, Callable[[Publication, re.Match[str]], File | None]] = {
    "img-original": _original,
    "img-master": _smaller,
    "img-zip-ugoira": _zip,
}
