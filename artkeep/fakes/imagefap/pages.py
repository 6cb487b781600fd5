"""The pages of imagefap."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.artists import Handle
from artkeep.fakes.imagefap import lists, markup, memory
from artkeep.fakes.imagefap.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Folder, Publication

BASE = "/imagefap/base"
CHECK = "human-verification"

Call = Callable[[Stage, Request], Response]


def routes(stage: Stage) -> list[BaseRoute]:
    """Return the pages, and the human check that is shown in their place."""

    def check(_: Request) -> Response:
        return HTMLResponse(markup.HUMAN)

    return [
        Route(f"{BASE}/{CHECK}", check),
        *(Route(f"{BASE}{path}", _called(stage, call)) for path, call in CALLS.items()),
    ]


def _called(stage: Stage, call: Call) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        mood = stage.moods.of(SITE)
        if mood == "busy":
            return HTMLResponse("Too Many Requests", 429, {"retry-after": "300"})
        if mood == "blocked":
            return _sent_on(request, CHECK)
        return call(stage, request)

    return answer


def _sent_on(request: Request, to: str) -> Response:
    """Send on to a page of ours by a way that is right under any host and path before it."""
    depth = request.url.path.removeprefix(f"{BASE}/").count("/")
    return RedirectResponse("../" * depth + to, 302)


def _profile(stage: Stage, request: Request) -> Response:  # noqa: ARG001  as its like
    asked = request.path_params.get("name") or request.query_params.get("user", "")
    owner = memory.user(asked)
    if owner is None or owner.id == asked:
        return HTMLResponse(markup.whole("Profile", "This user does not exist."), 404)
    return HTMLResponse(markup.profile(owner))


def _favourites(stage: Stage, request: Request) -> Response:
    owner = memory.user(request.query_params.get("userid", ""))
    at = _at(request)
    if owner is None:
        return HTMLResponse(markup.whole("Favorites", "This user does not exist."), 404)
    mine = (
        lists.favourites(stage)
        if owner.handle == stage.world.collector.handles[SITE].handle
        else ()
    )
    wanted = request.query_params.get("folderid")
    folder = next((folder for folder in mine if folder.id == wanted), None)
    if folder is not None:
        return HTMLResponse(_folder(stage, owner, folder, at))
    shown, pages = lists.page_of(mine, at, lists.FOLDERS_ON_A_PAGE)
    is_known = _signed_in(stage, request)
    return HTMLResponse(markup.folders(owner, shown, at, pages, signed_in=is_known))


def _folder(stage: Stage, owner: Handle, folder: Folder, at: int) -> str:
    query = f"userid={owner.id}&folderid={folder.id}&"
    if folder.id in memory.of(stage).locked:
        return markup.locked(owner, folder)
    if folder.kind == "galleries":
        galleries, pages = lists.liked(stage, folder.id, at)
        return markup.liked(owner, folder, galleries, markup.pager(at, pages, query))
    posts, pages = lists.in_folder(stage, folder.id, at)
    return markup.pictures(stage, owner, folder, posts, markup.pager(at, pages, query))


def _gallery(stage: Stage, request: Request) -> Response:
    asked = request.path_params.get("gallery") or request.query_params.get("gid", "")
    own = lists.gallery(stage, asked)
    if own is None:
        return HTMLResponse(markup.NO_GALLERY)
    at = _at(request)
    shown, pages = lists.page_of(own.posts, at, lists.GALLERY_PAGE)
    return HTMLResponse(markup.gallery(stage, own, shown, at, pages))


def _photo(stage: Stage, request: Request) -> Response:
    post = stage.world.post(SITE, request.path_params["photo"])
    if post is None:
        return HTMLResponse(markup.whole("404", "Not found"), 404)
    fate = stage.world.fate(SITE, post.id)
    if fate == "deleted":
        return _gone(post)
    if fate == "private":
        return HTMLResponse(markup.MEMBERS)
    if request.query_params.get("partial") == "true":
        return _window(stage, request)
    assert post.series is not None
    home = lists.gallery(stage, request.query_params.get("gid", "")) or lists.gallery(
        stage, post.series.id
    )
    assert home is not None
    return HTMLResponse(markup.photo(stage, home, post))


def _gone(post: Publication) -> Response:
    """Say that a picture is no more, in one of the three ways of the site."""
    match int(post.id) % 3:
        case 0:
            return HTMLResponse(markup.whole("404", "Not found"), 404)
        case 1:
            return HTMLResponse(markup.MISSING)
        case _:
            empty = '<input type="hidden" id="imageid_input" value="">'
            return HTMLResponse(markup.whole(" Porn Pic From ", empty))


def _window(stage: Stage, request: Request) -> Response:
    own = lists.gallery(stage, request.query_params.get("gid", ""))
    start = _number(request.query_params.get("idx", ""))
    shown = own.posts[start : start + markup.STRIP] if own else ()
    return HTMLResponse(markup.strip(stage, shown))


def _own_galleries(stage: Stage, request: Request) -> Response:
    """Show a user's folders or one of them; the address with a number leads to that by name."""
    query = request.query_params
    asked = request.path_params.get("name") or query.get("userid") or query.get("user", "")
    owner = memory.user(asked)
    if owner is None:
        return HTMLResponse(markup.whole("Galleries", "This user does not exist."), 404)
    folder = query.get("folderid", "0")
    if folder != "0":
        return HTMLResponse(_organized(stage, owner, folder, _at(request)))
    if "name" not in request.path_params:
        return _sent_on(request, f"profile/{owner.handle}/galleries")
    named = [(own, _named(own)) for own in lists.folders(owner)]
    return HTMLResponse(markup.own_folders(owner, named if _at(request) == 0 else ()))


def _organizer(stage: Stage, request: Request) -> Response:
    folder = request.path_params["folder"]
    owner = lists.owner_of(folder)
    if owner is None:
        return HTMLResponse(markup.whole("404", "Not found"), 404)
    return HTMLResponse(_organized(stage, owner, folder, _at(request)))


def _organized(stage: Stage, owner: Handle, folder: str, at: int) -> str:
    shown, _ = lists.galleries(stage, owner, folder, at)
    return markup.organizer(owner, folder, _named(folder), shown, at)


def _named(folder: str) -> str:
    return "Uncategorized" if folder == lists.NO_FOLDER else "Scans & more"


def _signed_in(stage: Stage, request: Request) -> bool:
    is_valid = stage.moods.of(SITE) != "expired"
    return is_valid and memory.SESSION in request.headers.get("cookie", "").split("; ")


def _at(request: Request) -> int:
    return _number(request.query_params.get("page", ""))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


CALLS: dict[str, Call] = {
    "/profile.php": _profile,
    "/profile/{name}": _profile,
    "/profile/{name}/galleries": _own_galleries,
    "/usergallery.php": _own_galleries,
    "/showfavorites.php": _favourites,
    "/organizer/{folder}": _organizer,
    "/organizer/{folder}/": _organizer,
    "/organizer/{folder}/{slug}": _organizer,
    "/gallery.php": _gallery,
    "/gallery/{gallery}": _gallery,
    "/pictures/{gallery}/{slug}": _gallery,
    "/photo/{photo}": _photo,
    "/photo/{photo}/": _photo,
}
