"""Pictures on their way to the browser: originals, small ones, and what a screen can show.

Addresses name bytes by their SHA-256, so browsers keep what they got for a year. What is sent
is a picture of a type we recognised ourselves; nothing that could run as a page ever leaves.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from fastapi import Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse

from artkeep.errors import Forbidden, NotFound, PictureRefused
from artkeep.imaging import sniff, thumbs
from artkeep.intake import derived, qualities
from artkeep.library import images, ratings
from artkeep.model.records import Image, Kept
from artkeep.model.viewing import Road
from artkeep.texts import text
from artkeep.web import looks, saving, security
from artkeep.web.desk import AtDesk, Desk
from artkeep.web.ranges import Part, part_of
from artkeep.workbench import Workbench

SHA256 = re.compile(r"[0-9a-f]{64}")
CHUNK = 1 << 18  # bytes read at a time

FOREVER = "private, max-age=31536000, immutable"
AWAY = "private, max-age=1800"  # the address it leads to is good for longer
SIGNED_FOR = timedelta(hours=1)
ASK_AGAIN = "private, no-cache"  # a file that only lies where it was found may change
CLOSED = text("This work is not for everybody, and is not shown to you here.")
POLICY = "default-src 'none'; sandbox"  # were it ever opened as a page, it could do nothing

# What browsers show by themselves, and what is handed out only to be saved.
SHOWN = frozenset({sniff.JPEG, sniff.PNG, sniff.GIF, sniff.WEBP, sniff.AVIF, sniff.BMP})
SAVED = frozenset({sniff.TIFF, sniff.JXL, sniff.UGOIRA})


def original(request: Request, desk: AtDesk, sha256: str) -> Response:
    """Send a picture's own bytes; `?download` saves them under a safe name."""
    image = known(desk.bench, sha256)
    lasts = kept_for(desk, sha256)
    if image.media_type not in SHOWN and image.media_type not in SAVED:
        raise NotFound(text("this is kept as it is, but not of a type that is sent to browsers"))
    away = elsewhere(request, desk, image)
    if away is not None:
        headers = {"cache-control": AWAY if lasts == FOREVER else "no-store"}
        return RedirectResponse(away, status_code=302, headers=headers)
    headers = headers_of(image)
    if "download" in request.query_params or image.media_type in SAVED:
        headers["content-disposition"] = saving.disposition(desk.bench, image)
    return lasting(send(request, desk.bench, image, headers), lasts)


def screen(request: Request, desk: AtDesk, sha256: str) -> Response:
    """Send the best that a screen can show: the original, else a picture as large made of it."""
    image = known(desk.bench, sha256)
    return lasting(for_screen(request, desk.bench, image), kept_for(desk, sha256))


def elsewhere(request: Request, desk: Desk, image: Image) -> str | None:
    """Return the signed address to send a browser to, where pictures are not handed on by us.

    What is saved under a name of ours, and what a script of ours reads, comes from us.
    """
    # over plain http browsers do not say for what they fetch; scripts of ours bring their token
    dest = request.headers.get("sec-fetch-dest", "image")
    fetched = dest != "image" or security.HEADER in request.headers
    if desk.bench.settings.storage.proxy or request.method != "GET" or fetched:
        return None
    if image.kept is not Kept.BLOB or image.media_type not in SHOWN:
        return None
    if "download" in request.query_params:
        return None
    return desk.bench.blobs.signed(image.sha256, SIGNED_FOR)


def for_screen(request: Request, bench: Workbench, image: Image) -> Response:
    """Send what a screen can show."""
    if image.media_type == sniff.UGOIRA and image.frames > 1:
        return small(request, bench, image.sha256, thumbs.MOVING)
    if is_gone(bench, image) or shows_truly(bench, image):
        return whole(request, bench, image)
    if image.frames > 1 or max(image.width, image.height) <= thumbs.LONGEST_SIDE[thumbs.SCREEN]:
        return small(request, bench, image.sha256, "l")
    return as_jpeg(request, bench, image)


def shows_truly(bench: Workbench, image: Image) -> bool:
    """Say whether browsers show a picture as it is; they do not agree on the colours of print.

    A JPEG of those always has a picture for the screen, so that few others are looked into.
    """
    if image.media_type != sniff.JPEG:
        return image.media_type in SHOWN
    made = has_screen(image) or thumbs.path_of(bench.thumbs, image.sha256, "l").exists()
    return not (made and qualities.is_for_print(bench, image))


def as_jpeg(request: Request, bench: Workbench, image: Image) -> Response:
    """Send the whole of a picture that browsers do not show truly, drawn anew.

    Raises PictureRefused where we may not draw it (any more) and no browser shows it at all.
    """
    try:
        path = qualities.true(bench, image)
    except PictureRefused:
        if image.media_type not in SHOWN:
            raise
        return whole(request, bench, image)
    return jpeg(request, path, f'"{image.sha256}-{qualities.TRUE}"', FOREVER)


def thumb(request: Request, desk: AtDesk, sha256: str, size: str) -> Response:
    """Send a small picture (`s`) or a screen-sized one (`l`), made again when it is gone."""
    if size not in ("s", "l") or not SHA256.fullmatch(sha256):
        raise NotFound(text("no picture by that name in this library"))
    lasts = kept_for(desk, sha256)
    if size == "s" or thumbs.path_of(desk.bench.thumbs, sha256, size).exists():
        return lasting(small(request, desk.bench, sha256, size), lasts)
    image = known(desk.bench, sha256)
    if has_screen(image):
        return lasting(small(request, desk.bench, sha256, size), lasts)
    return lasting(whole(request, desk.bench, image), lasts)


def quality(request: Request, desk: AtDesk, sha256: str, name: str) -> Response:
    """Send a picture in one of pixiv's sizes."""
    if name not in qualities.QUALITIES or not SHA256.fullmatch(sha256):
        raise NotFound(text("no picture by that name in this library"))
    return drawn(request, desk, sha256, name)


def drawn(request: Request, desk: Desk, sha256: str, name: str) -> Response:
    """Send a picture in a size that exists."""
    lasts, etag = kept_for(desk, sha256), f'"{sha256}-{name}"'
    if is_known(request, etag):
        return Response(status_code=304, headers={"etag": etag, "cache-control": lasts})
    return jpeg(request, qualities.drawn(desk.bench, sha256, name), etag, lasts)


def jpeg(request: Request, path: Path, etag: str, lasts: str) -> Response:
    """Send a picture that was drawn."""
    headers = {"etag": etag, "cache-control": lasts, "content-security-policy": POLICY}
    if is_known(request, etag):
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type="image/jpeg", headers=headers)


def kept_for(desk: Desk, sha256: str) -> str:
    """Say how long this visitor's browser may keep a picture. Raises Forbidden: it is closed.

    Where pictures are open to those who ask for them only, a browser asks again each time, so
    that a choice taken back holds at once.
    """
    if not desk.visit.viewer.files_depend:
        return FOREVER
    with desk.bench.db.read() as tx:
        is_nsfw = ratings.image_is_nsfw(tx, sha256)
    if is_nsfw and not desk.may(Road.FILE).nsfw:
        raise Forbidden(CLOSED)
    return ASK_AGAIN if is_nsfw else FOREVER


def lasting(response: Response, lasts: str) -> Response:
    """Let a browser keep this no longer than it may."""
    if lasts != FOREVER:
        response.headers["cache-control"] = lasts
    return response


def whole(request: Request, bench: Workbench, image: Image) -> Response:
    """Send an original to be looked at; the small picture of it when its file is gone."""
    if not is_gone(bench, image):
        return send(request, bench, image, headers_of(image))
    response = small(request, bench, image.sha256, "s")
    response.headers["cache-control"] = ASK_AGAIN
    return response


def is_gone(bench: Workbench, image: Image) -> bool:
    """Say whether a file that was only referred to is no longer where it was."""
    if image.kept is not Kept.REFERENCE:
        return False
    try:
        with derived.at_hand(bench, image):
            return False
    except NotFound:
        return True


def screen_url(image: Image, name: str = "auto") -> str:
    """Return the address of what the page of a work shows: sharp, but no more than a screen.

    `name` is how somebody chose pictures to be.
    """
    if name != "auto":
        return looks.picture_url(image.sha256, name)
    if image.frames == 1 and has_screen(image):
        return f"/thumb/{image.sha256}/l.webp"
    return f"/screen/{image.sha256}"


def has_screen(image: Image) -> bool:
    """Say whether a screen-sized picture was made, because the original would not do."""
    return thumbs.needs_screen(image.media_type, image.width, image.height, image.size_bytes)


def known(bench: Workbench, sha256: str) -> Image:
    """Return the image with this digest. Raises NotFound, also for what is no digest."""
    if not SHA256.fullmatch(sha256):
        raise NotFound(text("no picture by that name in this library"))
    with bench.db.read() as tx:
        return images.get(tx, sha256)


def small(request: Request, bench: Workbench, sha256: str, size: str) -> Response:
    """Send a picture that was made from another."""
    headers = {
        "etag": f'"{sha256}-{size}"',
        "cache-control": FOREVER,
        "content-security-policy": POLICY,
    }
    if is_known(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    if size == thumbs.MOVING:
        path = derived.moving(bench, sha256)
        return FileResponse(path, media_type="image/webp", headers=headers)
    # a page asks for dozens: to read one here is quicker than to have it read bit by bit
    content = derived.thumb(bench, sha256, size).read_bytes()
    return Response(content, media_type="image/webp", headers=headers)


def headers_of(image: Image) -> dict[str, str]:
    """Return what is said about an original, whichever part of it is sent."""
    return {
        "etag": f'"{image.sha256}"',
        "cache-control": ASK_AGAIN if image.kept is Kept.REFERENCE else FOREVER,
        "content-type": image.media_type,
        "content-security-policy": POLICY,
        "accept-ranges": "bytes",
    }


def send(request: Request, bench: Workbench, image: Image, headers: dict[str, str]) -> Response:
    """Send an original, whole or the part that was asked for."""
    if is_known(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    part = part_of(request.headers, image.size_bytes, headers["etag"])
    if part is None:
        refused = {**headers, "content-range": f"bytes */{image.size_bytes}"}
        return Response(status_code=416, headers=refused)
    headers["content-length"] = str(part.length)
    if part.is_asked:
        headers["content-range"] = f"bytes {part.start}-{part.end - 1}/{image.size_bytes}"
    status = 206 if part.is_asked else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(chunks(bench, image, part), status_code=status, headers=headers)


def chunks(bench: Workbench, image: Image, part: Part) -> Iterator[bytes]:
    """Return the bytes of a part, bit by bit. Raises NotFound before the first one."""
    if image.kept is not Kept.REFERENCE:
        return bench.blobs.reader(image.sha256, part.start, part.length)
    with derived.at_hand(bench, image) as path:
        return chunks_of_file(path, part)


def chunks_of_file(path: Path, part: Part) -> Iterator[bytes]:
    """Yield the bytes of a part of a file."""
    left = part.length
    with path.open("rb") as file:
        file.seek(part.start)
        while left and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def is_known(request: Request, etag: str) -> bool:
    """Say whether the browser has these bytes already."""
    said = request.headers.get("if-none-match", "")
    return etag in {one.strip().removeprefix("W/") for one in said.split(",")}
