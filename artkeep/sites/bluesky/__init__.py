"""The site Bluesky, and whatever else speaks the AT protocol with posts like its.

`urls` reads addresses, `api` asks and understands trouble, `people` finds accounts and the
servers they are at home on, `posts` and `lists` read what was answered, `signing_in` gets tokens.

A login's account is `<server>/<did>`: it is only ever shown to that server.
"""

from collections.abc import Mapping

from artkeep.model.found import CollectionInfo, Listing, PostInfo
from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.sites.base import About, Address, Login, Pace, SiteHttp
from artkeep.sites.bluesky import lists, people, posts, signing_in, urls
from artkeep.sites.bluesky.urls import HOME, NAME
from artkeep.texts import text

# 3,000 in five minutes are allowed from one place (2026-11); a third of that is plenty
_ASKED = Pace(gap=0.3)


class Bluesky:
    """Posts with pictures. Videos are told in words only."""

    name = NAME
    about = About(
        title="Bluesky",
        home=HOME,
        addresses={
            "base_url": Address("https://public.api.bsky.app", _ASKED),
            "pds_url": Address("https://{home}", _ASKED),
            "plc_url": Address("https://plc.directory", Pace(gap=0.5)),
            "pictures_url": Address(
                "https://cdn.bsky.app", Pace(gap=0.2, at_once=3), pictures=True
            ),
            "pds_pictures_url": Address("https://{home}", Pace(gap=0.2, at_once=3), pictures=True),
        },
        api_docs="https://docs.bsky.app/docs/category/http-reference",
        login=text(
            "your handle and an app password, for posts that are for people who are signed in,"
            " and for what you saved"
        ),
        examples={
            text("what an account likes"): f"{HOME}/profile/mika.example/likes",
            text("what an account posts"): f"{HOME}/profile/mika.example",
            text("one post"): f"{HOME}/profile/mika.example/post/3mz3i3jp4a222",
        },
    )
    fields: Mapping[str, str] = signing_in.FIELDS

    def parse(self, url: str) -> Ref | None:
        return urls.parse(url)

    def url(self, ref: Ref) -> str:
        return urls.url(ref)

    def settle(self, http: SiteHttp, ref: Ref) -> Ref:
        """Find the DID of an account that is known by its handle, or is whoever is signed in."""
        return people.settled(http, ref)

    def fetch(self, http: SiteHttp, ref: PostRef) -> PostInfo:
        actor, key = urls.split(ref)
        return posts.fetch(http, PostRef(NAME, f"{people.did_of(http, actor)}/{key}"))

    def describe(self, http: SiteHttp, ref: CollectionRef) -> CollectionInfo:
        """Ask whose list it is, or what it is called."""
        return lists.describe(http, _settled(http, ref))

    def list(self, http: SiteHttp, ref: CollectionRef, cursor: str | None) -> Listing:
        """Ask for one batch: 25 likes, or up to 100 of anything else."""
        return lists.read(http, _settled(http, ref), cursor)

    def headers(self, login: Login, at: str) -> Mapping[str, str]:
        if at != "pds_url":
            return {}
        return {"authorization": f"Bearer {login.secrets['access_token']}"}

    def sign_in(self, http: SiteHttp, pasted: Mapping[str, str]) -> Login:
        return signing_in.with_password(http, pasted)

    def renew(self, http: SiteHttp, login: Login) -> Login:
        return signing_in.with_token(http, login)


def _settled(http: SiteHttp, ref: CollectionRef) -> CollectionRef:
    return CollectionRef(NAME, people.settled(http, ref).id)


SITE = Bluesky()
