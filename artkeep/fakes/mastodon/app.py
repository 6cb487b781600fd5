"""What a home of Mastodon answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.mastodon import memory, records
from artkeep.fakes.mastodon.memory import SITE
from artkeep.fakes.stage import Stage
from artkeep.fakes.world import Publication

CHALLENGE = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>'
)
MOST = 40
REPEATED = 5  # after so many posts an account repeats the fox
FIRST_FAVOURITE, STEP = 88_000_117, 3  # numbers that nobody else ever sees


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a home. `who` is signed in there, "" for a stranger."""

    stage: Stage
    home: str
    path: dict[str, str]
    query: dict[str, str]
    who: str
    address: str  # where the question went, without its query

    @property
    def is_empty(self) -> bool:
        """Whether this home tells strangers nothing."""
        return self.home in memory.of(self.stage).secure and not self.who


Call = Callable[[Asked], Response]
Entry = tuple[str, dict[str, Any]]  # a number to go on from, and what stands there


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what a home is asked."""
    base = "/mastodon/base/{home}"
    return [
        *(Route(f"{base}/api/v1{path}", _asked(stage, call)) for path, call in CALLS.items()),
        Route(f"{base}/.well-known/webfinger", _asked(stage, _webfinger)),
        Route(f"{base}/objects/{{uuid}}", _asked(stage, _object)),
        Route(f"{base}/notice/{{number}}", _asked(stage, _page)),
    ]


def _asked(stage: Stage, call: Call) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        home = request.path_params["home"]
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        with stage.lock:
            refused = _in_the_way(stage, home, token)
            if refused is not None:
                return refused
            path = {name: str(value) for name, value in request.path_params.items()}
            below = request.url.path.partition(f"/{home}")[2]
            who = stage.world.collector.handles[SITE].id if token else ""
            query = dict(request.query_params)
            return call(Asked(stage, home, path, query, who, f"https://{home}{below}"))

    return answer


def _in_the_way(stage: Stage, home: str, token: str) -> Response | None:
    """Return the answer of a home in a bad mood, of none, or to a token that does not hold."""
    mood = stage.moods.of(SITE)
    if mood == "blocked":
        return HTMLResponse(CHALLENGE)
    if mood == "busy":
        reset = records.time(stage.now() + timedelta(minutes=3))
        told = {"limit": "300", "remaining": "0", "reset": reset}
        headers = {f"x-ratelimit-{name}": value for name, value in told.items()}
        return _error("Too many requests", 429, headers)
    if home not in (*memory.HOMES, memory.VANITY):
        return HTMLResponse("<h1>404 Not Found</h1>", 404)
    if token and (mood == "expired" or token != memory.TOKEN or home != memory.HOMES[0]):
        return _error("The access token is invalid", 401)
    return None


def _error(words: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": words}, status, headers)


def _missing() -> Response:
    return _error("Record not found", 404)


def _strangers() -> Response:
    return _error("This method requires an authenticated user", 401)


def _status(asked: Asked) -> Response:
    post = memory.post_of(asked.stage, asked.home, asked.path["number"])
    if asked.is_empty:
        return _strangers()
    if post is None or not memory.is_shown(asked.stage, post):
        return _missing()
    return JSONResponse(records.status(asked.stage, asked.home, post))


def _lookup(asked: Asked) -> Response:
    handle = memory.named(asked.stage, asked.home, asked.query.get("acct", ""))
    if handle is None or asked.home == memory.VANITY:
        return _missing()
    asked.path["number"] = memory.number_of(asked.home, handle)
    return _account(asked)


def _account(asked: Asked) -> Response:
    handle = memory.numbered(asked.stage, asked.home, asked.path["number"])
    if asked.is_empty:
        return _strangers()
    if handle is None:
        return _missing()
    if handle.id in memory.of(asked.stage).suspended:
        return _error("Gone", 410)
    return JSONResponse(records.account(asked.stage, asked.home, handle))


def _credentials(asked: Asked) -> Response:
    if not asked.who:
        return _strangers()
    handle, _ = memory.people(asked.stage)[asked.who]
    return JSONResponse(records.account(asked.stage, asked.home, handle))


def _statuses(asked: Asked) -> Response:
    handle = memory.numbered(asked.stage, asked.home, asked.path["number"])
    if asked.is_empty:
        return _strangers()
    if handle is None:
        return _missing()
    if handle.id in memory.of(asked.stage).suspended:
        return _error("Gone", 410)
    only_media, tag = _is_true(asked, "only_media"), asked.query.get("tagged")
    shown = [
        post
        for post in asked.stage.world.of(SITE, handle.id)
        if memory.is_shown(asked.stage, post)
        and (post.pages or not only_media)
        and (tag is None or tag.lower() in {one.name.lower() for one in post.tags})
    ]
    entries = [_entry(asked, post) for post in shown]
    if shown and not _is_true(asked, "exclude_reblogs"):
        fox = asked.stage.world.fox(SITE)
        repeated = records.boost(asked.stage, asked.home, handle, fox)
        entries[REPEATED:REPEATED] = [(entries[:REPEATED][-1][0], repeated)]
    return _paged(asked, entries)


def _is_true(asked: Asked, name: str) -> bool:
    """Read a word as Rails does: `1`, `true` and most else."""
    return asked.query.get(name, "").lower() not in {"", "0", "f", "false", "off"}


def _entry(asked: Asked, post: Publication) -> Entry:
    told = records.status(asked.stage, asked.home, post)
    return told["id"], told


def _favourites(asked: Asked) -> Response:
    return _own(asked, "favourites")


def _bookmarks(asked: Asked) -> Response:
    return _own(asked, "bookmarks")


def _own(asked: Asked, kind: str) -> Response:
    if not asked.who:
        return _strangers()
    held = [asked.stage.world.post(SITE, one) for one in asked.stage.world.lists(SITE)[kind]]
    entries = [
        (str(FIRST_FAVOURITE - STEP * place), records.status(asked.stage, asked.home, post))
        for place, post in enumerate(held)
        if post is not None and memory.is_shown(asked.stage, post)
    ]
    return _paged(asked, entries)


def _paged(asked: Asked, entries: Sequence[Entry]) -> Response:
    """Return one part; a full one names the next in a header, be there something or not."""
    limit, before = asked.query.get("limit", "20"), asked.query.get("max_id")
    size = min(int(limit), MOST) if limit.isdecimal() else 20
    page = [one for one in entries if before is None or int(one[0]) < int(before)][:size]
    names = {name: value for name, value in asked.query.items() if name not in {"max_id", "min_id"}}
    links = []
    if len(page) == size:
        links.append((urlencode({**names, "max_id": page[-1][0]}), "next"))
    if page:
        links.append((urlencode({**names, "min_id": page[0][0]}), "prev"))
    told = ", ".join(f'<{asked.address}?{query}>; rel="{name}"' for query, name in links)
    return JSONResponse([status for _, status in page], 200, {"link": told} if told else None)


def _webfinger(asked: Asked) -> Response:
    acct = asked.query.get("resource", "").removeprefix("acct:")
    is_vanity = acct == f"me@{memory.VANITY}" and asked.home == memory.VANITY
    name = "mika@art.example" if is_vanity else acct
    handle = memory.named(asked.stage, asked.home, name)
    if handle is None or not (is_vanity or handle.handle.endswith(f"@{asked.home}")):
        return Response(status_code=404)
    told = records.account(asked.stage, handle.id.partition("/")[0], handle)
    page = {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html"}
    links = [
        {**page, "href": told["url"]},
        {"rel": "self", "type": "application/activity+json", "href": told["uri"]},
    ]
    return JSONResponse({"subject": f"acct:{handle.handle}", "links": links})


def _object(asked: Asked) -> Response:
    found = (
        post
        for post in asked.stage.world.on(SITE)
        if post.place == asked.home and memory.object_of(post) == asked.path["uuid"]
    )
    post = next(found, None)
    if post is None or not memory.is_shown(asked.stage, post):
        return HTMLResponse("<h1>Not found</h1>", 404)
    base = f"{asked.stage.address(SITE, 'base')}/{asked.home}"
    return RedirectResponse(f"{base}/notice/{post.own_id}", 302)


def _page(asked: Asked) -> Response:
    return HTMLResponse(f"<!DOCTYPE html><title>{asked.path['number']}</title><div id=app></div>")


CALLS: dict[str, Call] = {
    "/accounts/lookup": _lookup,
    "/accounts/verify_credentials": _credentials,
    "/accounts/{number}": _account,
    "/accounts/{number}/statuses": _statuses,
    "/bookmarks": _bookmarks,
    "/favourites": _favourites,
    "/statuses/{number}": _status,
}
