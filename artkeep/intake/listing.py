"""A list, batch by batch: what it names is saved with the cursor of the next batch, together."""

from dataclasses import dataclass

from artkeep.db.engine import Tx
from artkeep.library import collections, told
from artkeep.library.collections import Collection
from artkeep.model.found import Listing, PostInfo
from artkeep.sites.base import Site


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch brought: posts on it, those new to the list, those that had changed."""

    posts: int
    new: int
    changed: int


def save(tx: Tx, site: Site, held: Collection, listing: Listing) -> Batch:
    """Save a batch of a list and where the list goes on."""
    told_of = iter(told.save_all(tx, [one for one in listing.posts if isinstance(one, PostInfo)]))
    saved = [
        next(told_of) if isinstance(each, PostInfo) else told.listed(tx, each, site.url(each))
        for each in listing.posts
    ]
    kept = [each.post_id for each in saved if not each.is_shunned]
    new = collections.put(tx, held, kept, listing)
    return Batch(len(saved), new, sum(each.is_changed for each in saved))
