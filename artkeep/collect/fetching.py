"""One turn of fetching: what is in the hands of threads, and what they brought."""

from collections import Counter, deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Self

from artkeep.db.engine import Tx
from artkeep.errors import (
    AddressRefused,
    AnswerTooLarge,
    ArtkeepError,
    BadAnswer,
    DecoderCrashed,
    PictureRefused,
    SiteDown,
    Unreachable,
)
from artkeep.intake import pictures, posts
from artkeep.intake.pictures import NOT_THERE, Brought
from artkeep.intake.posts import Asked
from artkeep.jobs import Turn
from artkeep.library import wanted
from artkeep.library.wanted import WantedPage, WantedPost
from artkeep.sites.base import Site
from artkeep.workbench import Workbench
from artkeep.workbench.reach import PICTURES_PACE
from artkeep.workbench.way import Way

_TOGETHER = 100  # pictures recorded in one transaction
_AHEAD = 8  # pictures handed to each thread: it goes on while we record
_AT_LEAST_EVERY = 1.0  # seconds: people watch the numbers
_ASKING = 2  # posts asked for at once; the site's lane says how soon
_UNPACED = 8  # pictures at once from hosts that need no pace
_DOWN = 8  # failures in a row mean that it is not the picture but the site


@dataclass(frozen=True, slots=True)
class _Failed:
    """A picture that was not to be had. `for_good`: another try would end the same way."""

    page: WantedPage
    error: ArtkeepError
    for_good: bool = False

    @property
    def is_of_site(self) -> bool:
        """Whether it may be the site that has failed, not this picture."""
        return isinstance(self.error, SiteDown | Unreachable)

    @property
    def may_have_expired(self) -> bool:
        """Whether its address may have been a good one: then its post has a fresh one."""
        is_first = not self.page.has_failed
        is_not_there = isinstance(self.error, BadAnswer) and self.error.answered in NOT_THERE
        return is_first and is_not_there


class Fetching:
    """Hands out what is wanted of a site and records what comes back. Used in a `with`."""

    def __init__(self, bench: Workbench, turn: Turn, site: Site, way: Way) -> None:
        self._bench, self._turn, self._site, self._way = bench, turn, site, way
        self._at_once = _at_once(site, way)
        self._hands = _AHEAD * self._at_once
        self._threads = ThreadPoolExecutor(self._at_once, f"fetch-{site.name}")
        self._askers = ThreadPoolExecutor(_ASKING, f"ask-{site.name}")
        self._pages: dict[Future[Brought | _Failed], WantedPage] = {}
        self._posts: dict[Future[Asked], WantedPost] = {}
        self._queue: deque[WantedPage] = deque()
        self._all_pages = self._all_posts = False  # whether we hold all that was wanted lately
        self._came: list[Brought | _Failed | Asked] = []
        self._counts = Counter(turn.run.counts)
        self._done = turn.run.done
        self._down = 0
        self._committed = bench.clock.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for threads in (self._threads, self._askers):
            threads.shutdown(wait=True, cancel_futures=True)
        for future in self._pages:
            if not future.cancelled() and future.exception() is None:
                _drop(future.result())
        for came in self._came:
            _drop(came)

    def work(self) -> None:
        """Go on until nothing is wanted now. What has come is recorded, whatever stops it."""
        self._say_how_much()
        try:
            while self._hand_out():
                self._turn.check()
                self._receive()
        finally:
            if not self._turn.stopping:
                self._gather()
                self._commit()

    def _gather(self) -> None:
        """Take what still comes well after something else went wrong: it was asked for."""
        flying: list[Future[Any]] = [*self._pages, *self._posts]
        for future in flying:
            future.cancel()
        for future in wait(flying).done:
            if not future.cancelled() and future.exception() is None:
                self._came.append(future.result())
        self._pages.clear()
        self._posts.clear()

    def _say_how_much(self) -> None:
        with self._bench.db.read() as tx:
            left = wanted.left(tx, self._site.name)
        total = self._done + left.pages + left.posts
        self._turn.progress(unit="pictures", total=total, done=self._done)

    def _hand_out(self) -> bool:
        """Fill the hands of the threads; say whether they hold anything."""
        self._look_for_more()
        while self._queue and len(self._pages) < self._hands:
            page = self._queue.popleft()
            self._pages[self._threads.submit(self._bring, page)] = page
        return bool(self._pages or self._posts)

    def _look_for_more(self) -> None:
        """Ask the library what else is wanted; when that was all, not again until we record."""
        pages = 2 * self._hands if len(self._queue) < self._hands and not self._all_pages else 0
        asks = 0 if self._all_posts else _ASKING - len(self._posts)
        if not pages and not asks:
            return
        with self._bench.db.read() as tx:
            more_pages = self._more_pages(tx, pages)
            more_posts = self._more_posts(tx, asks)
        self._all_pages |= len(more_pages) < pages
        self._all_posts |= len(more_posts) < asks
        self._queue += more_pages
        for post in more_posts:
            self._posts[self._askers.submit(posts.ask, self._site, self._way, post)] = post

    def _more_pages(self, tx: Tx, limit: int) -> list[WantedPage]:
        came = [each.page for each in self._came if not isinstance(each, Asked)]
        held = [page.id for page in (*self._pages.values(), *self._queue, *came)]
        return wanted.pages(tx, self._site.name, limit, held) if limit else []

    def _more_posts(self, tx: Tx, limit: int) -> list[WantedPost]:
        came = [each.post for each in self._came if isinstance(each, Asked)]
        held = [post.id for post in (*self._posts.values(), *came)]
        return wanted.posts(tx, self._site.name, limit, held) if limit else []

    def _bring(self, page: WantedPage) -> Brought | _Failed:
        """Fetch a picture. What concerns the site as a whole is raised."""
        try:
            return pictures.bring(self._bench, self._way, page)
        except (PictureRefused, AnswerTooLarge, AddressRefused) as refused:
            return _Failed(page, refused, for_good=True)
        except (BadAnswer, Unreachable, DecoderCrashed) as error:
            return _Failed(page, error)

    def _receive(self) -> None:
        """Wait for what comes next, and record when enough has come."""
        flying: list[Future[Any]] = [*self._pages, *self._posts]
        for future in wait(flying, _AT_LEAST_EVERY, FIRST_COMPLETED).done:
            self._pages.pop(future, None)
            self._posts.pop(future, None)
            self._came.append(future.result())
            self._notice(self._came[-1])
        late = self._bench.clock.monotonic() - self._committed > _AT_LEAST_EVERY
        if len(self._came) >= _TOGETHER or late or not (self._pages or self._posts):
            self._commit()

    def _notice(self, came: Brought | _Failed | Asked) -> None:
        """Raise what many in a row have failed with: then it is the site, and waiting helps."""
        failed_alone = isinstance(came, _Failed) and not came.is_of_site
        if isinstance(came, Brought) or came.error is None or failed_alone:
            self._down = 0
            return
        self._down += 1
        if self._down >= _DOWN:
            raise came.error

    def _commit(self) -> None:
        """Store and record what has come, in one transaction."""
        together, self._came = self._came, []
        try:
            brought = [came for came in together if isinstance(came, Brought)]
            pictures.store(self._bench, [each.taken for each in brought])
            with self._turn.begin() as tx:
                for is_new in pictures.record_pages(tx, brought):
                    self._counts["new" if is_new else "known"] += 1
                for came in together:
                    if not isinstance(came, Brought):
                        self._counts[self._record(tx, came)] += 1
        except BaseException:
            self._came = together
            raise
        self._done += len(together)
        self._turn.progress(done=self._done, counts=dict(self._counts))
        self._all_pages = self._all_posts = False
        if any(isinstance(came, Asked) for came in together):  # who tell of more pictures
            self._say_how_much()
        self._committed = self._bench.clock.monotonic()

    def _record(self, tx: Tx, came: _Failed | Asked) -> str:
        """Record what is no picture; return the word it is counted under."""
        if isinstance(came, Asked):
            return posts.save(tx, came)
        if came.for_good:
            wanted.refuse(tx, came.page, str(came.error))
            return "refused"
        if came.may_have_expired:
            others = [page for page in self._queue if page.post_id != came.page.post_id]
            self._queue = deque(others)
            wanted.ask_afresh(tx, came.page, str(came.error))
            return "expired"
        wanted.try_later(tx, came.page, str(came.error))
        return "failed"


def _at_once(site: Site, way: Way) -> int:
    """Return how many pictures are fetched at once; the lanes see to the rest."""
    if way.lanes is None:
        return _UNPACED
    paces = [address.pace for address in site.about.addresses.values() if address.pictures]
    return max(pace.at_once for pace in paces or [PICTURES_PACE])


def _drop(came: Brought | _Failed | Asked) -> None:
    if isinstance(came, Brought):
        came.taken.drop()
