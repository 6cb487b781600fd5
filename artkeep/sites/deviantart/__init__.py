"""DeviantArt: galleries, favourites, folders of both, and single works, through its API.

`kinds` names things, `urls` reads addresses, `api` asks and `answers` understands trouble, `apps`
and `signing_in` get tokens, `works`, `files` and `lists` read what was answered, `pages` reads
what only the pages show.
"""

from collections.abc import Mapping
from datetime import date

from artkeep.errors import SiteChanged
from artkeep.model.found import CollectionInfo, Listing, PostInfo
from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.sites.base import About, Address, Login, Option, Pace, SiteHttp, Told
from artkeep.sites.deviantart import answers, lists, pages, signing_in, urls, works
from artkeep.sites.deviantart.api import Api
from artkeep.sites.deviantart.apps import REGISTER, AppTokens
from artkeep.sites.deviantart.kinds import HOME, NAME, is_uuid, kind_of, post, ref_of
from artkeep.texts import text

# nobody knows the limits, which change by the hour; others live with one call in two seconds
_ASKED = Pace(gap=2.0)


class DeviantArt:
    """Pictures. Texts, films and what is sold are there, and not ours."""

    name = NAME
    about = About(
        title="DeviantArt",
        home=HOME,
        tells=frozenset(Told),
        addresses={
            "base_url": Address(f"{HOME}/api/v1/oauth2", _ASKED),
            "oauth_url": Address(f"{HOME}/oauth2", _ASKED),
            "web_url": Address(HOME, Pace(gap=3.0)),
            "backend_url": Address("https://backend.deviantart.com", _ASKED),
            "pictures_url": Address(
                "https://images-wixmp-ed30a86b8c4ca887773594c2.wixmp.com",
                Pace(gap=0.25, at_once=2),
                pictures=True,
                more_hosts=("*.wixmp.com", "*.deviantart.net"),
            ),
        },
        api_docs=f"{HOME}/developers/",
        login=text(
            "an application of your own, registered at {address} (grant type: authorization"
            " code, with the address that the sign-in here shows as its redirect address), its id"
            " and secret in the settings; then an account shows what is mature or for members",
            address=REGISTER,
        ),
        options={
            "client_id": Option(text("The id of the application that you registered")),
            "client_secret": Option(text("The key of that application"), secret=True),
            "redirect_uri": Option(
                text(
                    "Where its sign-in leads back to, letter by letter as it is registered there;"
                    " without it, this program's own page. Where it is another one, sign in with"
                    " `artkeep login deviantart` and paste the address that it ended at"
                )
            ),
            "scopes": Option(text("What the sign-in allows, with spaces between"), "user browse"),
            "originals": Option(
                text(
                    "Whether originals are asked for where the artist gives them away: yes or no;"
                    " the site gives 10 a week, 150 or more to paying members"
                ),
                "yes",
            ),
            "ask_pages": Option(
                text(
                    "Whether the pages of works since November 2024 are asked for further pictures"
                    " and whether a machine made them, which the API does not tell: yes or no"
                ),
                "yes",
            ),
            "cookies": Option(
                text(
                    "The cookies auth, auth_secure and userinfo of a browser that is signed in, as"
                    " `auth=…; auth_secure=…; userinfo=…`, for the pages of what is mature"
                ),
                secret=True,
            ),
        },
        examples={
            text("somebody's favourites"): f"{HOME}/mika-aoyama/favourites",
            text("all works of an artist"): f"{HOME}/mika-aoyama/gallery",
            text("one work"): f"{HOME}/mika-aoyama/art/Fox-in-the-Snow-900000001",
        },
        checked=date(2026, 11, 21),
    )

    def __init__(self) -> None:
        self._apps = AppTokens()

    def parse(self, url: str) -> Ref | None:
        return urls.parse(url)

    def url(self, ref: Ref) -> str:
        return urls.url(ref)

    def fetch(self, http: SiteHttp, ref: PostRef) -> PostInfo:
        """Ask for one work, what is said of it, its original and its further pictures."""
        api = self._api(http)
        which = self._lasting(api, ref)
        deviation = api.ask(urls.url(which), f"/deviation/{which.id}")
        with answers.reading("a work"):
            refusal = works.refusal(deviation)
        if refusal is not None:
            raise refusal
        told = works.metadata(api, [which.id], ext_stats=True, ext_submission=True)
        with answers.reading("a work"):
            found, besides = works.all_pages(api, deviation)
            return works.post(deviation, told[which.id], found, besides)

    def describe(self, http: SiteHttp, ref: CollectionRef) -> CollectionInfo:
        """Ask whose list it is, and what its folder is called."""
        api = self._api(http)
        return lists.describe(api, lists.settled(api, kind_of(ref)))

    def list(self, http: SiteHttp, ref: CollectionRef, cursor: str | None) -> Listing:
        """Ask for one batch of up to 24; a short one is not the end."""
        api = self._api(http)
        return lists.batch(api, lists.settled(api, kind_of(ref)), cursor)

    def settle(self, http: SiteHttp, ref: Ref) -> Ref:
        """Find the long id of a work or a folder."""
        api = self._api(http)
        if isinstance(ref, PostRef):
            return self._lasting(api, ref)
        return ref_of(lists.settled(api, kind_of(ref)))

    def headers(self, login: Login, at: str) -> Mapping[str, str]:
        if at != "base_url":
            return {}
        return {"authorization": f"Bearer {login.secrets['access_token']}"}

    def authorize_url(self, http: SiteHttp, state: str, verifier: str, redirect: str) -> str:
        return signing_in.page(http, state, verifier, redirect)

    def redeem(self, http: SiteHttp, code: str, verifier: str, redirect: str) -> Login:
        return signing_in.with_code(http, code, verifier, redirect)

    def renew(self, http: SiteHttp, login: Login) -> Login:
        """Return the login with fresh tokens; the old refresh token is worth nothing then."""
        return signing_in.renewed(http, login)

    def _api(self, http: SiteHttp) -> Api:
        return Api(http, self._apps)

    def _lasting(self, api: Api, ref: PostRef) -> PostRef:
        """Find the long id behind a number: on the page, or else in the artist's gallery."""
        if is_uuid(ref.id):
            return ref
        address = urls.url(ref)
        page = pages.ask(api.http, address)
        found = page.long_id
        if not found and ref.id.isdecimal():
            found = lists.find(api, pages.author(api.http, page), ref.id)
        if not found:
            raise SiteChanged(
                NAME, text("does not say by what id its API knows {address}", address=address)
            )
        return post(found)


SITE = DeviantArt()
