"""A little of DeviantArt's own pages: a work's, and how it is told to other sites (oEmbed)."""

import json
import re
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.deviantart import app, files, works
from artkeep.fakes.deviantart.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication

NUMBERED = re.compile(r"(?P<user>[\w-]+)/(?:art|journal)/(?:.*-)?(?P<number>\d+)", re.DOTALL)
BARE = re.compile(r"(?:deviation|view)/(?P<number>\d+)/?")
STASHED = re.compile(r"stash/0(?P<short>[0-9a-z]+)")
NOT_THERE = "<!DOCTYPE html><title>DeviantArt: 404</title><h1>Llama Not Found</h1>"
TELLER_LIMIT = "2.0"


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what a browser, or another site, would ask for."""

    def page(request: Request) -> Response:
        path = request.path_params["path"]
        with stage.lock:
            refused = app.in_the_way(stage)
            if refused is not None:
                return refused
            bare = BARE.fullmatch(path)
            if bare is not None and _alive(stage, bare["number"]) is not None:
                return _onward(stage, bare["number"])
            return _page(stage, _asked_for(stage, path), request)

    def oembed(request: Request) -> Response:
        with stage.lock:
            refused = app.in_the_way(stage)
            if refused is not None:
                return refused
            return _oembed(stage, request.query_params.get("url", ""))

    return [
        Route("/deviantart/backend/oembed", oembed),
        Route("/deviantart/web/{path:path}", page),
    ]


def _alive(stage: Stage, number: str) -> Publication | None:
    post = stage.world.post(SITE, number)
    is_gone = post is None or stage.world.fate(SITE, post.id) == "deleted"
    return None if is_gone else post


def _asked_for(stage: Stage, path: str) -> Publication | None:
    numbered, stashed = NUMBERED.fullmatch(path), STASHED.fullmatch(path)
    if stashed is not None:
        return _alive(stage, str(int(stashed["short"], 36)))
    return _alive(stage, numbered["number"]) if numbered is not None else None


def _onward(stage: Stage, number: str) -> Response:
    """Lead from a bare number to the address with everything in it."""
    post = stage.world.post(SITE, number)
    assert post is not None
    path = post.url.removeprefix("https://www.deviantart.com")
    return RedirectResponse(stage.address(SITE, "web") + path, 301)


def _page(stage: Stage, post: Publication | None, request: Request) -> Response:
    if post is None:
        return HTMLResponse(NOT_THERE, 404)
    title, is_changed = escape(post.title), stage.moods.of(SITE) == "changed"
    link = "" if is_changed else APP_LINK.format(id=post.uuid)
    is_signed_in = "auth=" in request.headers.get("cookie", "")
    state = "" if is_changed else STATE.format(text=_escaped(_state(stage, post, is_signed_in)))
    return HTMLResponse(PAGE.format(title=title, link=link, state=state))


def _state(stage: Stage, post: Publication, is_signed_in: bool) -> dict[str, Any]:  # noqa: FBT001 - it is one fact
    is_blurred = works.is_mature(post) and not is_signed_in
    return {
        "@@entities": {
            "deviation": {
                post.id: {
                    "deviationId": int(post.id),
                    "type": "image",
                    "title": post.title,
                    "isMature": works.is_mature(post),
                    "isAiGenerated": post.is_ai,
                    "publishedTime": post.published_at.isoformat(),
                    "media": files.media(stage, post, 0, is_blurred=is_blurred),
                }
            },
            "deviationExtended": {
                post.id: {
                    "deviationUuid": post.uuid,
                    "additionalMedia": _further(stage, post, is_blurred=is_blurred),
                    "tags": [{"name": tag.name} for tag in post.tags],
                }
            },
        },
        "@@config": {"mode": "browse"},
    }


def _further(stage: Stage, post: Publication, *, is_blurred: bool) -> list[dict[str, Any]] | None:
    """Return the further pictures, the last one first: their places say in which order they are."""
    found = [
        {
            "fileId": int(post.id) + page,
            "filename": f"page {page + 1}.{post.pages[page].ending}",
            "position": page,
            "type": "image",
            "media": files.media(stage, post, page, is_blurred=is_blurred),
            "size": {"total": 0},
        }
        for page in range(1, len(post.pages))
    ]
    return found or None


def _escaped(state: Any) -> str:
    """Write JSON as it stands in a JavaScript string."""
    plain = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
    quoted = plain.replace("\\", "\\\\").replace('"', '\\"').replace("'", "\\'")
    return quoted.replace("</", "<\\/")


def _oembed(stage: Stage, address: str) -> Response:
    found = re.search(r"(\d+)/?$", address)
    post = _alive(stage, found[1]) if found else None
    if post is None:
        return JSONResponse({"error": "404 Not Found"}, 404)
    shown = files.sizes(stage, post, is_blurred=works.is_mature(post))["content"]
    user = f"https://www.deviantart.com/{post.account.handle}"
    return JSONResponse(
        {
            "version": "1.0",
            "type": "photo",
            "title": post.title,
            "url": shown["src"],
            "author_name": post.account.handle,
            "author_url": user,
            "provider_name": "DeviantArt",
            "provider_url": "https://www.deviantart.com",
            "safety": "adult" if works.is_mature(post) else "nonadult",
            "pubdate": post.published_at.astimezone(works.CALIFORNIA).isoformat(),
            "width": shown["width"],
            "height": shown["height"],
        }
    )


PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} on DeviantArt</title>{link}</head>
<body><main><h1>{title}</h1></main>{state}</body></html>"""
APP_LINK = '<meta property="da:appurl" content="DeviantArt://deviation/{id}">'
STATE = '<script>window.__INITIAL_STATE__ = JSON.parse("{text}");\n</script>'
