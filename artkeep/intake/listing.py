"""A list, batch by batch: what it names is saved with the cursor of the next batch, together."""

from dataclasses import dataclass

from artkeep.db.engine import Tx
from artkeep.library import collections, told
from artkeep.library.collections import Collection
from artkeep.model.found import Listing, PostInfo
from artkeep.model.refs import PostRef
from artkeep.sites.base import Site


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch brought: posts on it, those new to the list, those that had changed."""

    posts: int
    new: int
    changed: int


def save(tx: Tx, site: Site, held: Collection, listing: Listing) -> Batch:
    """Save a batch of a list and where the list goes on."""
    saved = [_save(tx, site, each) for each in listing.posts]
    kept = [each.post_id for each in saved if not each.is_shunned]
    new = collections.put(tx, held, kept, listing)
    return Batch(len(saved), new, sum(each.is_changed for each in saved))


def _save(tx: Tx, site: Site, each: PostInfo | PostRef) -> told.Saved:
    if isinstance(each, PostInfo):
        return told.save(tx, each)
    return told.listed(tx, each, site.url(each))
