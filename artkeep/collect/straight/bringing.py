"""Fetch what one post shows, each picture into a file beside, looked at and ready for its name."""

import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeVar
from zipfile import ZipFile, ZipInfo

from artkeep.collect.straight import names
from artkeep.errors import (
    AddressRefused,
    AnswerTooLarge,
    ArtkeepError,
    BadAnswer,
    DecoderCrashed,
    Gone,
    LoginNeeded,
    PictureRefused,
    RateLimited,
    SiteDown,
    Stopped,
    Unreachable,
    Withheld,
)
from artkeep.imaging import sniff
from artkeep.intake.pictures import NOT_THERE
from artkeep.jobs.lanes import NotYet
from artkeep.model.found import PageInfo, PostInfo
from artkeep.model.refs import PostRef
from artkeep.sites.base import Site
from artkeep.texts import text
from artkeep.workbench.outside import Outside
from artkeep.workbench.way import Way

T = TypeVar("T")

TIMING = "animation.json"
_LONGEST_PAUSE = timedelta(hours=1)  # of ours; the windows of every pace are shorter
_LONGEST_REST = timedelta(minutes=1)  # that a site asks for and we wait out
_TRIES_AFTER = (2.0, 8.0)  # seconds
_OF_THIS_ALONE = (
    Gone,
    Withheld,
    LoginNeeded,
    PictureRefused,
    BadAnswer,
    AnswerTooLarge,
    AddressRefused,
    Unreachable,
    DecoderCrashed,
)
_MAY_PASS = (SiteDown, Unreachable, LoginNeeded, DecoderCrashed)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a file beside, and the name that it should have."""

    position: int
    beside: Path
    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Missing:
    """What could not be had, of one page or of the whole post (None). `may_pass`: by itself."""

    position: int | None
    error: ArtkeepError
    may_pass: bool


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a post that shows so many `pages`; `ended_by` is why no more of anything can."""

    ref: PostRef
    url: str
    pages: int
    pictures: tuple[Picture, ...] = ()
    missing: tuple[Missing, ...] = ()
    ended_by: ArtkeepError | None = None


class Bringer:
    """Fetches posts of one site, for any number of threads, until `stop` is set."""

    def __init__(
        self, outside: Outside, site: Site, way: Way, fresh: Callable[[], Path], stop: Event
    ) -> None:
        self._outside, self._site, self._way = outside, site, way
        self._fresh, self._stop = fresh, stop

    def bring(self, asked: PostInfo | PostRef, have: Collection[int]) -> Brought:
        """Fetch the pictures of a post, but those that we have. Raises nothing of the site's."""
        post = _Post(self._site, asked)
        try:
            if post.found is None:
                post.found = self._ask(post.ref)
            for position in range(len(post.found.pages)):
                if position not in have:
                    self._page(post, position)
        except _OF_THIS_ALONE as error:
            post.missing.append(_missing(None, error))
        except ArtkeepError as error:
            return post.as_brought(error)
        return post.as_brought(None)

    def _ask(self, ref: PostRef) -> PostInfo:
        def fetch() -> PostInfo:
            with self._way.heeding():
                return self._site.fetch(self._way, ref)

        return self.patiently(fetch)

    def _page(self, post: "_Post", position: int) -> None:
        """Fetch one picture; where its address has expired, from where it is today."""
        try:
            try:
                self._picture(post, position)
            except BadAnswer as error:
                if error.answered not in NOT_THERE or post.is_fresh:
                    raise
                post.found, post.is_fresh = self._ask(post.ref), True
                self._picture(post, position)
        except _OF_THIS_ALONE as error:
            post.missing.append(_missing(position, error))

    def _picture(self, post: "_Post", position: int) -> None:
        assert post.found is not None
        if position >= len(post.found.pages):
            raise Gone(post.ref.site, text("{url} shows fewer pictures by now", url=post.url))
        page = post.found.pages[position]
        beside = self._fresh()
        try:
            sha256, size_bytes = self._received(page, beside)
            look = self._outside.pool.look(beside, thumbs=None, details=None, sha256=sha256)
            if look.media_type == sniff.UGOIRA and page.delays:
                put_timing(beside, page.delays)
                sha256, size_bytes = _digest(beside), beside.stat().st_size
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        name = names.of_page(post.found, position, look.media_type)
        post.pictures.append(Picture(position, beside, name, sha256, size_bytes))

    def _received(self, page: PageInfo, beside: Path) -> tuple[str, int]:
        """Fetch a picture from the best address that has it."""
        most = self._outside.settings.pictures.max_bytes
        *better, last = (page.url, *page.fallbacks)

        def fetch(address: str) -> tuple[str, int]:
            received = self._way.stream_to(address, beside, most, page.referer)
            return received.sha256, received.size_bytes

        for address in better:
            try:
                return self.patiently(partial(fetch, address))
            except BadAnswer as error:
                if error.answered not in NOT_THERE:
                    raise
        return self.patiently(partial(fetch, last))

    # ---- patience ------------------------------------------------------------------------------

    def patiently(self, call: Callable[[], T]) -> T:
        """Wait out short pauses, and try again what may pass. Raises Stopped."""
        for pause in _TRIES_AFTER:
            try:
                return self._in_turn(call)
            except (SiteDown, Unreachable):
                self._wait(self._outside.clock.now() + timedelta(seconds=pause))
        return self._in_turn(call)

    def _in_turn(self, call: Callable[[], T]) -> T:
        while True:
            try:
                return call()
            except RateLimited as pause:
                left = pause.until - self._outside.clock.now()
                if left > self._longest(pause):
                    raise
                self._wait(pause.until)

    def _longest(self, pause: RateLimited) -> timedelta:
        """Return how long we wait: long for our own pace, not for what a site asks."""
        is_ours = isinstance(pause, NotYet) and not self._outside.is_resting(self._site.name)
        return _LONGEST_PAUSE if is_ours else _LONGEST_REST

    def _wait(self, until: datetime) -> None:
        left = (until - self._outside.clock.now()).total_seconds()
        if left > 0 and self._way.waiting is not None:
            self._way.waiting(f"waiting for {self._way.name} until {until:%H:%M:%S} UTC")
        if self._stop.is_set() or (left > 0 and self._outside.clock.sleep(left, self._stop)):
            raise Stopped(text("stopped; the same command goes on from here"))
        if self._way.waiting is not None:
            self._way.waiting(None)


class _Post:
    """A post while its pictures are fetched."""

    def __init__(self, site: Site, asked: PostInfo | PostRef) -> None:
        self.found = asked if isinstance(asked, PostInfo) else None
        self.is_fresh = self.found is None  # its addresses, when we have them
        self.ref = asked.ref if isinstance(asked, PostInfo) else asked
        self.url = asked.url if isinstance(asked, PostInfo) else site.url(asked)
        self.pictures: list[Picture] = []
        self.missing: list[Missing] = []

    def as_brought(self, ended_by: ArtkeepError | None) -> Brought:
        pages = len(self.found.pages) if self.found else 0
        return Brought(
            self.ref, self.url, pages, tuple(self.pictures), tuple(self.missing), ended_by
        )


def _missing(position: int | None, error: ArtkeepError) -> Missing:
    is_odd = isinstance(error, BadAnswer) and error.answered is None  # a page that we do not know
    return Missing(position, error, is_odd or isinstance(error, _MAY_PASS))


def put_timing(path: Path, delays: tuple[int, ...]) -> None:
    """Put into a zip of frames how long each is shown, milliseconds, where it does not say."""
    with ZipFile(path, "a") as archive:
        frames = archive.namelist()
        if TIMING in frames:
            return
        in_order = sorted(frames, key=lambda name: int(name.partition(".")[0]))
        told = [
            {"file": name, "delay": delay} for name, delay in zip(in_order, delays, strict=False)
        ]
        # always the same time, so that the same frames are the same bytes
        archive.writestr(ZipInfo(TIMING, (1980, 1, 1, 0, 0, 0)), json.dumps({"frames": told}))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
