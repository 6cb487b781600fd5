"""What the servers answer where accounts are at home, and the directory that says which it is."""

import json
from collections.abc import Callable
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from artkeep.fakes.bluesky import memory, records, view
from artkeep.fakes.bluesky.memory import SITE
from artkeep.fakes.stage import Stage

MOST_RECORDS = 100
REFRESH = "com.atproto.server.refreshSession"

Call = Callable[[Stage, str, QueryParams], Response]


def routes(stage: Stage) -> list[BaseRoute]:
    """Return what the servers and the directory are asked."""

    def asked(request: Request) -> Response:
        with stage.lock:
            return view.in_the_way(stage) or _asked(stage, request)

    async def told(request: Request) -> Response:
        sent = await request.body()
        with stage.lock:
            return view.in_the_way(stage) or _told(stage, request, sent)

    def papers(request: Request) -> Response:
        with stage.lock:
            return view.in_the_way(stage) or _papers(stage, request.path_params["did"])

    return [
        Route("/bluesky/pds/{home}/xrpc/{method}", asked),
        Route("/bluesky/pds/{home}/xrpc/{method}", told, methods=["POST"]),
        Route("/bluesky/plc/{did}", papers),
    ]


def _asked(stage: Stage, request: Request) -> Response:
    method, host = request.path_params["method"], request.path_params["home"]
    if method in CALLS:
        return CALLS[method](stage, host, request.query_params)
    who = _signed_in(stage, request)
    if isinstance(who, Response):
        is_open = method == "com.atproto.identity.resolveHandle"
        return view.answer(stage, request, "") if is_open else who
    if method == "com.atproto.server.getSession":
        return JSONResponse(_account(stage, who))
    return view.answer(stage, request, who)


def _signed_in(stage: Stage, request: Request) -> str | Response:
    """Return the DID of whoever shows a token that holds."""
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not token:
        return view.error("AuthMissing", "Authentication Required", 401)
    until = memory.of(stage).access.get(token)
    if until is None:
        return view.error("InvalidToken", "Token could not be verified")
    if until <= stage.now() or stage.moods.of(SITE) == "expired":
        return view.error("ExpiredToken", "Token has expired")
    return stage.world.collector.handles[SITE].id


def _told(stage: Stage, request: Request, sent: bytes) -> Response:
    method, host = request.path_params["method"], request.path_params["home"]
    if method == "com.atproto.server.createSession":
        return _create(stage, host, json.loads(sent))
    if method == REFRESH:
        return _refresh(stage, request.headers.get("authorization", ""))
    return view.error("MethodNotImplemented", "Method Not Implemented", 501)


def _create(stage: Stage, host: str, sent: dict[str, str]) -> Response:
    own = stage.world.collector.handles[SITE]
    at_home = host in (memory.server_of(own.id), memory.ANY_SERVER)
    right = sent.get("identifier") in (own.id, own.handle)
    if not at_home or not right or sent.get("password") != memory.APP_PASSWORD:
        return view.error("AuthenticationRequired", "Invalid identifier or password", 401)
    if memory.of(stage).states.get(own.id) == "takendown":
        return view.error("AccountTakedown", "Account has been taken down", 401)
    return JSONResponse(_session(stage, own.id))


def _refresh(stage: Stage, shown: str) -> Response:
    known, token = memory.of(stage), shown.removeprefix("Bearer ")
    if stage.moods.of(SITE) == "expired" or token not in known.refresh:
        return view.error("ExpiredToken", "Token has been revoked")
    known.refresh.remove(token)
    return JSONResponse(_session(stage, stage.world.collector.handles[SITE].id))


def _session(stage: Stage, did: str) -> dict[str, Any]:
    access, refresh = memory.sign(stage, did)
    return {**_account(stage, did), "accessJwt": access, "refreshJwt": refresh}


def _account(stage: Stage, did: str) -> dict[str, Any]:
    own = stage.world.collector.handles[SITE]
    return {
        "did": did,
        "handle": own.handle,
        "didDoc": _document(stage, did),
        "email": "sample@example.org",
        "emailConfirmed": True,
        "emailAuthFactor": False,
        "active": True,
    }


def _papers(stage: Stage, did: str) -> Response:
    if memory.of(stage).states.get(did) == "deleted":
        return JSONResponse({"message": f"DID not available: {did}"}, 410)
    if did not in memory.people(stage):
        return JSONResponse({"message": f"DID not registered: {did}"}, 404)
    return JSONResponse(_document(stage, did))


def _document(stage: Stage, did: str) -> dict[str, Any]:
    handle, _ = memory.people(stage)[did]
    server = {
        "id": "#atproto_pds",
        "type": "AtprotoPersonalDataServer",
        "serviceEndpoint": f"https://{memory.server_of(did)}",
    }
    key = {
        "id": f"{did}#atproto",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": "zQ3shunBKsXixLxKtC5qeSG9E4J5RkGN57im31pcTzbNQnm5w",
    }
    return {
        "@context": ["https://www.w3.org/ns/did/v1"],
        "id": did,
        "alsoKnownAs": [f"at://{handle.handle}"],
        "verificationMethod": [key],
        "service": [server],
    }


def _is_here(stage: Stage, host: str, did: str) -> bool:
    known = did in memory.people(stage) and memory.server_of(did) == host
    return known and memory.of(stage).states.get(did) != "deleted"


def _status(stage: Stage, host: str, asked: QueryParams) -> Response:
    did = asked.get("did", "")
    if not _is_here(stage, host, did):
        return view.error("RepoNotFound", f"Could not find repo for DID: {did}")
    state = memory.of(stage).states.get(did)
    shown = {"active": False, "status": state} if state else {"active": True, "rev": "3mz3i3jp4a2"}
    return JSONResponse({"did": did, **shown})


def _records(stage: Stage, host: str, asked: QueryParams) -> Response:
    did, limit = asked.get("repo", ""), asked.get("limit", "50")
    if not _is_here(stage, host, did) or not memory.is_up(stage, did):
        return view.error("InvalidRequest", f"Could not find repo: {did}")
    if not limit.isdecimal() or int(limit) > MOST_RECORDS:
        return view.error("InvalidRequest", "Error: limit can not be greater than 100")
    is_likes = asked.get("collection") == "app.bsky.feed.like"
    mine = did == stage.world.collector.handles[SITE].id
    ids = stage.world.lists(SITE)["likes"] if is_likes and mine else ()
    likes = [records.like(stage, place, post) for place, post in enumerate(ids)]
    after = asked.get("cursor")
    older = [one for one in likes if after is None or _key(one) < after]
    page = older[: int(limit)]
    return JSONResponse({"records": page, **({"cursor": _key(page[-1])} if page else {})})


def _key(record: dict[str, Any]) -> str:
    return str(record["uri"]).rpartition("/")[2]


def _record(stage: Stage, host: str, asked: QueryParams) -> Response:
    did, key = asked.get("repo", ""), asked.get("rkey", "")
    uri = f"at://{did}/{asked.get('collection', '')}/{key}"
    post = memory.post_of(stage, uri)
    is_gone = post is None or stage.world.fate(SITE, post.id) == "deleted"
    if post is None or is_gone or not _is_here(stage, host, did):
        return view.error("RecordNotFound", f"Could not locate record: {uri}")
    told = {"uri": uri, "cid": records.cid(post.id), "value": records.record(stage, post)}
    return JSONResponse(told)


CALLS: dict[str, Call] = {
    "com.atproto.repo.getRecord": _record,
    "com.atproto.repo.listRecords": _records,
    "com.atproto.sync.getRepoStatus": _status,
}
