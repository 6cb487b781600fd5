"""pixiv's lists, and the ids that we give them.

A list's id is a path of our own: `bookmarks/<user>/<public|private>[/<tag>]`,
`works/<user>/<all|illust|manga>[/<tag>]`, `series/<user>/<series>`, and `name/<account>` for a
short link that has to be settled.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from artkeep.model.refs import CollectionRef

NAME = "pixiv"
HOME = "https://www.pixiv.net"
ME = "me"  # the user of a bookmark page that does not say whose: whoever is signed in

# our word for a kind of works → the site's in its addresses
WORKS_PATHS = {"all": "artworks", "illust": "illustrations", "manga": "manga"}


@dataclass(frozen=True, slots=True)
class Bookmarks:
    """A user's bookmarks; `tag`: those in one folder, "" for all."""

    user: str
    private: bool
    tag: str = ""

    @property
    def id(self) -> str:
        return _joined("bookmarks", self.user, "private" if self.private else "public", self.tag)

    @property
    def url(self) -> str:
        rest = {"rest": "hide"} if self.private else {}
        if self.user == ME:
            asked = urlencode({**rest, **({"tag": self.tag} if self.tag else {})})
            return f"{HOME}/bookmark.php?{asked}".rstrip("?")
        address = f"{HOME}/users/{self.user}/bookmarks/artworks{_tail(self.tag)}"
        return f"{address}?{urlencode(rest)}" if rest else address


@dataclass(frozen=True, slots=True)
class Works:
    """What a user has published: `kind` is all, illust or manga; `tag`: only works with it."""

    user: str
    kind: str = "all"
    tag: str = ""

    @property
    def id(self) -> str:
        return _joined("works", self.user, self.kind, self.tag)

    @property
    def url(self) -> str:
        return f"{HOME}/users/{self.user}/{WORKS_PATHS[self.kind]}{_tail(self.tag)}"


@dataclass(frozen=True, slots=True)
class Series:
    """A series of works, as its artist put them together."""

    user: str
    number: str

    @property
    def id(self) -> str:
        return _joined("series", self.user, self.number)

    @property
    def url(self) -> str:
        return f"{HOME}/user/{self.user}/series/{self.number}"


@dataclass(frozen=True, slots=True)
class Named:
    """A user by the name of the account; only pixiv knows the number."""

    account: str

    @property
    def id(self) -> str:
        return _joined("name", self.account)

    @property
    def url(self) -> str:
        return f"https://pixiv.me/{quote(self.account, safe='')}"


Settled = Bookmarks | Works | Series
Kind = Settled | Named


def kind_of(ref: CollectionRef) -> Kind:
    """Read the id of a list that `parse` gave."""
    match ref.id.split("/", 3):
        case ["bookmarks", user, which, *tag]:
            return Bookmarks(user, which == "private", "".join(tag))
        case ["works", user, kind, *tag]:
            return Works(user, kind, "".join(tag))
        case ["series", user, number]:
            return Series(user, number)
        case ["name", account]:
            return Named(account)
        case _:
            raise ValueError(ref.id)


def ref_of(kind: Kind) -> CollectionRef:
    """Return the address of a list."""
    return CollectionRef(NAME, kind.id)


def _joined(*words: str) -> str:
    return "/".join(word for word in words if word)


def _tail(tag: str) -> str:
    return f"/{quote(tag, safe='')}" if tag else ""
