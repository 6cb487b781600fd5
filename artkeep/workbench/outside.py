"""What works without a library: the web, the decoders, and the manners that sites are owed.

Where there is a library its lanes and logins are used, so that whoever works beside us on it and we
together are as polite as one; nothing else of it is touched. Where there is none, the lanes lie in
the platform's folder for passing things: the next command remembers what this one asked.
"""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from artkeep.clock import Clock, SystemClock
from artkeep.db.engine import Database
from artkeep.db.migrate import Standing, open_library, standing_of
from artkeep.errors import LibraryError
from artkeep.imaging.pool import Pool
from artkeep.jobs import lanes
from artkeep.jobs.lanes import Lanes, Waiting
from artkeep.library import logins
from artkeep.library.sealing import Seal
from artkeep.net.http import Http
from artkeep.settings import Settings
from artkeep.settings.sources import passing_folder
from artkeep.sites import by_name
from artkeep.sites.base import Site
from artkeep.workbench import cores, site_settings
from artkeep.workbench.signed_in import Kept
from artkeep.workbench.way import Way

_FILE = "library.db"


class Outside:
    """The web, the decoders, and the way to each site. Made by `open_outside`."""

    def __init__(self, settings: Settings, clock: Clock, closing: ExitStack) -> None:
        self.settings = settings
        self.clock = clock
        self.library = _library(settings, clock, closing)
        self.http = closing.enter_context(Http(clock))
        self.pool = closing.enter_context(Pool(settings.pictures, settings.workers or cores()))
        self._closing = closing
        self._manners = self.library

    def site(self, name: str, waiting: Waiting | None = None) -> tuple[Site, Way]:
        """Return a site and the way to it, signed in where the library has a login that holds."""
        site = by_name(name)
        told = site_settings.read(site, self.settings.sites.get(name, {}))
        paced = Lanes(self._lanes(), self.clock) if told.is_paced else None
        way = Way(site, told.reach, told.options, self.http, self.clock, paced, waiting=waiting)
        account = self._account(name)
        if self.library is None or account is None:
            return site, way
        seal = Seal(self.settings.home, self.settings.secret)
        return site, replace(way, signed_in=Kept(self.library, seal, site, account, way))

    def is_resting(self, site: str) -> bool:
        """Say whether the site asked to be left alone for now."""
        if self._manners is None:
            return False
        with self._manners.read() as tx:
            return any(lane.site == site and lane.resting_until for lane in lanes.state(tx))

    def _account(self, site: str) -> str | None:
        if self.library is None:
            return None
        with self.library.read() as tx:
            held = [each.account for each in logins.of_site(tx, site) if not each.broken]
        return held[0] if held else None

    def _lanes(self) -> Database:
        """Return where the lanes lie; made when they are first needed."""
        if self._manners is None:
            self._manners = _manners(self.clock, self._closing)
        return self._manners


@contextmanager
def open_outside(settings: Settings, clock: Clock | None = None) -> Iterator[Outside]:
    """Open what works without a library; close it at the end."""
    site_settings.check(settings.sites)
    with ExitStack() as closing:
        yield Outside(settings, clock or SystemClock(), closing)


def has_library(settings: Settings) -> bool:
    """Say whether there is a library where the settings say."""
    return settings.database_url is not None or (settings.home / _FILE).is_file()


def _library(settings: Settings, clock: Clock, closing: ExitStack) -> Database | None:
    """Return the library's database where there is one of today's schema."""
    if not has_library(settings):
        return None
    at = settings.database_url or settings.home / _FILE
    database = closing.enter_context(Database(at, clock))
    with database.read() as tx:
        return database if standing_of(tx) is Standing.CURRENT else None


def _manners(clock: Clock, closing: ExitStack) -> Database:
    """Return a database for lanes alone, remembered where the platform lets us."""
    try:
        return _lanes_in(passing_folder(), clock, closing)
    except (LibraryError, OSError):  # it cannot be written, or a newer Artkeep uses it
        folder = closing.enter_context(tempfile.TemporaryDirectory(prefix="artkeep-"))
        return _lanes_in(Path(folder), clock, closing)


def _lanes_in(folder: Path, clock: Clock, closing: ExitStack) -> Database:
    folder.mkdir(parents=True, exist_ok=True)
    database = closing.enter_context(Database(folder / "lanes.db", clock))
    open_library(database, home=folder)
    return database
