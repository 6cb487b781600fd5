"""Bluesky's addresses: what each names, and how we write it.

A post's id is `<did>/<record key>`. A list's is `media/<did>`, `likes/<did>`, `saved/<did>`,
`feed/<did>/<key>` or `list/<did>/<key>`. Until it is settled a handle may stand for the DID, and
`me` for whoever is signed in.
"""

import re
from urllib.parse import quote, unquote

from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.sites import addresses

NAME = "bluesky"
HOME = "https://bsky.app"
ME = "me"

# what shows Bluesky under other names: its own stages, and those that make previews elsewhere
_HOSTS = frozenset(
    {
        *("bsky.app", "www.bsky.app", "main.bsky.dev", "staging.bsky.app", "deer.social"),
        *("fxbsky.app", "d.fxbsky.app", "g.fxbsky.app", "m.fxbsky.app", "t.fxbsky.app"),
        *("vxbsky.app", "cbsky.app", "bskx.app", "r.bskx.app", "bskyx.app", "bskye.app"),
        *("bsyy.app", "bskyy.app", "bsky.cyou", "blacksky.community", "witchsky.app"),
    }
)
_HANDLE = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?",
    re.ASCII,
)
_DID = re.compile(r"did:[a-z]{1,20}:[A-Za-z0-9._:%-]{0,240}[A-Za-z0-9._-]", re.ASCII)
_KEY = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._:~-]{1,512}", re.ASCII)
_AT = re.compile(r"at://([^/?#]+)(?:/([\w.-]+)(?:/([^/?#]+))?)?/?", re.ASCII | re.IGNORECASE)
# what the protocol calls a list → our word, and whether it has a key
_COLLECTIONS = {
    "": "media",
    "app.bsky.feed.post": "media",
    "app.bsky.feed.like": "likes",
}
_KEYED = {"app.bsky.feed.generator": "feed", "app.bsky.graph.list": "list"}
_FOLDERS = {"feed": "feed", "lists": "list"}  # in an address → our word
_TABS = {"": "media", "media": "media", "posts": "media", "likes": "likes"}
COLLECTION_OF = {kind: name for name, kind in _KEYED.items()}


def parse(address: str) -> Ref | None:
    """Read an address of a post, of somebody's posts or likes, of a feed or a list."""
    plain = address.strip()
    at = _AT.fullmatch(plain)
    if at:
        return _at(at[1], at[2] or "", at[3] or "")
    found = addresses.of_web(plain)
    if found is None or found[0] not in _HOSTS:
        return None
    _, parts = found
    words = [unquote(word) for word in parts.path.split("/") if word]
    if words == ["saved"]:
        # https://bsky.app/saved  https://bsky.app/saved#did:plc:mikaaoyama
        return CollectionRef(NAME, f"saved/{_actor(unquote(parts.fragment)) or ME}")
    return _of_profile(words[1:]) if words[:1] == ["profile"] else None


def url(ref: Ref) -> str:
    """Write an address that `parse` reads again."""
    if isinstance(ref, PostRef):
        actor, key = split(ref)
        return f"{profile_url(actor)}/post/{key}"
    kind, actor, key = kind_of(ref)
    if kind == "saved":
        return f"{HOME}/saved" if actor == ME else f"{HOME}/saved#{actor}"
    if kind == "media":
        return profile_url(actor)
    if kind == "likes":
        return f"{profile_url(actor)}/likes"
    return f"{profile_url(actor)}/{'lists' if kind == 'list' else 'feed'}/{key}"


def profile_url(actor: str) -> str:
    """Write the address of an account."""
    return f"{HOME}/profile/{quote(actor, safe=':')}"


def split(ref: PostRef) -> tuple[str, str]:
    """Return the account and the record key of a post."""
    actor, _, key = ref.id.partition("/")
    return actor, key


def kind_of(ref: CollectionRef) -> tuple[str, str, str]:
    """Return our word for a list, whose it is, and its record key or ""."""
    kind, actor, *key = ref.id.split("/")
    return kind, actor, "".join(key)


def is_did(actor: str) -> bool:
    """Say whether this is the lasting name of an account."""
    return actor.startswith("did:")


def is_host(text: str) -> bool:
    """Say whether this is the name of a host; a handle is one as well."""
    return _HANDLE.fullmatch(text) is not None


def post_uri(ref: PostRef) -> str:
    """Write the address that the protocol has for a post."""
    actor, key = split(ref)
    return f"at://{actor}/app.bsky.feed.post/{key}"


def post_ref(uri: str) -> PostRef:
    """Read the address that the protocol has for a post. Raises ValueError."""
    found = _AT.fullmatch(uri)
    ref = _at(found[1], found[2] or "", found[3] or "") if found else None
    if isinstance(ref, PostRef):
        return ref
    raise ValueError(uri[:100])


def is_post(uri: str) -> bool:
    """Say whether this is the protocol's address of a post."""
    return isinstance(parse(uri), PostRef)


def _at(authority: str, collection: str, key: str) -> Ref | None:
    actor = _actor(authority)
    if actor is None:
        return None
    # at://did:plc:mikaaoyama/app.bsky.feed.post/3mz3i3jp4a222
    if collection == "app.bsky.feed.post" and key:
        return _post(actor, key)
    # at://mika.example/app.bsky.graph.list/3lsnowylist2c
    if collection in _KEYED and key:
        return _keyed(_KEYED[collection], actor, key)
    # at://mika.example  at://mika.example/app.bsky.feed.like
    if collection in _COLLECTIONS and not key:
        return CollectionRef(NAME, f"{_COLLECTIONS[collection]}/{actor}")
    return None


def _of_profile(words: list[str]) -> Ref | None:
    actor = _actor(words[0]) if words else None
    match words[1:]:
        case _ if actor is None:
            return None
        # https://bsky.app/profile/mika.example/post/3mz3i3jp4a222/photo/1
        case ["post", key, *_]:
            return _post(actor, key)
        # https://bsky.app/profile/mika.example/feed/winter  …/lists/3lsnowylist2c
        case [("feed" | "lists") as folder, key, *_]:
            return _keyed(_FOLDERS[folder], actor, key)
        # https://bsky.app/profile/mika.example  https://bsky.app/profile/mika.example/likes
        case [] | [_] as tab if "".join(tab) in _TABS:
            return CollectionRef(NAME, f"{_TABS[''.join(tab)]}/{actor}")
        case _:
            return None


def _post(actor: str, key: str) -> PostRef | None:
    return PostRef(NAME, f"{actor}/{key}") if _KEY.fullmatch(key) else None


def _keyed(kind: str, actor: str, key: str) -> CollectionRef | None:
    return CollectionRef(NAME, f"{kind}/{actor}/{key}") if _KEY.fullmatch(key) else None


def _actor(text: str) -> str | None:
    """Return a DID as it is, or a handle in lower case; None: it is neither."""
    plain = text.removeprefix("@")
    if _DID.fullmatch(plain):
        return plain
    handle = plain.lower()
    return handle if _HANDLE.fullmatch(handle) else None
