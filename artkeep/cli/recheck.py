"""`artkeep recheck [SITE…]`."""

import json
from datetime import timedelta

import click

from artkeep.cli.opening import opened
from artkeep.cli.working import finish, say
from artkeep.collect import recheck
from artkeep.library import checks, posts
from artkeep.sites import SITES
from artkeep.workbench import Workbench


@click.command("recheck")
@click.argument("sites", nargs=-1, metavar="[SITE…]")
@click.option(
    "--at-most", type=click.IntRange(1), default=recheck.PER_DAY, help="Posts a site, at most."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a change or doubt.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
def command(*, sites: tuple[str, ...], at_most: int, as_json: bool, quiet: bool) -> None:
    """Look whether the posts we hold are still there, doubts first.

    A post is held to be gone when two looks on different days did not find it while its site
    answered for others. What the library has of it stays.
    """
    with opened() as bench:
        began = bench.clock.now()
        with bench.db.read() as tx:
            wanted = sites or tuple(posts.sites(tx, SITES))
        for site in wanted:
            with bench.db.begin() as tx:
                run_id = recheck.ask(tx, site, at_most=at_most)
            run = finish(bench, run_id, f"Looking at {site}", quiet=quiet)
            words = ", ".join(f"{number:,} {word}" for word, number in sorted(run.counts.items()))
            say(f"{site}: {words or 'nothing to look at'}")
        _digest(bench, bench.clock.now() - began, as_json=as_json)


def _digest(bench: Workbench, took: timedelta, *, as_json: bool) -> None:
    """Tell what changed or is in doubt since the command began."""
    with bench.db.read() as tx:
        news = checks.news(tx, tx.now - took, 1000)
    for each in news:
        if as_json:
            told = {"url": each.url, "title": each.title, "state": each.state, "why": each.words}
            click.echo(json.dumps(told, ensure_ascii=False))
        else:
            say(f"{each.state:12}  {each.title or each.url}: {each.words}")
