"""Addresses that another program wrote down, read as far as a site of ours knows them."""

from artkeep.model.refs import PostRef
from artkeep.sites import SITES

_LONGEST = 2000  # characters of an address


def post_at(url: str) -> PostRef | None:
    """Return the post at an address; None for lists, strange sites and our own disk."""
    if not url.startswith(("http://", "https://")) or len(url) > _LONGEST:
        return None
    ref = next((ref for site in SITES.values() if (ref := site.parse(url)) is not None), None)
    return ref if isinstance(ref, PostRef) else None


def url_of(ref: PostRef) -> str:
    """Write the address of a post for people."""
    return SITES[ref.site].url(ref)


def is_web(url: str) -> bool:
    """Say whether this may be shown as an address to go to."""
    return url.startswith(("http://", "https://")) and len(url) <= _LONGEST and url.isprintable()
