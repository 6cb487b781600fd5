"""The site pixiv, asked as its own app asks: bookmarks, folders of them, a user's works, series.

`urls` reads addresses, `api` asks and understands trouble, `works` and `lists` read what was
answered, `web` reads what only the pages show, `signing_in` gets the tokens.

The order of bookmarks is all that the site tells of when they were made. What it does not show it
replaces by a placeholder; that never becomes a post.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from artkeep.errors import Gone, Withheld
from artkeep.model.found import CollectionInfo, Listing, PageInfo, PostInfo
from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.sites.base import About, Address, Login, Option, Pace, SiteHttp, Told
from artkeep.sites.pixiv import api, lists, signing_in, urls, web, works
from artkeep.sites.pixiv.kinds import HOME, NAME, kind_of, ref_of
from artkeep.texts import text

# nobody knows the limits; one call in 1.2 s is what others live with, more gets accounts barred
_ASKED = Pace(gap=1.2)


class Pixiv:
    """Artworks, manga and ugoira. Novels are text, and not ours."""

    name = NAME
    about = About(
        title="pixiv",
        home=HOME,
        tells=frozenset(Told),
        addresses={
            "base_url": Address("https://app-api.pixiv.net", _ASKED),
            "oauth_url": Address("https://oauth.secure.pixiv.net", _ASKED),
            "web_url": Address(HOME, _ASKED),
            "short_url": Address("https://pixiv.me", _ASKED),
            "pictures_url": Address(
                "https://i.pximg.net",
                Pace(gap=0.1, at_once=3),
                pictures=True,
                more_hosts=("*.pximg.net",),
            ),
        },
        login=text(
            "an account at pixiv: sign in on its page and paste the address it ends at, "
            "or paste the refresh token of another program"
        ),
        guide=signing_in.GUIDE,
        options={
            "language": Option(text("The language that tags are translated into"), "en"),
            "user_agent": Option(
                text("How its app calls itself"), "PixivIOSApp/7.19.1 (iOS 16.7.2; iPhone12,8)"
            ),
            "app_os": Option(text("The system that its app names"), "ios"),
            "app_os_version": Option(text("The version of that system"), "16.7.2"),
            "app_version": Option(text("The version of its app"), "7.19.1"),
            "ask_pages": Option(
                text("Whether works that the app does not show are read from its pages: yes or no"),
                "no",
            ),
            "phpsessid": Option(
                text("The cookie PHPSESSID of a browser that is signed in, for its pages"),
                secret=True,
            ),
            "client_id": Option(
                text("The id of its app, the same for everybody"), "MOBrBDS8blbauoSck0ZfDbtuzpyT"
            ),
            "client_secret": Option(
                text("The key of its app, the same for everybody"),
                "lsACyCD94FhDUtGTXi3QzcFE2uU1hqtDaKeqrdwj",
            ),
        },
        examples={
            text("somebody's bookmarks"): f"{HOME}/users/12345/bookmarks/artworks",
            text("all works of an artist"): f"{HOME}/users/12345/artworks",
            text("one work"): f"{HOME}/artworks/90000001",
        },
        checked=date(2026, 11, 21),
    )
    fields: Mapping[str, str] = {
        "refresh_token": text(
            "The refresh token that another program got, "
            "for instance what `gallery-dl oauth:pixiv` printed"
        ),
    }

    def parse(self, url: str) -> Ref | None:
        return urls.parse(url)

    def url(self, ref: Ref) -> str:
        return urls.url(ref)

    def fetch(self, http: SiteHttp, ref: PostRef) -> PostInfo:
        """Ask for one work; an ugoira's frames are asked for by themselves."""
        answer = api.ask(http, urls.url(ref), "/v1/illust/detail", {"illust_id": ref.id})
        with works.reading("a work"):
            work = answer["illust"]
            word = works.limit(work)
            if web.shows(http, word):
                return web.fetch(http, ref)
            if word:
                raise works.not_shown(ref, word)
            moving = work["type"] == "ugoira"
            return works.post(work, _frames(http, ref, work) if moving else works.pages(work))

    def describe(self, http: SiteHttp, ref: CollectionRef) -> CollectionInfo:
        """Ask whose list it is, or what the series is called."""
        kind = lists.settled(http, kind_of(ref))
        with works.reading("a list"):
            owner, title = lists.about(http, kind)
        return CollectionInfo(ref_of(kind), f"{owner.name}: {title}", kind.url, owner)

    def list(self, http: SiteHttp, ref: CollectionRef, cursor: str | None) -> Listing:
        """Ask for one batch of about 30; a short one is not the end.

        The folders of somebody's bookmarks come with the last batch.
        """
        kind = lists.settled(http, kind_of(ref))
        path, params = lists.call(kind)
        answer = api.ask(http, kind.url, path, {**params, **lists.paging(cursor)})
        with works.reading("a list"):
            lists.require_user(http, kind, answer)
            found = [works.listed(work) for work in answer["illusts"] if lists.wanted(work, kind)]
            following = lists.onward(answer, params, cursor)
            folders = () if following else lists.folders(http, kind)
        return Listing(tuple(found), following, collections=folders)

    def settle(self, http: SiteHttp, ref: Ref) -> Ref:
        """Find the number of a user that is known by name, or is whoever is signed in."""
        if isinstance(ref, PostRef):
            return ref
        return ref_of(lists.settled(http, kind_of(ref)))

    def headers(self, login: Login, at: str) -> Mapping[str, str]:
        if at != "base_url":
            return {}
        return {"authorization": f"Bearer {login.secrets['access_token']}"}

    def authorize_url(self, http: SiteHttp, state: str, verifier: str, redirect: str) -> str:  # noqa: ARG002 - PKCE alone ties it
        """The site knows neither a state nor a way back of ours: PKCE alone ties the ends."""
        return signing_in.page(http, verifier)

    def redeem(self, http: SiteHttp, code: str, verifier: str, redirect: str) -> Login:  # noqa: ARG002 - it has one of its own
        return signing_in.with_code(http, code, verifier)

    def renew(self, http: SiteHttp, login: Login) -> Login:
        return signing_in.with_refresh_token(http, login.secrets["refresh_token"])

    def sign_in(self, http: SiteHttp, pasted: Mapping[str, str]) -> Login:
        return signing_in.with_refresh_token(http, pasted.get("refresh_token", ""))


def _frames(http: SiteHttp, ref: PostRef, work: Any) -> tuple[PageInfo, ...]:
    subject = text("the frames of {url}", url=urls.url(ref))
    try:
        answer = api.ask(http, subject, "/v1/ugoira/metadata", {"illust_id": ref.id})
    except Gone as error:  # the work itself was there a moment ago
        raise Withheld(NAME, text("does not give {subject}", subject=subject)) from error
    return works.moving_pages(work, answer["ugoira_metadata"])


SITE = Pixiv()
