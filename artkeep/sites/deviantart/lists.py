"""DeviantArt's lists: how each is asked for, what it is called, and where it goes on."""

import re
from dataclasses import replace
from typing import Any

from artkeep.errors import BadAnswer, Gone, SiteChanged
from artkeep.model.found import CollectionInfo, Listing
from artkeep.sites.deviantart import answers, kinds, urls, works
from artkeep.sites.deviantart.api import Api
from artkeep.sites.deviantart.kinds import GALLERY, NAME, Kind, ref_of
from artkeep.texts import number, text

WORKS_AT_ONCE = 24  # the most that it answers with
_FOLDERS_AT_ONCE = 50
_LAST_OFFSET = 10_000  # behind that a gallery answers with an error, however much there is
_PATHS = {"gallery": "gallery", "favourites": "collections"}
_NO_LETTERS = re.compile(r"[^a-z0-9]+")


def batch(api: Api, kind: Kind, cursor: str | None) -> Listing:
    """Ask for one batch, the newest first; the folders come with the last one."""
    offset = _offset(cursor)
    answer = _asked(api, kind, offset)
    with answers.reading("a list"):
        found = answer["results"]
        whole = [works.ref(one).id for one in found if works.is_whole(api.http, one)]
        told = works.metadata(api, whole)
        posts = tuple(works.listed(one, told) for one in found)
        following = _onward(answer, offset)
    inside = () if following else _inside(api, kind)
    return Listing(posts, following, collections=inside)


def _asked(api: Api, kind: Kind, offset: int) -> Any:
    path = f"/{_PATHS[kind.part]}/{kind.folder or 'all'}"
    # without a mode a folder begins with what is liked most
    mode = {"mode": "newest"} if kind.part == GALLERY and kind.folder else {}
    params = {"username": kind.user, "offset": offset, "limit": WORKS_AT_ONCE, **mode}
    try:
        return api.ask(kind.url, path, **params)
    except BadAnswer as error:
        if offset < _LAST_OFFSET or error.answered is None:
            raise
        raise BadAnswer(
            NAME,
            text(
                "tells no more than {last_offset} works of {url}; follow its folders as well",
                last_offset=number(_LAST_OFFSET),
                url=kind.url,
            ),
            error.answered,
        ) from error


def _offset(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not cursor.isdecimal():
        raise BadAnswer(NAME, text("{cursor} is no place in a list", cursor=cursor))
    return int(cursor)


def _onward(answer: Any, offset: int) -> str | None:
    """Return where the list goes on; a short batch is not the end."""
    if not answer["has_more"]:
        return None
    following = int(answer["next_offset"])
    if following <= offset:
        raise SiteChanged(NAME, text("next_offset does not lead on"))
    return str(following)


def describe(api: Api, kind: Kind) -> CollectionInfo:
    """Ask whose list it is, and what its folder is called."""
    subject = urls.account_url(kind.user)
    answer = api.ask(subject, f"/user/profile/{kind.user}")
    with answers.reading("a profile"):
        owner = works.account(answer["user"])
        title = f"{owner.name}: {kind.part}"
    if not kind.folder:
        return CollectionInfo(ref_of(kind), title, kind.url, owner)
    name = _named(api, kind)
    return CollectionInfo(ref_of(kind), f"{title}: {name}", kind.url, owner)


def _named(api: Api, kind: Kind) -> str:
    for folder in _folders(api, kind):
        if _is(folder, kind):
            return str(folder["name"])
    raise Gone(NAME, text("{url} is no longer there", url=kind.url))


def _is(folder: Any, kind: Kind) -> bool:
    with answers.reading("a folder"):
        return bool(str(folder["folderid"]).upper() == kind.folder)


def settled(api: Api, kind: Kind) -> Kind:
    """Find the long id of a folder.

    Its address has a number, which the API never tells: the name behind the number has to do.
    """
    if kind.is_settled:
        return kind
    if not kind.slug:
        raise BadAnswer(
            NAME,
            text(
                "does not say which folder has the number {number}; copy the address "
                "with the folder's name at its end",
                number=kind.number,
            ),
        )
    with answers.reading("a folder"):
        found = [one for one in _folders(api, kind) if _slug(one["name"]) == _slug(kind.slug)]
        ids = {str(one["folderid"]).upper() for one in found}
    if not ids:
        raise Gone(NAME, text("{url} is no longer there", url=kind.url))
    if len(ids) > 1:
        raise BadAnswer(
            NAME, text("has several folders of that name: {url}; follow all of them", url=kind.url)
        )
    return replace(kind, folder=ids.pop(), number="", slug="")


def _slug(name: str) -> str:
    """Return a name as addresses have it; what has no such letters, as it is."""
    folded = name.casefold()
    return _NO_LETTERS.sub("-", folded).strip("-") or folded


def _inside(api: Api, kind: Kind) -> tuple[CollectionInfo, ...]:
    """Ask for the folders of somebody; none for a folder."""
    if kind.folder:
        return ()
    with answers.reading("a folder"):
        return tuple(_info(kind, folder) for folder in _folders(api, kind))


def _info(kind: Kind, folder: Any) -> CollectionInfo:
    inside = replace(kind, folder=kinds.post(folder["folderid"]).id)
    return CollectionInfo(ref_of(inside), folder["name"], inside.url)


def _folders(api: Api, kind: Kind) -> list[Any]:
    """Ask for folders; those inside of them are told too."""
    found: list[Any] = []
    following: str | None = ""
    while following is not None:
        offset = _offset(following or None)
        path, params = f"/{_PATHS[kind.part]}/folders", {"username": kind.user, "offset": offset}
        answer = api.ask(kind.url, path, limit=_FOLDERS_AT_ONCE, **params)
        with answers.reading("folders"):
            for folder in answer["results"]:
                found += [folder, *(folder.get("subfolders") or ())]
            following = _onward(answer, offset)
    return found


def find(api: Api, user: str, number: str) -> str:
    """Look through somebody's gallery for the page with a number; return the long id, "" if none.

    Works come the newest first, and newer ones have higher numbers.
    """
    cursor: str | None = None
    while True:
        answer = _asked(api, Kind(GALLERY, user), _offset(cursor))
        with answers.reading("a list"):
            known = {kinds.number_in(one.get("url", "")): one for one in answer["results"]}
            if number in known:
                return works.ref(known[number]).id
            following = _onward(answer, _offset(cursor))
            is_past = all(int(one) < int(number) for one in known if one)
        if following is None or (known and is_past):
            return ""
        cursor = following
