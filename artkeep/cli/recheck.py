"""`artkeep recheck [SITE…]`."""

import json
from collections.abc import Iterable
from datetime import timedelta

import click

from artkeep.cli import ending
from artkeep.cli.counting import counted
from artkeep.cli.helping import helped
from artkeep.cli.opening import opened
from artkeep.cli.working import Ended, RunFailed, Task, finish_all, say
from artkeep.collect import recheck
from artkeep.library import checks, posts
from artkeep.sites import SITES, by_name
from artkeep.workbench import Workbench

_NOTHING = "nothing to look at: what it has was looked at lately, or nothing of it is kept"
_NO_POSTS = (
    "no post of any site is kept yet, so there is nothing to look at; "
    "artkeep add ADDRESS keeps a post or follows a list"
)


@click.command("recheck")
@click.argument("sites", nargs=-1, metavar="[SITE…]")
@click.option(
    "--at-most", type=click.IntRange(1), default=recheck.PER_DAY, help="Posts a site, at most."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a change or doubt.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
def command(*, sites: tuple[str, ...], at_most: int, as_json: bool, quiet: bool) -> int:
    """Look whether the posts we hold are still there, doubts first.

    A post is held to be gone when two looks on different days did not find it while its site
    answered for others. What the library has of it stays.
    """
    with opened() as bench:
        began = bench.clock.now()
        with bench.db.read() as tx:
            wanted = sites or tuple(posts.sites(tx, SITES))
        if not wanted:
            say(_NO_POSTS)
        ended = _look(bench, wanted, at_most=at_most, quiet=quiet, as_json=as_json)
        _digest(bench, bench.clock.now() - began, as_json=as_json)
        return ending.code_of_all(each.trouble.exit_code if each.trouble else 0 for each in ended)


def _look(
    bench: Workbench, wanted: Iterable[str], *, at_most: int, quiet: bool, as_json: bool
) -> list[Ended]:
    """Look at the posts of each site; what stands against one of them is said."""

    def then(ended: Ended) -> tuple[()]:
        site, counts, trouble = ended.task.site, ended.run.counts, ended.trouble
        if trouble is not None and as_json:
            click.echo(_json(site, "", site, ending.of_code(trouble.exit_code), str(trouble)))
            return ()
        parts = [counted(counts, ended.run.unit)]
        if trouble is not None:
            kind = trouble.kind if isinstance(trouble, RunFailed) else type(trouble)
            parts.append(helped(str(trouble), kind, site))
        say(f"{site}: {'; '.join(filter(None, parts)) or _NOTHING}")
        return ()

    tasks = []
    for site in dict.fromkeys(wanted):
        by_name(site)
        with bench.db.begin() as tx:
            run_id = recheck.ask(tx, site, at_most=at_most)
        tasks.append(Task(run_id, f"Looking at {site}", site))
    return finish_all(bench, tasks, then=then, quiet=quiet)


def _digest(bench: Workbench, took: timedelta, *, as_json: bool) -> None:
    """Tell what changed or is in doubt since the command began."""
    with bench.db.read() as tx:
        news = checks.news(tx, tx.now - took, 1000)
    for each in news:
        if as_json:
            click.echo(_json(each.ref.site, each.url, each.title, each.state, each.words))
        else:
            say(f"{each.state:12}  {each.title or each.url}: {each.words}")


def _json(site: str, url: str, title: str, status: str, reason: str) -> str:
    told = {"site": site, "title": title, "url": url, "status": status, "reason": reason}
    return json.dumps(told, ensure_ascii=False)
