"""Where a work's files lie, what is made of them, and the tokens that open them for a while."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from artkeep.fakes import world_ids
from artkeep.fakes.deviantart.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Picture, Publication

LASTS = timedelta(minutes=20)
BLUR = 30
HEADER = base64.urlsafe_b64encode(b'{"typ":"JWT","alg":"HS256"}').rstrip(b"=").decode()
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
DOWNLOAD, MADE = "urn:service:file.download", "urn:service:image.operations"
ONLY_SMALLER = 8  # of every ten works, the one whose original nobody is given


def is_downloadable(post: Publication) -> bool:
    """Whether its artist gives the original away; everybody else is shown a smaller one then."""
    return post.kind == "still" and post.work.index % 3 == 0


def base36(number: int) -> str:
    """Write a number with 36 digits."""
    rest, digit = divmod(number, 36)
    return (base36(rest) if rest else "") + DIGITS[digit]


def path_of(post: Publication, page: int) -> str:
    """Return where a file lies: `f/<user>/d<number>-<file>.<ending>`; a new file, a new place."""
    picture = post.pages[page]
    file = world_ids.uuid(f"file {post.id} {page} {picture.change}").lower()
    user, number = post.account.id.lower(), base36(int(post.id))
    return f"f/{user}/d{number}-{file}.{picture.ending}"


def pretty_name(post: Publication) -> str:
    """Return how the file of a work is called when somebody saves it."""
    title = world_ids.slug(post.title).lower().replace("-", "_")
    by = post.account.handle.replace("-", "_")
    return f"{title}_by_{by}_d{base36(int(post.id))}"


def sizes(stage: Stage, post: Publication, *, is_blurred: bool) -> dict[str, Any]:
    """Return `content` and `preview`."""
    picture = post.pages[0]
    longest = max(picture.width, picture.height)
    preview = _made(stage, post, Cut(longest // 2, "pre", is_blurred=is_blurred))
    is_whole = not is_downloadable(post) and post.work.index % 10 != ONLY_SMALLER
    if is_blurred or not (is_whole or picture.is_moving):
        content = _made(stage, post, Cut(longest * 3 // 4, "fullview", is_blurred=is_blurred))
    else:
        content = _size(original(stage, post, 0), picture)
    return {
        "content": {**content, "filesize": picture.width * picture.height // 5},
        "preview": preview,
    }


def thumbs(stage: Stage, post: Publication) -> list[dict[str, Any]]:
    """Return the three small ones."""
    blurred = post.rating != "general"
    return [
        _made(stage, post, Cut(longest, name, is_blurred=blurred))
        for longest, name in ((150, "150"), (200, "200h"), (300, "300w"))
    ]


@dataclass(frozen=True)
class Cut:
    """What is made of a file: how large at most, how it is called, whether it can be seen."""

    longest_px: int
    name: str
    is_blurred: bool = False

    def of(self, picture: Picture, pretty: str) -> str:
        """Return the end of an address: `/v1/fill/w_300,h_400,q_80,strp/fox-300w.jpg`."""
        small = picture.smaller(self.longest_px)
        blur = f",blur_{BLUR}" if self.is_blurred else ""
        return f"/v1/fill/w_{small.width},h_{small.height}{blur},q_80,strp/{pretty}-{self.name}.jpg"


def _made(stage: Stage, post: Publication, cut: Cut) -> dict[str, Any]:
    picture = post.pages[0]
    path, small = path_of(post, 0), picture.smaller(cut.longest_px)
    signed = token(stage, path, MADE, small, is_blurred=cut.is_blurred)
    address = f"{stage.address(SITE, 'pictures')}/{path}{cut.of(picture, pretty_name(post))}"
    return _size(f"{address}?token={signed}", small)


def _size(address: str, picture: Picture) -> dict[str, Any]:
    return {
        "src": address,
        "height": picture.height,
        "width": picture.width,
        "transparency": False,
    }


def original(stage: Stage, post: Publication, page: int) -> str:
    """Return the address of a file as it was uploaded."""
    path = path_of(post, page)
    signed = token(stage, path, DOWNLOAD, post.pages[page])
    return f"{stage.address(SITE, 'pictures')}/{path}?token={signed}"


def media(stage: Stage, post: Publication, page: int, *, is_blurred: bool) -> dict[str, Any]:
    """Return a picture as the pages tell of it."""
    picture, path, pretty = post.pages[page], path_of(post, page), f"{pretty_name(post)}_{page}"
    cut = Cut(max(picture.width, picture.height) * 3 // 4, "fullview", is_blurred=is_blurred)
    small = picture.smaller(cut.longest_px)
    tokens = [token(stage, path, MADE, small, is_blurred=is_blurred)]
    if not is_blurred:
        tokens.append(token(stage, path, DOWNLOAD, picture))
    full = {
        "t": "fullview",
        "c": cut.of(picture, "<prettyName>"),
        "w": small.width,
        "h": small.height,
    }
    return {
        "baseUri": f"{stage.address(SITE, 'pictures')}/{path}",
        "prettyName": pretty,
        "token": tokens,
        "types": [{"t": "150", "c": "/v1/fit/w_150,h_150/<prettyName>-150.jpg", "w": 150}, full],
    }


def token(
    stage: Stage, path: str, service: str, limit: Picture, *, is_blurred: bool = False
) -> str:
    """Sign that this file may be had, in this size or smaller, for some minutes."""
    said = {
        "path": f"/{path}",
        "width": limit.width,
        "height": limit.height,
        "blur": is_blurred,
        "aud": service,
        "exp": int((stage.now() + LASTS).timestamp()),
    }
    payload = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()
    return f"{HEADER}.{payload}.{_signature(payload)}"


def said_by(stage: Stage, signed: str) -> dict[str, Any]:
    """Read a token; nothing when it is forged or over."""
    parts = signed.split(".")
    if len(parts) != 3 or parts[2] != _signature(parts[1]):  # noqa: PLR2004 - header, payload, signature
        return {}
    said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(parts[1] + "=="))
    return said if said["exp"] > stage.now().timestamp() else {}


def _signature(payload: str) -> str:
    return hashlib.sha256(f"wixmp, as played here {payload}".encode()).hexdigest()[:24]
