"""What `add URL`, `sync` and `read` share: read lists, fetch pictures, and say what came."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import click

from artkeep.cli.working import finish, say
from artkeep.collect import fetch, follow, refresh
from artkeep.collect.follow import Followed
from artkeep.handlers import HANDLERS
from artkeep.intake import compare
from artkeep.library import collections, wanted
from artkeep.library.collections import Collection
from artkeep.model.records import Run
from artkeep.workbench import Workbench

PARTLY_DONE = 3
_TROUBLES = ("failed", "refused", "removed", "private", "unsure")


@dataclass(frozen=True, slots=True)
class Brought:
    """What a list or a site brought in one reading."""

    title: str
    url: str
    counts: Counter[str]


def add(
    bench: Workbench, urls: Iterable[str], *, compared: bool, quiet: bool, as_json: bool
) -> int:
    """Follow the lists and keep the posts at these addresses, with all their pictures."""
    known = set()
    for url in urls:
        done = follow.address(bench, url)
        if isinstance(done, Followed):
            say(f"following {done.collection.title} ({done.collection.url})")
            known.add(done.collection.ref.site)
            read(bench, [done.collection], quiet=quiet, as_json=as_json)
        else:
            say(f"keeping {done.found.title or done.found.url}")
            known.add(done.found.ref.site)
    code = fetch_all(bench, sorted(known), quiet=quiet, as_json=as_json)
    if compared:
        compare_new(bench, quiet=quiet)
    return code


def read(
    bench: Workbench,
    held: Iterable[Collection],
    *,
    full: bool = False,
    inside: bool = True,
    quiet: bool,
    as_json: bool,
) -> None:
    """Read lists, and those found `inside` them, one after the other."""
    waiting = list(held)
    with bench.db.begin() as tx:
        runs = {one.id: refresh.ask(tx, one.id, full=full) for one in waiting}
    while waiting:
        one = waiting.pop(0)
        run = finish(bench, runs[one.id], f"Reading {one.title}", quiet=quiet)
        tell(Brought(one.title, one.url, Counter(run.counts)), as_json=as_json)
        if not inside:
            continue
        with bench.db.read() as tx:
            inner = [each for each in collections.inside(tx, one.id) if each.id not in runs]
            runs |= {each.id: refresh.reading(tx, each.id).id for each in inner}
        waiting += inner


def fetch_all(bench: Workbench, known: Iterable[str], *, quiet: bool, as_json: bool) -> int:
    """Fetch what these sites have for us; return the exit code."""
    code = 0
    for site in known:
        with bench.db.begin() as tx:
            run_id = fetch.ask(tx, site)
        run = finish(bench, run_id, f"Fetching from {site}", quiet=quiet)
        tell(Brought(site, "", Counter(run.counts)), as_json=as_json)
        code = max(code, _code(bench, site, run))
    return code


def compare_new(bench: Workbench, *, quiet: bool) -> None:
    """Compare what is new with all the rest."""
    with bench.db.begin() as tx:
        comparing = compare.ask(tx)
    if comparing is not None:
        finish(bench, comparing, "Looking for copies", quiet=quiet, handlers=HANDLERS)


def _code(bench: Workbench, site: str, run: Run) -> int:
    with bench.db.read() as tx:
        left = wanted.left(tx, site)
    if left.pages or left.posts:
        say(f"{left.pages + left.posts:,} of {site} are tried again later")
    troubled = any(run.counts.get(word) for word in _TROUBLES)
    return PARTLY_DONE if troubled or left.pages or left.posts else 0


def tell(brought: Brought, *, as_json: bool) -> None:
    """Print what came."""
    if as_json:
        told = {"title": brought.title, "url": brought.url, **brought.counts}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    words = ", ".join(f"{number:,} {word}" for word, number in sorted(brought.counts.items()))
    say(f"{brought.title}: {words or 'nothing new'}")
