"""What the contract has to know of each site to try it; a new site adds its line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from artkeep.fakes import world_lists
from artkeep.fakes.twitter.memory import TOKEN
from artkeep.model.logins import Login
from tests.sites.playing_deviantart import clicked


@dataclass(frozen=True)
class Promised:
    """`lists` are addresses of lists in the fakes' world, each with the list's id there.

    `login(site, http)` signs the collector in; None: strangers see enough. `any_host`: a host that
    looks alike is somebody else's home.
    """

    lists: Mapping[str, str] = field(default_factory=dict)
    login: Callable[[Any, Any], Login] | None = None
    any_host: bool = False


def pasting(**secrets):
    """Sign in with what the collector pastes."""
    return lambda site, http: site.sign_in(http, secrets)


def clicking(site, http):
    """Sign in as somebody does who clicks on the site's page and is led back."""
    state, verifier, back = "our-state", "a-secret-of-ours" * 3, "http://127.0.0.1:8600/back"
    page = site.authorize_url(http, state, verifier, back)
    return site.redeem(http, clicked(page), verifier, back)


PROMISED = {
    "pixiv": Promised(
        lists={
            "https://www.pixiv.net/users/7001/bookmarks/artworks": "public",
            "https://www.pixiv.net/users/7001/bookmarks/artworks?rest=hide": "private",
        },
        login=pasting(refresh_token="sample-refresh-token"),
    ),
    "imagefap": Promised(
        lists={
            "https://www.imagefap.com/showfavorites.php?userid=77&folderid=501": "501",
            "https://www.imagefap.com/showfavorites.php?userid=77&folderid=502": "502",
        },
    ),
    "danbooru": Promised(lists={"https://danbooru.donmai.us/pools/120001": "120001"}),
    "philomena": Promised(
        lists={
            "https://derpibooru.org/galleries/8801": "derpibooru.org/8801",
            "https://furbooru.org/galleries/8802": "furbooru.org/8802",
        },
    ),
    "bluesky": Promised(
        lists={"https://bsky.app/profile/sample.example/likes": "likes"},
        login=pasting(handle="sample.example", app_password="snow-foxy-abcd-2345"),
    ),
    "mastodon": Promised(
        lists={
            "https://art.example/favourites": "favourites",
            "https://art.example/bookmarks": "bookmarks",
        },
        login=pasting(home="art.example", access_token="sample-access-of-art-example"),
        any_host=True,
    ),
    "gallery_dl": Promised(),
    "twitter": Promised(login=pasting(bearer_token=TOKEN)),
    "deviantart": Promised(
        lists={
            "https://www.deviantart.com/ann/favourites/71830044/winter": world_lists.DEVIANTART[
                "favourites Winter"
            ],
            "https://www.deviantart.com/ann/gallery/71830042/birds": world_lists.DEVIANTART[
                "gallery Birds"
            ],
        },
        login=clicking,
    ),
}
