"""Read a list, or a post, into a folder: what is there already is not asked for again."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Self

from artkeep.blobs.spool import make
from artkeep.collect.straight import memory, shelf
from artkeep.collect.straight.bringing import Bringer, Brought, Missing, Picture
from artkeep.collect.straight.memory import Memory, OfList
from artkeep.collect.straight.outcomes import Outcome, Report, Status, Wanted
from artkeep.collect.straight.shelf import Shelf
from artkeep.errors import Gone, LoginNeeded, Stopped, UnknownAddress, Withheld
from artkeep.model.found import Listing, PostInfo
from artkeep.model.refs import CollectionRef, PostRef, Ref
from artkeep.sites.base import Lists, Names
from artkeep.texts import text
from artkeep.workbench.outside import Outside

FRESH = timedelta(days=3)  # a list that was read to its end is left alone so long
_SAVED_TOGETHER = 10  # pictures between two writings of the memory
_SAVED_EVERY = 1.0  # seconds, at least
_AHEAD = 2  # posts asked for ahead of each that is awaited
_DOWN = 5  # posts in a row that failed as they do when a site is down


def get(outside: Outside, wanted: Wanted, report: Report) -> None:
    """Get a list or a post into a folder. What has come when it raises is there and known."""
    make(wanted.folder)
    with shelf.held(wanted.folder), _Getting(outside, wanted, report) as getting:
        getting.work()


class _Getting:
    """One `get` while it goes on. Used in a `with`."""

    def __init__(self, outside: Outside, wanted: Wanted, report: Report) -> None:
        self._wanted, self._report, self._clock = wanted, report, outside.clock
        self._stop = Event()
        self._site, self._way = outside.site(wanted.ref.site, self._tell)
        file = wanted.folder / f"{self._site.name}.database"
        self._file = file if wanted.has_memory else None
        self._memory = self._remembered()
        self._shelf = Shelf(wanted.folder, own=[file.name])
        self._bringer = Bringer(outside, self._site, self._way, self._shelf.fresh, self._stop)
        at_once = self._way.pictures_at_once()
        self._threads = ThreadPoolExecutor(at_once, f"get-{self._site.name}")
        self._ahead = _AHEAD * at_once
        self._flying: deque[Future[Brought]] = deque()
        self._read: set[str] = set()  # lists
        self._asked: set[str] = set()  # posts
        self._unsaved, self._saved_at, self._down = 0, outside.clock.monotonic(), 0
        self._doubts = 0  # posts that may be had another time
        self._lacking: LoginNeeded | None = None  # what a post wanted

    def _tell(self, words: str | None) -> None:
        if words is not None and self._stop.is_set():
            raise Stopped(text("stopped; the same command goes on from here"))
        self._report.waiting(words)

    def _remembered(self) -> Memory:
        if self._file is None:
            return Memory()
        found, was_damaged = memory.load(self._file)
        if was_damaged:
            self._report.say(f"{self._file} was damaged and begins anew; the pictures are safe")
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Keep what came well, forget what did not, and write the memory."""
        self._stop.set()
        self._threads.shutdown(wait=True, cancel_futures=True)
        try:
            for future in self._flying:
                if not future.cancelled() and future.exception() is None:
                    self._keep(future.result())
        finally:
            self._remember()

    # ---- what is asked for ---------------------------------------------------------------------

    def work(self) -> None:
        """Get it all."""
        lost = self._shelf.missing(self._memory) - self._memory.failed.keys()
        ref = self._settled(self._wanted.ref)
        if isinstance(ref, PostRef):
            self._bring([ref])
        else:
            self._bring(PostRef(ref.site, id_) for id_ in sorted(lost))
            self._list(ref)
        self._drain()
        if self._lacking is not None and not self._memory.posts:
            raise self._lacking

    def _settled(self, ref: Ref) -> Ref:
        """Put numbers where names are; asked once, then remembered."""
        if not isinstance(self._site, Names):
            return ref
        before = self._memory.settled.get(ref.id)
        if before is not None and isinstance(ref, CollectionRef) and not self._wanted.force:
            return CollectionRef(ref.site, before)
        settled = self._bringer.patiently(lambda: self._settle(ref))
        if isinstance(settled, CollectionRef) and settled != ref:
            self._memory.settled[ref.id] = settled.id
        return settled

    def _settle(self, ref: Ref) -> Ref:
        assert isinstance(self._site, Names)
        with self._way.heeding():
            return self._site.settle(self._way, ref)

    def _list(self, ref: CollectionRef, title: str = "", *, is_inside: bool = False) -> None:
        """Get a list, and those inside it, each once."""
        if ref.id in self._read:
            return
        self._read.add(ref.id)
        before = self._memory.lists.get(ref.id)
        title = title or self._site.url(ref)
        if before is not None and self._is_fresh(before):
            inside = dict.fromkeys(before.inside, "")
            if not is_inside:  # of many inside one, the one is enough
                self._say_fresh(before, title)
        else:
            inside = self._read_through(ref, title, None if self._wanted.force else before)
        for id_, its_title in inside.items():
            self._inside(CollectionRef(ref.site, id_), its_title)

    def _inside(self, ref: CollectionRef, title: str) -> None:
        """Get a list inside another; what it lacks alone stops nothing."""
        try:
            self._list(ref, title, is_inside=True)
        except (Gone, Withheld, LoginNeeded) as error:
            url, why = self._site.url(ref), str(error)
            self._report.outcome(Outcome(ref.id, url, None, None, Status.FAILED, why))

    def _is_fresh(self, before: OfList) -> bool:
        return not self._wanted.force and self._clock.now() - before.done_at < FRESH

    def _say_fresh(self, before: OfList, title: str) -> None:
        age = self._clock.now() - before.done_at
        days = f"{age.days} days" if age.days > 1 else "a day" if age.days else "less than a day"
        self._report.say(f"{title} was read {days} ago; --force reads it again")

    def _read_through(
        self, ref: CollectionRef, title: str, before: OfList | None
    ) -> dict[str, str]:
        """Read a list to its end, or until all is known; return the lists inside by their ids."""
        self._report.reading(title)
        doubts, again = self._doubts, before.again if before else None
        inside = dict.fromkeys(before.inside, "") if before else {}
        for told in self._batches(ref, again):
            inside |= {inner.ref.id: inner.title for inner in told.collections}
            again = told.again or again
            news = [each for each in told.posts if self._is_news(each)]
            self._bring(each for each in told.posts if not self._is_known(each))
            if before and told.posts and not news and not self._wanted.force:
                break
        self._drain()
        if self._doubts == doubts:
            now = self._clock.now()
            self._memory.lists[ref.id] = OfList(now, again, tuple(inside))
        return inside

    def _batches(self, ref: CollectionRef, cursor: str | None) -> Iterator[Listing]:
        site = self._site
        if not isinstance(site, Lists):
            raise UnknownAddress(
                text("{site} has no lists; give the address of a post", site=site.name)
            )

        def ask() -> Listing:
            with self._way.heeding():
                return site.list(self._way, ref, cursor)

        while True:
            told = self._bringer.patiently(ask)
            yield told
            cursor = told.cursor
            if cursor is None:
                return

    def _is_known(self, asked: PostInfo | PostRef) -> bool:
        """Say whether all pictures of a post are here; tell of them."""
        id_ = asked.ref.id if isinstance(asked, PostInfo) else asked.id
        held = self._memory.posts.get(id_, [None])
        if None in held or (isinstance(asked, PostInfo) and len(asked.pages) > len(held)):
            return False
        url = asked.url if isinstance(asked, PostInfo) else self._site.url(asked)
        for lies in held:
            path = self._shelf.path_of(lies) if lies else None
            self._report.outcome(Outcome(id_, url, path, None, Status.KNOWN))
        return True

    def _is_news(self, asked: PostInfo | PostRef) -> bool:
        id_ = asked.ref.id if isinstance(asked, PostInfo) else asked.id
        return id_ not in self._memory.posts and id_ not in self._memory.failed

    # ---- what comes ----------------------------------------------------------------------------

    def _bring(self, asked: Iterable[PostInfo | PostRef]) -> None:
        """Have posts fetched; no more of them are on their way than a few for each thread."""
        for each in asked:
            id_ = each.ref.id if isinstance(each, PostInfo) else each.id
            if id_ in self._asked:
                continue
            self._asked.add(id_)
            held = self._memory.posts.get(id_, [])
            have = frozenset(at for at, lies in enumerate(held) if lies)
            self._flying.append(self._threads.submit(self._bringer.bring, each, have))
            while len(self._flying) > self._ahead:
                self._receive()

    def _drain(self) -> None:
        while self._flying:
            self._receive()

    def _receive(self) -> None:
        """Wait for the post that was handed over first: names go by the order of the list."""
        brought = self._flying[0].result()
        self._flying.popleft()
        self._keep(brought)
        if brought.ended_by is not None:
            raise brought.ended_by
        if self._down >= _DOWN:
            raise brought.missing[0].error
        late = self._clock.monotonic() - self._saved_at >= _SAVED_EVERY
        if self._unsaved >= _SAVED_TOGETHER and late:
            self._remember()

    def _keep(self, brought: Brought) -> None:
        """Give what came of a post its place, and remember it."""
        id_ = brought.ref.id
        self._memory.failed.pop(id_, None)
        for number, picture in enumerate(brought.pictures):
            try:
                self._put(brought, picture)
            except BaseException:
                for left in brought.pictures[number:]:
                    left.beside.unlink(missing_ok=True)
                raise
        for missing in brought.missing:
            self._miss(brought, missing)
        may_pass = [missing.may_pass for missing in brought.missing]
        self._down = self._down + 1 if any(may_pass) else 0
        self._doubts += any(may_pass)

    def _put(self, brought: Brought, picture: Picture) -> None:
        there = self._shelf.holding(picture.beside)
        status = Status.SAVED if there is None else Status.THERE
        if there is None:
            there = self._shelf.take(picture.beside, picture.name, picture.sha256)
            self._unsaved += 1
        else:
            picture.beside.unlink()
        held = self._memory.posts.setdefault(brought.ref.id, [])
        held += [None] * (brought.pages - len(held))
        held[picture.position] = self._shelf.lies(there, picture.sha256)
        path = self._wanted.folder / there.name
        size = picture.size_bytes
        self._report.outcome(
            Outcome(brought.ref.id, brought.url, path, picture.sha256, status, None, size)
        )

    def _miss(self, brought: Brought, missing: Missing) -> None:
        id_, why = brought.ref.id, str(missing.error)
        if isinstance(missing.error, LoginNeeded):
            self._lacking = missing.error
        if not missing.may_pass:
            self._memory.failed[id_] = (self._clock.now(), why)
        if not any(self._memory.posts.get(id_, [])):
            self._memory.posts.pop(id_, None)
        self._report.outcome(Outcome(id_, brought.url, None, None, Status.FAILED, why))

    def _remember(self) -> None:
        if self._file is not None:
            memory.save(self._file, self._memory, self._shelf.bytes_of(self._memory))
        self._unsaved, self._saved_at = 0, self._clock.monotonic()
