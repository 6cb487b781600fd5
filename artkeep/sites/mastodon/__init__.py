"""Mastodon and what speaks like it (Pleroma, Akkoma, GoToSocial …), at any home.

`urls` reads addresses, `api` asks and understands trouble, `accounts` finds out whose something is
and which home to ask, `posts` reads what was answered. Numbers of posts and accounts are those of
one home, so every id begins with it.
"""

from collections.abc import Mapping
from typing import Any

from artkeep.errors import Gone, LoginNeeded
from artkeep.model.found import AccountInfo, CollectionInfo, Listing, PostInfo
from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.sites.base import About, Address, Login, Pace, SiteHttp, Told
from artkeep.sites.mastodon import accounts, api, posts, urls
from artkeep.sites.mastodon.urls import NAME
from artkeep.texts import text

_AT_ONCE = 40  # the most that a home answers with


class Mastodon:
    """Posts with pictures. Videos, silent ones too, are told in words only."""

    name = NAME
    about = About(
        title="Mastodon",
        home="https://joinmastodon.org",
        tells=frozenset(Told),
        addresses={
            # 300 in five minutes are allowed from one place (2026-11)
            "base_url": Address("https://{home}", Pace(gap=1.1)),
            "pictures_url": Address(
                "https://files.mastodon.social", Pace(gap=0.3, at_once=2), pictures=True
            ),
        },
        api_docs="https://docs.joinmastodon.org/client/intro/",
        login=text(
            "an access token of your account, for your favourites and bookmarks: in your home's"
            " settings, Development, New application; it needs the scope read and no other"
        ),
        examples={
            text("your favourites"): "https://art.example/favourites",
            text("what an account posts"): "https://art.example/@mika",
            text("one post"): "https://art.example/@mika/117529215434752000",
        },
    )
    fields: Mapping[str, str] = {
        "home": text("The home of your account: art.example."),
        "access_token": text(
            "Your access token: Preferences, Development, New application with the"
            " scope read alone, then open it."
        ),
    }

    def parse(self, url: str) -> Ref | None:
        return urls.parse(url)

    def url(self, ref: Ref) -> str:
        return urls.url(ref)

    def settle(self, http: SiteHttp, ref: Ref) -> Ref:
        """Find the number of an account, and the home of what was seen from another one."""
        return accounts.settled(http, ref)

    def fetch(self, http: SiteHttp, ref: PostRef) -> PostInfo:
        found = accounts.settled(http, ref)
        return posts.fetch(http, PostRef(NAME, found.id))

    def describe(self, http: SiteHttp, ref: CollectionRef) -> CollectionInfo:
        """Ask whose list it is; an account that has moved says so in the title."""
        settled = accounts.settled(http, ref)
        home, kind, account, tag = _parts(settled)
        subject = text("the account {account} at {home}", account=account, home=home)
        found = api.ask(http, home, subject, f"/accounts/{account}")
        with api.reading("an account"):
            if found.get("suspended"):
                raise Gone(home, text("{subject} was suspended", subject=subject))
            owner = posts.read_account(home, found)
            title = _title(owner, kind, tag, found)
        its = (
            owner.url + (f"/tagged/{tag}" if tag else "") if kind == "media" else urls.url(settled)
        )
        return CollectionInfo(CollectionRef(NAME, settled.id), title, its, owner)

    def list(self, http: SiteHttp, ref: CollectionRef, cursor: str | None) -> Listing:
        """Ask for up to 40 posts; an empty part is not the end."""
        home, kind, account, tag = _parts(accounts.settled(http, ref))
        if kind in urls.MINE:
            if accounts.own_account(http, home) != account:
                raise LoginNeeded(
                    home, text("shows these to whoever they belong to only; {hint}", hint=api.HINT)
                )
            batch = api.ask_list(http, home, f"your {kind}", f"/{kind}", cursor, limit=_AT_ONCE)
        else:
            asked = {"only_media": True, "exclude_reblogs": True, "tagged": tag or None}
            path = f"/accounts/{account}/statuses"
            subject = text("the account {account} at {home}", account=account, home=home)
            batch = api.ask_list(http, home, subject, path, cursor, limit=_AT_ONCE, **asked)
        with api.reading("a list"):
            own = [status for status in batch.found if status["reblog"] is None]
            return Listing(tuple(posts.read(home, status) for status in own), batch.onward)

    def headers(self, login: Login, at: str) -> Mapping[str, str]:
        if at != "base_url":
            return {}
        return {"authorization": f"Bearer {login.secrets['access_token']}"}

    def sign_in(self, http: SiteHttp, pasted: Mapping[str, str]) -> Login:
        """Ask the home whose token it is."""
        home = pasted.get("home", "").strip().lower().rpartition("@")[2]
        token = pasted.get("access_token", "").strip()
        if not urls.is_home(home):
            raise LoginNeeded(
                NAME, text("{home} is no host name; mastodon.social is one", home=home or "that")
            )
        if not token.isascii() or not token.isprintable() or not token:
            raise LoginNeeded(home, text("there is no access token in that"))
        shown = {"authorization": f"Bearer {token}"}
        way = http.at_home(home)
        reply = way.ask("GET", "/api/v1/accounts/verify_credentials", headers=shown)
        answer = api.understood(http, home, reply, "your account")
        with api.reading("your account"):
            number, name = answer["id"], answer["acct"]
        return Login(f"{home}/{number}", f"{name}@{home}", {"access_token": token})


def _parts(ref: Ref) -> tuple[str, str, str, str]:
    """Return home, kind, account and tag of a settled list."""
    home, kind, account, *tag = ref.id.split("/")
    return home, kind, account, "".join(tag)


def _title(owner: AccountInfo, kind: str, tag: str, account: Any) -> str:
    words = {"media": "pictures"}.get(kind, kind) + (f" with #{tag}" if tag else "")
    moved = account.get("moved")
    moved_to = f" (moved to @{moved['acct']})" if moved else ""
    return f"{owner.name}: {words}{moved_to}"


SITE = Mastodon()
