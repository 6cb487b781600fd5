"""The route table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from artkeep.errors import SignInNeeded
from artkeep.web import (
    activity,
    admin,
    artists,
    asking,
    collect,
    display,
    explore,
    explorer,
    exports,
    feeds,
    files,
    gone,
    login,
    opds,
    opds_pages,
    reader,
    saved,
    security,
    sign_in,
    similar,
    sources,
    taking,
    trash,
    visiting,
    work,
)
from artkeep.web import settings as settings_page
from artkeep.web.api import health, pictures, runs, search, searches, works
from artkeep.web.api import similar as api_similar
from artkeep.web.desk import AtDesk, Form

DOOR = frozenset({"/sign-in", "/sign-out", "/healthz"})  # where nobody has to sign in


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table. `shows`: a page, bytes of a picture, or JSON for scripts.

    `by`: who may send it, where it is a POST: the owner; or any visitor, since it changes nothing
    but what is their own.
    """

    method: Literal["GET", "POST"]
    path: str
    endpoint: Callable[..., Any]
    shows: Literal["page", "bytes", "json"] = "page"
    by: Literal["owner", "visitor"] = "owner"


ROUTES = (
    Route("GET", "/", explore.show_gallery),
    Route("GET", "/search/part", explore.change_part),
    Route("GET", "/artworks/{artwork_id}", work.show_work),
    Route("GET", "/artworks/{artwork_id}/alike", work.show_alike),
    Route("GET", "/artworks/{artwork_id}/read", reader.show_reader),
    Route("POST", "/artworks/{artwork_id}/read", reader.keep_place, by="visitor"),
    Route("GET", "/artworks/{artwork_id}/zip", exports.work_zip, "bytes"),
    Route("GET", "/artworks/{artwork_id}/cbz", exports.work_cbz, "bytes"),
    Route("GET", "/artworks/{artwork_id}/pdf", exports.work_pdf, "bytes"),
    Route("GET", "/artworks/{artwork_id}/meta", exports.work_meta, "bytes"),
    Route("GET", "/export", exports.export, "bytes"),
    Route("GET", "/opds", opds.show_start, "bytes"),
    Route("GET", "/opds/search.xml", opds.show_search, "bytes"),
    Route("GET", "/opds/works", opds.show_works, "bytes"),
    Route("GET", "/opds/artists", opds.show_artists, "bytes"),
    Route("GET", "/opds/lists", opds.show_lists, "bytes"),
    Route("GET", "/opds/searches", opds.show_searches, "bytes"),
    Route("GET", "/opds/searches/{search_id}", opds.show_kept, "bytes"),
    Route("GET", "/opds/page/{artwork_id}/{number}", opds_pages.show_page, "bytes"),
    Route("GET", "/feed", feeds.show_feed, "bytes"),
    Route("GET", "/searches/{search_id}/feed", feeds.show_kept, "bytes"),
    Route("GET", "/slideshow", reader.show_slideshow),
    Route("GET", "/artists", artists.show_artists),
    Route("GET", "/artists/{person_id}", artists.show_artist),
    Route("POST", "/artists/{person_id}/join", artists.join),
    Route("POST", "/artists/{person_id}/accounts/{account_id}/out", artists.take_out),
    Route("POST", "/searches", saved.save),
    Route("POST", "/searches/{search_id}/rename", saved.rename),
    Route("POST", "/searches/{search_id}/remove", saved.remove),
    Route("GET", "/add", collect.show_add),
    Route("POST", "/add", collect.add_folder),
    Route("GET", "/similar", similar.show_similar),
    Route("POST", "/similar", similar.find, by="visitor"),
    Route("GET", "/sources", sources.show_sources),
    Route("POST", "/sources", sources.follow_address),
    Route("GET", "/sources/missing/{site}", sources.show_missing),
    Route("POST", "/sources/missing/{site}/again", sources.try_again),
    Route("POST", "/sources/site/{site}/pause", sources.pause_site),
    Route("POST", "/sources/site/{site}/go-on", sources.go_on_site),
    Route("POST", "/sources/{collection_id}/read", sources.read),
    Route("POST", "/sources/{collection_id}/pause", sources.pause),
    Route("POST", "/sources/{collection_id}/go-on", sources.go_on),
    Route("POST", "/sources/{collection_id}/schedule", sources.schedule),
    Route("POST", "/sources/{collection_id}/filter", sources.choose_filter),
    Route("POST", "/sources/{collection_id}/remove", sources.remove),
    Route("POST", "/sources/{collection_id}/follow", sources.follow_again),
    Route("GET", "/trash", trash.show_trash),
    Route("POST", "/trash/empty", trash.empty),
    Route("POST", "/artworks/{artwork_id}/trash", trash.throw_away),
    Route("POST", "/artworks/{artwork_id}/restore", trash.restore),
    Route("POST", "/artworks/{artwork_id}/never", trash.never_again),
    Route("POST", "/posts/{post_id}/welcome", trash.welcome),
    Route("GET", "/gone", gone.show_gone),
    Route("POST", "/gone/look", gone.look_again),
    Route("POST", "/posts/{post_id}/look", gone.look_at),
    Route("GET", "/login", login.show_accounts),
    Route("GET", "/login/{site}", login.show_login),
    Route("POST", "/login/{site}/code", login.with_code),
    Route("POST", "/login/{site}/key", login.with_key),
    Route("POST", "/login/{site}/out", login.sign_out),
    Route("GET", "/login/{site}/back", login.come_back),
    Route("GET", "/activity", activity.show_activity),
    Route("GET", "/activity/{run_id}", activity.show_run),
    Route("POST", "/activity/{run_id}/stop", activity.stop),
    Route("POST", "/activity/{run_id}/retry", activity.retry),
    Route("POST", "/activity/{run_id}/back", activity.take_back),
    Route("GET", "/activity/{run_id}/refused", activity.show_refused),
    Route("GET", "/settings", settings_page.show_settings),
    Route("POST", "/settings/theme", settings_page.choose_theme, by="visitor"),
    Route("POST", "/settings/language", settings_page.choose_language, by="visitor"),
    Route("GET", "/p/{number}", explorer.show_page),
    Route("GET", "/p/{number}/{image}/{ipp}/{order}", explorer.show_page_as),
    Route("GET", "/a/{work_id}", explorer.show_work),
    Route("GET", "/a/{work_id}/pixiv", explorer.at_pixiv),
    Route("GET", "/a/{work_id}/user-pixiv", explorer.artist_at_pixiv),
    Route("GET", "/a/{work_id}/meta", explorer.meta, "bytes"),
    Route("GET", "/a/{work_id}/zip", taking.work_zip, "bytes"),
    Route("GET", "/a/{work_id}/zip/{quality}", taking.work_zip_as, "bytes"),
    Route("GET", "/a/{work_id}/pdf", taking.work_pdf, "bytes"),
    Route("GET", "/a/{work_id}/pdf/{quality}", taking.work_pdf_as, "bytes"),
    Route("GET", "/a/{work_id}/delete", asking.about_deleting),
    Route("POST", "/a/{work_id}/delete", explorer.throw_away),
    Route("GET", "/a/{work_id}/{image}", explorer.show_work_as),
    Route("GET", "/i/{work_id}/{number}", explorer.picture, "bytes"),
    Route("GET", "/i/{work_id}/{number}/{quality}", explorer.picture_as, "bytes"),
    Route("GET", "/random", explorer.lead_anywhere),
    Route("GET", "/refresh", asking.about_refreshing),
    Route("POST", "/refresh", asking.refresh),
    Route("GET", "/display", display.show_display),
    Route("GET", "/display/home", display.show_display),
    Route("POST", "/display/home", display.choose_home, by="visitor"),
    Route("GET", "/display/artwork", display.show_display),
    Route("POST", "/display/artwork", display.choose_artwork, by="visitor"),
    Route("GET", "/display/artwork/{r}", display.show_display),
    Route("POST", "/display/artwork/{r}", display.choose_artwork, by="visitor"),
    Route("GET", "/display/nsfw/{mode}", asking.about_nsfw),
    Route("POST", "/display/nsfw/{mode}", display.choose_nsfw, by="visitor"),
    Route("POST", "/display/policy", display.choose_policy),
    Route("GET", "/admin", admin.show_admin),
    Route("POST", "/admin", admin.carry_out, by="visitor"),
    Route("GET", "/sign-in", sign_in.show_sign_in),
    Route("POST", "/sign-in", sign_in.sign_in, by="visitor"),
    Route("POST", "/sign-out", sign_in.sign_out, by="visitor"),
    Route("GET", "/image/{sha256}", files.original, "bytes"),
    Route("GET", "/image/{sha256}/{name}.jpg", files.quality, "bytes"),
    Route("GET", "/screen/{sha256}", files.screen, "bytes"),
    Route("GET", "/thumb/{sha256}/{size}.webp", files.thumb, "bytes"),
    Route("GET", "/healthz", health.health, "json"),
    Route("GET", "/api/frames/{sha256}", reader.list_frames, "json"),
    Route("GET", "/api/gallery", pictures.list_works, "json"),
    Route("POST", "/api/works", works.carry_out, "json"),
    Route("GET", "/api/searches", searches.list_searches, "json"),
    Route("POST", "/api/searches/{search_id}/seen", searches.see, "json"),
    Route("GET", "/api/search", search.find, "json"),
    Route("GET", "/api/search/count", search.count, "json"),
    Route("GET", "/api/suggest", search.suggest, "json"),
    Route("POST", "/api/pictures", pictures.add_picture, "json"),
    Route("POST", "/api/similar", api_similar.find, "json", by="visitor"),
    Route("GET", "/api/runs", runs.list_runs, "json"),
    Route("GET", "/api/runs/{run_id}", runs.show_run, "json"),
    Route("POST", "/api/runs/{run_id}/stop", runs.stop_run, "json"),
    Route("POST", "/api/runs/{run_id}/retry", runs.retry_run, "json"),
    Route("GET", "/api/runs/{run_id}/outcomes", runs.list_outcomes, "json"),
    Route("GET", "/api/activity/stream", runs.stream, "bytes"),
)
OF_VISITORS = frozenset(route.path for route in ROUTES if route.by == "visitor")


@cache
def made() -> Sequence[BaseRoute]:
    """Make what answers each line of the table, once: reading all signatures takes a while."""
    router = APIRouter(dependencies=[Depends(may_change)])
    for route in ROUTES:
        put(router, route)
    return router.routes


def put(router: APIRouter, route: Route) -> None:
    """Put one line of the table into the router."""
    if route.shows == "json":
        router.add_api_route(route.path, route.endpoint, methods=[route.method])
        return
    methods = ["GET", "HEAD"] if route.method == "GET" else ["POST"]
    router.add_api_route(
        route.path,
        route.endpoint,
        methods=methods,
        response_class=Response,
        response_model=None,
        include_in_schema=False,
    )


async def may_change(request: Request, desk: AtDesk, form: Form) -> None:
    """Stand before every route. Raises SignInNeeded, Forbidden."""
    path = request.scope["route"].path
    if desk.visit.is_closed and path not in DOOR:
        raise SignInNeeded(visiting.NAMED_ONLY)
    security.check(
        request, form, desk.secret, refusal=None if path in OF_VISITORS else desk.visit.refusal
    )
