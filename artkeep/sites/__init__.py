"""What others know: one module per site, no module knows another.

`SITES` is the table of all of them but `folder`, the person's own disk, which has no answers to
wait for. A new site is a line here.
"""

from collections.abc import Mapping
from difflib import get_close_matches

from artkeep.errors import UnknownAddress
from artkeep.model.refs import Ref
from artkeep.sites import folder, gallery_dl
from artkeep.sites.base import Site
from artkeep.sites.bluesky import SITE as BLUESKY
from artkeep.sites.danbooru import SITE as DANBOORU
from artkeep.sites.deviantart import SITE as DEVIANTART
from artkeep.sites.gallery_dl import SITE as GALLERY_DL
from artkeep.sites.imagefap import SITE as IMAGEFAP
from artkeep.sites.mastodon import SITE as MASTODON
from artkeep.sites.philomena import SITE as PHILOMENA
from artkeep.sites.pixiv import SITE as PIXIV
from artkeep.sites.twitter import SITE as TWITTER
from artkeep.texts import text

# an address is read by the first one that knows it; a home of Mastodon may have any name
_ALL: tuple[Site, ...] = (
    *(PIXIV, IMAGEFAP, DANBOORU, PHILOMENA, BLUESKY, DEVIANTART, TWITTER),
    *(MASTODON, GALLERY_DL),
)
SITES: Mapping[str, Site] = {site.name: site for site in _ALL}


def by_name(name: str) -> Site:
    """Return a site. Raises UnknownAddress with the name that was probably meant."""
    if name in SITES:
        return SITES[name]
    meant = get_close_matches(name.lower(), SITES, n=1)
    hint = f"did you mean {meant[0]}?" if meant else f"known are {', '.join(SITES)}"
    raise UnknownAddress(text("{name} is no site; {hint}", name=name, hint=hint))


def parse(url: str) -> Ref:
    """Read the address of a post, a list or a file; `https://` may be left out.

    What no site knows is left to gallery-dl, if that is where programs are looked for; whether it
    knows more is learnt when it is asked. Raises UnknownAddress with the sites that are known.
    """
    trimmed = url.strip()
    whole = trimmed if "://" in trimmed else f"https://{trimmed}"
    readers = (folder.parse, *(site.parse for site in SITES.values()), gallery_dl.parse_any)
    ref = next((ref for read in readers if (ref := read(whole)) is not None), None)
    if ref is None:
        titles = ", ".join(site.about.title for site in SITES.values())
        raise UnknownAddress(
            text("{url} is not the address of a post or a list on {titles}", url=url, titles=titles)
        )
    return ref
