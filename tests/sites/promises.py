"""What the contract has to know of each site to try it; a new site adds its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Promised:
    """`lists` are addresses of lists in the fakes' world, each with the list's id there.

    `pasted` is what the collector pastes to sign in; empty: strangers see enough, or the site has
    """

    lists: Mapping[str, str] = field(default_factory=dict)
    pasted: Mapping[str, str] = field(default_factory=dict)


PROMISED = {
    "pixiv": Promised(
        lists={
            "https://www.pixiv.net/users/7001/bookmarks/artworks": "public",
            "https://www.pixiv.net/users/7001/bookmarks/artworks?rest=hide": "private",
        },
        pasted={"refresh_token": "sample-refresh-token"},
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
}
