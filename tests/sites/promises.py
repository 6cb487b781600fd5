"""What the contract has to know of each site to try it; a new site adds its line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from artkeep.model.logins import Login


@dataclass(frozen=True)
class Promised:
    """`lists` are addresses of lists in the fakes' world, each with the list's id there.

    `login(site, http)` signs the collector in; None: strangers see enough.
    """

    lists: Mapping[str, str] = field(default_factory=dict)
    login: Callable[[Any, Any], Login] | None = None


def pasting(**secrets):
    """Sign in with what the collector pastes."""
    return lambda site, http: site.sign_in(http, secrets)


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
}
