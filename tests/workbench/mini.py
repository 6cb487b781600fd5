"""A tiny site for the tests of the way to a site, on a real socket."""

from collections.abc import Mapping
from datetime import timedelta

from artkeep.errors import LoginNeeded, SiteDown
from artkeep.model.found import PostInfo
from artkeep.model.pace import Pace, Window
from artkeep.model.refs import PostRef, Ref
from artkeep.sites.base import About, Address, Login, Option, SiteHttp
from tests.net.site import Site as Server

ASKED = Pace(gap=1.0)
LASTS = timedelta(hours=1)  # a token


class Mini:
    """A site with a login that has to be renewed."""

    name = "mini"
    about = About(
        title="Mini",
        home="https://mini.example",
        addresses={
            "base_url": Address("https://api.mini.example/v1", ASKED),
            "oauth_url": Address("https://oauth.mini.example", ASKED),
            "pictures_url": Address(
                "https://i.mini.example",
                Pace(gap=0.1, at_once=3),
                pictures=True,
                more_hosts=("*.pictures.example", "old.example"),
            ),
        },
        options={
            "client_id": Option("Our id there.", "mini-1"),
            "client_secret": Option("Our key there.", secret=True),
            "color": Option("Which color."),
        },
    )

    def parse(self, url: str) -> Ref | None:
        del url
        return None

    def url(self, ref: Ref) -> str:
        return f"https://mini.example/{ref.id}"

    def fetch(self, http: SiteHttp, ref: PostRef) -> PostInfo:
        said = http.json("/post", id=ref.id)
        return PostInfo(ref, self.url(ref), said["title"], ())

    def headers(self, login: Login, at: str) -> Mapping[str, str]:
        del at
        return {"authorization": f"Bearer {login.secrets['access']}"}

    def authorize_url(self, http: SiteHttp, state: str, verifier: str, redirect: str) -> str:
        return f"{http.address('oauth_url')}/sign-in?{state}{verifier}{redirect}"

    def redeem(self, http: SiteHttp, code: str, verifier: str, redirect: str) -> Login:
        del verifier, redirect
        return self._token(http, code)

    def renew(self, http: SiteHttp, login: Login) -> Login:
        return self._token(http, login.secrets["refresh"])

    def _token(self, http: SiteHttp, word: str) -> Login:
        reply = http.ask("POST", "/token", at="oauth_url", form={"word": word})
        if reply.status == 400:
            raise LoginNeeded(self.name, "the sign-in is over; run: artkeep login mini")
        if reply.status != 200:
            raise SiteDown(self.name, "gives no tokens", reply.status)
        access, refresh = reply.text.split()
        expires_at = http.now() + LASTS
        return Login("7", "Ann", {"access": access, "refresh": refresh}, expires_at)


class Homes(Mini):
    """The same site where anybody may run one."""

    name = "homes"
    about = About(
        title="Homes",
        home="https://homes.example",
        addresses={
            "base_url": Address("https://{home}/api", ASKED),
            "pictures_url": Address("https://cdn.homes.example", Pace(gap=0.3), pictures=True),
        },
    )


class Paced(Mini):
    """The same site, asked by many, that minds it."""

    name = "paced"
    about = About(
        title="Paced",
        home="https://paced.example",
        addresses={
            "base_url": Address(
                "https://api.paced.example",
                Pace(gap=0.5, windows=(Window(30, 30.0), Window(100, 200.0)), at_once=2),
            )
        },
    )


MINI, HOMES, PACED = Mini(), Homes(), Paced()


def moved(server: Server) -> dict[str, str]:
    """Return the settings that lead to a server of the tests."""
    return {
        "base_url": server.url("/base"),
        "oauth_url": server.url("/oauth"),
        "pictures_url": server.url("/pictures"),
    }
