"""A little of pixiv's own pages: short links, a user's page, and the API that they use."""

from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.pixiv import app, works
from artkeep.fakes.pixiv.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication

NOT_THERE = "<h1>The page you requested does not exist.</h1>"


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what a browser would ask for."""

    def short(request: Request) -> Response:
        for artist in stage.world.artists:
            own = artist.handles.get(SITE)
            if own is not None and own.handle == request.path_params["account"]:
                return RedirectResponse(f"{stage.address(SITE, 'web')}/users/{own.id}", 302)
        return HTMLResponse(NOT_THERE, 404)

    def user(request: Request) -> Response:
        found = app.who(stage, request.path_params["user"])
        if found is None:
            return HTMLResponse(NOT_THERE, 404)
        return HTMLResponse(f"<!DOCTYPE html><title>{escape(found[0].name)} - pixiv</title>")

    def illust(request: Request) -> Response:
        post = stage.world.post(SITE, request.path_params["work"])
        if post is None or works.limit_of(stage, post) not in {"", "sanity_level"}:
            return _envelope(None)
        kind = request.path_params.get("kind", "")
        return _envelope(PARTS[kind](stage, post) if kind in PARTS else None)

    return [
        Route("/pixiv/short/{account}", short),
        Route("/pixiv/web/users/{user}", user),
        Route("/pixiv/web/ajax/illust/{work}", illust),
        Route("/pixiv/web/ajax/illust/{work}/{kind}", illust),
    ]


def _envelope(body: Any) -> Response:
    """Answer as all of it does; an error has an empty list where the body was."""
    if body is None:
        answer = {"error": True, "message": "該当作品は削除されたか、存在しない作品IDです。"}
        return JSONResponse({**answer, "body": []}, 404)
    return JSONResponse({"error": False, "message": "", "body": body})


def _illust(stage: Stage, post: Publication) -> dict[str, Any]:
    tags = [
        {"tag": tag.name, "translation": {"en": tag.translated}}
        if tag.translated
        else {"tag": tag.name}
        for tag in post.tags
    ]
    return {
        "illustId": post.id,
        "id": post.id,
        "illustTitle": post.title,
        "illustComment": post.caption_html,
        "illustType": {"still": 0, "many": 1, "moving": 2}[post.kind],
        "createDate": post.published_at.isoformat(),
        "uploadDate": (post.edited_at or post.published_at).isoformat(),
        "restrict": 0,
        "xRestrict": 1 if post.rating == "explicit" else 0,
        "sl": works.SANITY[post.rating],
        "urls": {"original": works.original(stage, post, 0), **works.previews(stage, post, 0)},
        "tags": {"authorId": post.account.id, "tags": tags},
        "userId": post.account.id,
        "userName": post.account.name,
        "userAccount": post.account.handle,
        "pageCount": len(post.pages),
        "width": post.pages[0].width,
        "height": post.pages[0].height,
        "bookmarkCount": post.counts.favourites,
        "likeCount": post.counts.score,
        "commentCount": post.counts.comments,
        "viewCount": post.counts.views,
        "bookStyle": "0",
        "aiType": 2 if post.is_ai else 1,
        "bookmarkData": None,
        "seriesNavData": _series(post),
    }


def _series(post: Publication) -> dict[str, Any] | None:
    if post.series is None:
        return None
    own = post.series
    return {"seriesId": own.id, "title": own.title, "order": own.position, "seriesType": "manga"}


def _all_pages(stage: Stage, post: Publication) -> list[dict[str, Any]]:
    return [
        {
            "urls": {"original": works.original(stage, post, page)},
            "width": picture.width,
            "height": picture.height,
        }
        for page, picture in enumerate(post.pages)
    ]


def _frames(stage: Stage, post: Publication) -> dict[str, Any] | None:
    if post.kind != "moving":
        return None
    delays = enumerate(post.pages[0].delays)
    return {
        "src": works.zipped(stage, post),
        "originalSrc": works.zipped(stage, post, "1920x1080"),
        "mime_type": "image/jpeg",
        "frames": [{"file": f"{place:06}.jpg", "delay": delay} for place, delay in delays],
    }


PARTS = {"": _illust, "pages": _all_pages, "ugoira_meta": _frames}
