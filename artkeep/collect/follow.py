"""Follow a list or keep a post, from its address."""

from dataclasses import dataclass

from artkeep import sites
from artkeep.collect import fetch, filtering, refresh
from artkeep.errors import BadRequest, UnknownAddress
from artkeep.intake import ways
from artkeep.library import collections, told
from artkeep.library.collections import Collection
from artkeep.model.found import CollectionInfo, PostInfo
from artkeep.model.refs import CollectionRef, PostRef, Ref, RunId
from artkeep.sites.base import Lists, Names, Site
from artkeep.texts import text
from artkeep.workbench import Workbench
from artkeep.workbench.way import Way


@dataclass(frozen=True, slots=True)
class Followed:
    """A list that is followed by now, and the run that reads it; None: nobody was asked to."""

    collection: Collection
    is_new: bool
    run_id: RunId | None


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A post that is kept by now, and the run that fetches its pictures."""

    found: PostInfo
    is_new: bool
    run_id: RunId


@dataclass(frozen=True, slots=True)
class _Wish:
    """How a list is to be followed."""

    every: int | None
    only: str
    reads: bool


def address(
    bench: Workbench,
    url: str,
    *,
    every: int = collections.DAY,
    account: str | None = None,
    only: str = "",
) -> Followed | KeptPost:
    """Follow the list or keep the post at an address. Raises UnknownAddress and SiteErrors.

    `only`: of a list keep what this filter wants, a query or a kept search's name. Raises BadQuery,
    and BadRequest for a post.
    """
    return known(bench, sites.parse(url), every=every, account=account, only=only)


def known(
    bench: Workbench,
    ref: Ref,
    *,
    every: int | None = collections.DAY,
    account: str | None = None,
    reads: bool = True,
    only: str = "",
) -> Followed | KeptPost:
    """Follow a list, or keep a post. `every` of None: it is read when told, and never by itself.

    What is read by itself already stays so. `reads`: a list is asked to be read now. `only`: its
    filter; "" leaves the one that it has. Raises BadRequest for a post that has one.
    """
    with bench.db.read() as tx:
        filtering.named(tx, only, [ref.site])  # a slip is said before its site is asked
    site, way = ways.to(bench, ref.site, account, None)
    if isinstance(site, Names):
        with way.heeding():
            ref = site.settle(way, ref)
    if isinstance(ref, CollectionRef):
        return _follow(bench, site, way, ref, _Wish(every, only, reads))
    if only.strip():
        raise BadRequest(text("a filter is for lists; this is the address of a post"))
    return _keep(bench, site, way, ref)


def _keep(bench: Workbench, site: Site, way: Way, ref: PostRef) -> KeptPost:
    with way.heeding():
        found = site.fetch(way, ref)
    with bench.db.begin() as tx:
        saved = told.save(tx, found)
        run_id = fetch.ask(tx, ref.site)
    return KeptPost(found, saved.is_new, run_id)


def _follow(bench: Workbench, site: Site, way: Way, ref: CollectionRef, wish: _Wish) -> Followed:
    described = describe(site, way, ref)
    with bench.db.begin() as tx:
        account = way.login.account if way.login else ""
        before = [each for each in collections.followed(tx) if each.ref == ref]
        is_by_itself = any(each.next_at for each in before)
        held, is_new = collections.follow(
            tx, described, account=account, every=wish.every or collections.DAY
        )
        if not is_by_itself:
            collections.schedule(tx, held.id, wish.every)
        if wish.only.strip():
            filtering.choose(tx, [held], wish.only)
        held = collections.get(tx, held.id)
        run_id = refresh.ask(tx, held.id) if wish.reads else None
    return Followed(held, is_new, run_id)


def describe(site: Site, way: Way, ref: CollectionRef) -> CollectionInfo:
    """Ask what a list is called. Raises UnknownAddress where a site has no lists."""
    if not isinstance(site, Lists):
        raise UnknownAddress(
            text("{site} has no lists to follow; give the address of a post", site=site.name)
        )
    with way.heeding():
        return site.describe(way, ref)
