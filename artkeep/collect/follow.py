"""Follow a list or keep a post, from its address."""

from dataclasses import dataclass

from artkeep import sites
from artkeep.collect import fetch, refresh
from artkeep.errors import UnknownAddress
from artkeep.intake import ways
from artkeep.library import collections, told
from artkeep.library.collections import Collection
from artkeep.model.found import CollectionInfo, PostInfo
from artkeep.model.refs import CollectionRef, PostRef, RunId
from artkeep.sites.base import Lists, Names, Site
from artkeep.workbench import Workbench
from artkeep.workbench.way import Way


@dataclass(frozen=True, slots=True)
class Followed:
    """A list that is followed by now, and the run that reads it."""

    collection: Collection
    is_new: bool
    run_id: RunId


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A post that is kept by now, and the run that fetches its pictures."""

    found: PostInfo
    is_new: bool
    run_id: RunId


def address(
    bench: Workbench, url: str, *, every: int = collections.DAY, account: str | None = None
) -> Followed | KeptPost:
    """Follow the list or keep the post at an address. Raises UnknownAddress and SiteErrors."""
    ref = sites.parse(url)
    site, way = ways.to(bench, ref.site, account, None)
    if isinstance(site, Names):
        with way.heeding():
            ref = site.settle(way, ref)
    if isinstance(ref, PostRef):
        return _keep(bench, site, way, ref)
    return _follow(bench, site, way, ref, every)


def _keep(bench: Workbench, site: Site, way: Way, ref: PostRef) -> KeptPost:
    with way.heeding():
        found = site.fetch(way, ref)
    with bench.db.begin() as tx:
        saved = told.save(tx, found)
        run_id = fetch.ask(tx, ref.site)
    return KeptPost(found, saved.is_new, run_id)


def _follow(bench: Workbench, site: Site, way: Way, ref: CollectionRef, every: int) -> Followed:
    described = describe(site, way, ref)
    with bench.db.begin() as tx:
        account = way.login.account if way.login else ""
        held, is_new = collections.follow(tx, described, account=account, every=every)
        run_id = refresh.ask(tx, held.id)
    return Followed(held, is_new, run_id)


def describe(site: Site, way: Way, ref: CollectionRef) -> CollectionInfo:
    """Ask what a list is called. Raises UnknownAddress where a site has no lists."""
    if not isinstance(site, Lists):
        raise UnknownAddress(f"{site.name} has no lists to follow; give the address of a post")
    with way.heeding():
        return site.describe(way, ref)
