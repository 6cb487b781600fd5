"""A list, batch by batch: what it names is saved with the cursor of the next batch, together."""

from dataclasses import dataclass

from artkeep.db.engine import Tx
from artkeep.library import collections, filters, places, told
from artkeep.library.collections import Collection
from artkeep.model.found import Listing, PostInfo
from artkeep.sites.base import Site


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch brought: posts on it, those new to the list, those that had changed.

    `passed` are new to us and passed over, since the list's filter does not want them; `back` are
    those on it that were passed over until now.
    """

    posts: int
    new: int
    changed: int
    passed: int = 0
    back: int = 0


def save(tx: Tx, site: Site, held: Collection, listing: Listing) -> Batch:
    """Save a batch of a list and where the list goes on."""
    whole = [each for each in listing.posts if isinstance(each, PostInfo)]
    passed = filters.unwanted(tx, held, whole)
    told_of = iter(told.save_all(tx, [each for each in whole if each.ref not in passed]))
    saved, new_and_passed = [], 0
    for each in listing.posts:
        if not isinstance(each, PostInfo):
            saved.append(told.listed(tx, each, site.url(each)))
        elif each.ref in passed:
            saved.append(filters.pass_over(tx, each))
            new_and_passed += saved[-1].is_new
        else:
            saved.append(next(told_of))
    kept = [each.post_id for each in saved if not each.is_shunned]
    if len(whole) < len(saved):
        filters.ask_again(tx, held, kept)
    back = places.on_it(tx, held.id, [each.post_id for each in saved if each.is_back])
    new = collections.put(tx, held, kept, listing)
    changed = sum(each.is_changed for each in saved)
    return Batch(len(saved), new, changed, new_and_passed, back)
