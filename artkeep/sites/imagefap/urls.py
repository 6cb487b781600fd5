"""Addresses of imagefap, read and written; the network is not asked.

The id of a list says what it is. Where only a name is known it stands behind an `@`, percent-
encoded, until `settle` puts the number in its place:

    favourites/77                   all favourites of user 77, folder by folder
    favourites/77/501               one folder of them; it holds pictures or galleries
    favourites/@SampleUser/@my%20pics
    galleries/77                    what user 77 has put online, folder by folder
    galleries/77/-1                 the galleries of user 77 that are in no folder
    organizer/12                    a folder of galleries
    gallery/9001                    a gallery
    gallery/pgid-0a1b               a private gallery, by the word that opens it
"""

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from artkeep.errors import BadRequest
from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.texts import text

NAME = "imagefap"
HOME = "https://www.imagefap.com"
HOSTS = frozenset({"www.imagefap.com", "imagefap.com", "beta.imagefap.com"})
PICTURE_HOSTS = frozenset({"cdn.imagefap.com", "cdnc.imagefap.com", "cdnh.imagefap.com"})
IN_NO_FOLDER = "-1"

_PORTS = frozenset({None, 80, 443})
_NUMBER = re.compile(r"0*([1-9][0-9]{0,17})", re.ASCII)
_WORD = re.compile(r"[0-9A-Za-z]{1,64}", re.ASCII)


def parse(url: str) -> Ref | None:
    """Read an address; see the module for the ids of lists."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        query = dict(parse_qsl(parts.query))
        if parts.scheme not in {"http", "https"} or parts.port not in _PORTS:
            return None
        if host in PICTURE_HOSTS:
            return _picture(_path(parts))
        return _page(parts, query) if host in HOSTS else None
    except ValueError:  # an address that is none, or a name that cannot be written
        return None


def url(ref: Ref) -> str:
    """Write an address for people. What the site has no address for stands behind a `#`."""
    if isinstance(ref, PostRef):
        return f"{HOME}/photo/{ref.id}/"
    kind, own, *inner = ref.id.split("/")
    if kind == "favourites":
        return _favourites_url(own, "".join(inner))
    if kind == "galleries":
        return _galleries_url(own, f"folderid={IN_NO_FOLDER}" if inner else "")
    if own.startswith("pgid-"):
        return f"{HOME}/gallery.php?pgid={own.removeprefix('pgid-')}"
    return f"{HOME}/organizer/{own}/" if kind == "organizer" else f"{HOME}/gallery/{own}"


def favourites(user: str | int, folder: str | int | None = None) -> CollectionRef:
    """Return the favourites of a user, all or one folder: an int is an id, text is a name."""
    slots = [_slot(user)] if folder is None else [_slot(user), _slot(folder)]
    return CollectionRef(NAME, "/".join(["favourites", *slots]))


def name_in(slot: str) -> str | None:
    """Return the name in a part of an id, None when it is a number."""
    return unquote(slot[1:]) if slot.startswith("@") else None


def _slot(named: str | int) -> str:
    """Write a number or a name. Raises BadRequest for what can be neither."""
    slot = _number(str(named)) if isinstance(named, int) else _named(named)
    if slot is None:
        raise BadRequest(text("imagefap: {named} is neither an id nor a name", named=repr(named)))
    return slot


def _named(name: str) -> str | None:
    name = " ".join(name.split())
    try:
        return "@" + quote(name, safe="") if name.strip(".") else None
    except UnicodeEncodeError:
        return None


def _picture(path: list[str]) -> Ref | None:
    # https://cdnc.imagefap.com/images/full/7/111/111222333.jpg?secure=TOK,1790000000
    if path[:1] != ["images"]:
        return None
    number = _number(path[-1].partition(".")[0])
    return PostRef(NAME, number) if number else None


def _page(parts: SplitResult, query: Mapping[str, str]) -> Ref | None:
    found: Ref | None = None
    match _path(parts):
        # https://www.imagefap.com/photo/111222333/?pgid=&gid=9001&page=0#3
        case ["photo", number]:
            own = _number(number)
            found = PostRef(NAME, own) if own else None
        # https://www.imagefap.com/gallery/9001   /pictures/9001/Some-title
        case ["gallery", number] | ["pictures", number] | ["pictures", number, _]:
            found = _list("gallery", _number(number))
        # https://www.imagefap.com/organizer/12/Some-folder
        case ["organizer", number] | ["organizer", number, _]:
            found = _list("organizer", _number(number))
        # https://www.imagefap.com/profile/SampleUser
        case ["profile", name]:
            found = _profile(name, parts.fragment)
        # https://www.imagefap.com/profile/SampleUser/galleries?folderid=12
        case ["profile", name, "galleries"]:
            found = _galleries(_named(unquote(name)), query)
        case [script]:
            found = _script(script, query, parts.fragment)
    return found


def _script(script: str, query: Mapping[str, str], fragment: str) -> Ref | None:
    user = _number(query.get("userid", "")) or _named(query.get("user", ""))
    match script:
        # https://www.imagefap.com/gallery.php?gid=9001   ?pgid=0a1b
        case "gallery.php":
            private = _WORD.fullmatch(query.get("pgid", ""))
            return _list(
                "gallery",
                _number(query.get("gid", "")) or (f"pgid-{private.group()}" if private else None),
            )
        # https://www.imagefap.com/profile.php?user=SampleUser
        case "profile.php":
            return _profile(quote(query.get("user", ""), safe=""), fragment)
        # https://www.imagefap.com/usergallery.php?userid=77&folderid=12
        case "usergallery.php":
            return _galleries(user, query)
        # https://www.imagefap.com/showfavorites.php?userid=77&page=2&folderid=501
        case "showfavorites.php":
            folder = _number(query.get("folderid", "")) or _fragment_name(fragment)
            return _list("favourites", user, folder or "")
        case _:
            return None


def _profile(name: str, fragment: str) -> Ref | None:
    """Read a profile: the galleries of a user, or with our own `#favorites` their favourites."""
    owner = _named(unquote(name))
    # https://www.imagefap.com/profile/SampleUser#favorites/@my%20pics
    word, _, folder = fragment.partition("/")
    if word == "favorites":
        return _list("favourites", owner, _number(folder) or _fragment_name(folder) or "")
    return _list("galleries", owner)


def _galleries(owner: str | None, query: Mapping[str, str]) -> Ref | None:
    folder = query.get("folderid", "")
    if folder == IN_NO_FOLDER:
        return _list("galleries", owner, IN_NO_FOLDER)
    number = _number(folder)
    return _list("organizer", number) if number else _list("galleries", owner)


def _favourites_url(owner: str, folder: str) -> str:
    name = name_in(owner)
    if name is not None:
        return f"{HOME}/profile/{quote(name, safe='')}#favorites" + (f"/{folder}" if folder else "")
    at = f"{HOME}/showfavorites.php?userid={owner}"
    if folder.startswith("@"):
        return f"{at}#{folder}"
    return f"{at}&folderid={folder}" if folder else at


def _galleries_url(owner: str, query: str) -> str:
    name = name_in(owner)
    if name is not None:
        at = f"{HOME}/profile/{quote(name, safe='')}/galleries"
        return f"{at}?{query}" if query else at
    at = f"{HOME}/usergallery.php?userid={owner}"
    return f"{at}&{query}" if query else at


def _list(kind: str, *slots: str | None) -> CollectionRef | None:
    """Put an id together; None when the first part that is needed is not there."""
    if not slots[0]:
        return None
    return CollectionRef(NAME, "/".join([kind, *(slot for slot in slots if slot)]))


def _path(parts: SplitResult) -> list[str]:
    return [step for step in parts.path.split("/") if step]


def _number(text: str) -> str | None:
    """Return a number without the noughts before it; None when it is none, or 0."""
    found = _NUMBER.fullmatch(text)
    return found.group(1) if found else None


def _fragment_name(fragment: str) -> str | None:
    return _named(unquote(fragment[1:])) if fragment.startswith("@") else None
