"""What `add URL`, `sync` and `read` share: read lists, fetch pictures, and say what came.

What one list or site lacks stops no other one: it is said in a line, and in the exit code.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import click

from artkeep.cli import ending
from artkeep.cli.counting import counted, of
from artkeep.cli.ending import PARTLY_DONE
from artkeep.cli.helping import helped
from artkeep.cli.patience import PutOff, patiently
from artkeep.cli.working import Ended, RunFailed, Task, finish, finish_all, say
from artkeep.collect import fetch, follow, refresh
from artkeep.collect.follow import Followed
from artkeep.errors import ArtkeepError, SiteError, UnknownAddress
from artkeep.handlers import HANDLERS
from artkeep.intake import compare
from artkeep.library import collections, wanted
from artkeep.library.collections import Collection
from artkeep.model.refs import Ref
from artkeep.workbench import Workbench

_TROUBLES = ("failed", "refused", "removed", "private", "unsure")


class Gathering:
    """One command that gathers; `code` is how it went, all in all."""

    def __init__(self, bench: Workbench, *, quiet: bool, as_json: bool) -> None:
        self._bench, self._quiet, self._as_json = bench, quiet, as_json
        self._asked: list[tuple[str, int]] = []  # site and code, of each list and address
        self._fetched: dict[str, int] = {}

    @property
    def code(self) -> int:
        """The exit code: what is not to be had of a site counts for what was asked of it."""
        asked = [code or self._fetched.get(site, 0) for site, code in self._asked]
        known = {site for site, _ in self._asked}
        others = [code for site, code in self._fetched.items() if site not in known]
        return ending.code_of_all(asked + others)

    def address(self, url: str, ref: Ref, *, only: str = "") -> Collection | None:
        """Follow a list, and return it, or keep a post. What stands against it is said.

        `only` is the filter that a list is to have. Raises BadQuery, and BadRequest for a post.
        """
        try:
            done = patiently(
                self._bench, ref.site, lambda: follow.known(self._bench, ref, only=only)
            )
        except (SiteError, PutOff, UnknownAddress) as error:
            self._trouble(ref.site, url, url, error)
            return None
        if isinstance(done, Followed):
            say(f"following {done.collection.title} ({done.collection.url})")
            return done.collection
        say(f"keeping {done.found.title or done.found.url}")
        self._asked.append((done.found.ref.site, 0))
        return None

    def known(self, ref: Ref, *, every: int | None) -> Collection | None:
        """Keep a post, or return the list, which is not yet read. Raises what stands against it."""
        done = patiently(
            self._bench,
            ref.site,
            lambda: follow.known(self._bench, ref, every=every, reads=False),
        )
        if isinstance(done, Followed):
            return done.collection
        self._asked.append((ref.site, 0))
        return None

    def _trouble(self, site: str, title: str, url: str, error: ArtkeepError) -> None:
        self._asked.append((site, error.exit_code))
        self._tell(_Part(site, title, url), error)

    # ---- lists ---------------------------------------------------------------------------------

    def read(
        self, held: Sequence[Collection], *, full: bool = False, inside: bool = True
    ) -> list[Collection]:
        """Read lists, and those found `inside` them; return those that were read well."""
        known, began = {one.id for one in held}, self._bench.clock.now()
        of_runs: dict[int, Collection] = {}
        well: list[Collection] = []

        def asked(one: Collection, *, is_inside: bool = False) -> Task:
            with self._bench.db.begin() as tx:
                before = refresh.reading_since(tx, one.id, began) if is_inside else None
                run_id = before or refresh.ask(tx, one.id, full=full)
            of_runs[run_id] = one
            return Task(run_id, f"Reading {one.title}", one.ref.site)

        def then(ended: Ended) -> list[Task]:
            one = of_runs[ended.task.run_id]
            self._tell_read(one, ended)
            if ended.trouble is None:
                well.append(one)
            inner = self._inside(one) if inside else []
            new = [each for each in inner if each.id not in known]
            known.update(each.id for each in new)
            return [asked(each, is_inside=True) for each in new]

        finish_all(self._bench, map(asked, _by_turns(held)), then=then, quiet=self._quiet)
        return well

    def _inside(self, one: Collection) -> list[Collection]:
        with self._bench.db.read() as tx:
            return collections.inside(tx, one.id)

    def _tell_read(self, one: Collection, ended: Ended) -> None:
        self._asked.append((one.ref.site, ended.trouble.exit_code if ended.trouble else 0))
        part = _Part(one.ref.site, one.title, one.url, ended.run.counts, ended.run.unit)
        self._tell(part, ended.trouble)

    # ---- pictures ------------------------------------------------------------------------------

    def fetch(self, known: Iterable[str]) -> None:
        """Fetch what these sites have for us."""
        tasks = []
        for site in sorted(known):
            with self._bench.db.begin() as tx:
                tasks.append(Task(fetch.ask(tx, site), f"Fetching from {site}", site))
        finish_all(self._bench, tasks, then=self._fetched_from, quiet=self._quiet)

    def _fetched_from(self, ended: Ended) -> tuple[()]:
        site, counts = ended.task.site, ended.run.counts
        part = _Part(site, site, "", counts, ended.run.unit, self._left(ended))
        is_partly = part.left or any(counts.get(word) for word in _TROUBLES)
        code = ended.trouble.exit_code if ended.trouble else PARTLY_DONE if is_partly else 0
        self._fetched[site] = code
        self._tell(part, ended.trouble, code)
        return ()

    def _left(self, ended: Ended) -> Counter[str]:
        """Return what a site still has for us that is tried again later; a trouble says more."""
        if ended.trouble is not None:
            return Counter()
        with self._bench.db.read() as tx:
            left = wanted.left(tx, ended.task.site)
        return +Counter(pictures=left.pages, posts=left.posts)

    def _tell(self, part: "_Part", trouble: ArtkeepError | None, code: int = 0) -> None:
        code = trouble.exit_code if trouble else code
        if self._as_json:
            click.echo(part.json(trouble, code))
            return
        words = part.words(trouble)
        if words or not self._has_failed(part):
            say(f"{part.title}: {words or 'nothing new'}")

    def _has_failed(self, part: "_Part") -> bool:
        """Say whether what was asked of this site failed: then nobody knows what is new there."""
        return not part.url and any(code for site, code in self._asked if site == part.site)


@dataclass(frozen=True, slots=True)
class _Part:
    """What is said of one list or site. `left`: how many of what are tried again later."""

    site: str
    title: str
    url: str
    counts: dict[str, int] = field(default_factory=dict)
    unit: str | None = None
    left: Counter[str] = field(default_factory=Counter)

    def json(self, trouble: ArtkeepError | None, code: int) -> str:
        reason = f"{self.left.total():,} are tried again later" if self.left else None
        told = {
            "site": self.site,
            "title": self.title,
            "url": self.url,
            "status": ending.of_code(code),
            "reason": str(trouble) if trouble else reason,
            "counts": self.counts,
        }
        return json.dumps(told, ensure_ascii=False)

    def words(self, trouble: ArtkeepError | None) -> str:
        """Return what came and what stands against the rest; "" without either."""
        parts = [counted(self.counts, self.unit)]
        if trouble is not None:
            kind = trouble.kind if isinstance(trouble, RunFailed) else type(trouble)
            parts.append(helped(str(trouble), kind, self.site))
        if self.left:
            left = " and ".join(
                f"{number:,} {of(number, unit)}" for unit, number in self.left.items()
            )
            parts.append(f"{left} to be tried again later")
        return "; ".join(filter(None, parts))


def _by_turns(held: Iterable[Collection]) -> list[Collection]:
    """Order lists so that one site's come between the others': sites are read side by side."""
    of_sites: defaultdict[str, list[Collection]] = defaultdict(list)
    for one in held:
        of_sites[one.ref.site].append(one)
    return [one for some in zip_longest(*of_sites.values()) for one in some if one is not None]


def compare_new(bench: Workbench, *, quiet: bool) -> None:
    """Compare what is new with all the rest."""
    with bench.db.begin() as tx:
        comparing = compare.ask(tx)
    if comparing is not None:
        finish(bench, comparing, "Looking for copies", quiet=quiet, handlers=HANDLERS)
