"""The workbench: everything the capabilities need, built once at start and handed over."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from artkeep.blobs import BlobStore, open_blobs
from artkeep.clock import Clock, SystemClock
from artkeep.db.engine import Database
from artkeep.db.migrate import open_library
from artkeep.errors import LibraryError
from artkeep.fingerprints import FingerprintIndex, open_fingerprints
from artkeep.fingerprints.details import DetailIndex
from artkeep.imaging.pool import Pool
from artkeep.jobs import Turn
from artkeep.jobs.lanes import Lanes
from artkeep.library import images
from artkeep.library.sealing import Seal
from artkeep.model.logins import Login
from artkeep.net.http import Http
from artkeep.settings import Settings
from artkeep.sites import SITES, by_name
from artkeep.sites.base import Site
from artkeep.texts import text
from artkeep.workbench import site_settings
from artkeep.workbench.signed_in import Given, Kept
from artkeep.workbench.way import Way


@dataclass(frozen=True, slots=True)
class Workbench:
    """What the program works with. Shared by all threads of a process."""

    settings: Settings
    clock: Clock
    db: Database
    blobs: BlobStore
    http: Http
    pool: Pool
    fingerprints: FingerprintIndex
    details: DetailIndex
    lanes: Lanes
    seal: Seal
    sites: Mapping[str, Site]

    def site(
        self,
        name: str,
        *,
        account: str = "",
        login: Login | None = None,
        turn: Turn | None = None,
    ) -> tuple[Site, Way]:
        """Return a site and the way to it, signed in as `account` of the library, or by `login`.

        `turn` shows what is waited for. Raises UnknownAddress, and LoginNeeded when nobody is
        signed in as that account.
        """
        site = self.sites.get(name) or by_name(name)
        told = site_settings.read(site, self.settings.sites.get(name, {}))
        lanes = self.lanes if told.is_paced else None
        way = Way(site, told.reach, told.options, self.http, self.clock, lanes)
        if account:
            way = replace(way, signed_in=Kept(self.db, self.seal, site, account, way))
        elif login:
            way = replace(way, signed_in=Given(login))
        return site, way.saying(turn) if turn else way

    @property
    def workers(self) -> int:
        """How many things are worked on at once: as the settings say, else one a core."""
        return self.settings.workers or cores()

    @property
    def thumbs(self) -> Path:
        """Where the small pictures lie; they can be made again."""
        return self.settings.home / "thumbs"

    @property
    def details_folder(self) -> Path:
        """Where the local points of each picture lie; they can be found again."""
        return self.settings.home / "details"


def cores() -> int:
    """Return how many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _make(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            text(
                "the library's folder {home} cannot be made: {strerror}; set "
                "ARTKEEP_HOME to one that can",
                home=home,
                strerror=error.strerror,
            )
        ) from error


@contextmanager
def open_workbench(
    settings: Settings, clock: Clock | None = None, sites: Mapping[str, Site] = SITES
) -> Iterator[Workbench]:
    """Open the library that the settings name and everything around it; close it at the end."""
    clock = clock or SystemClock()
    site_settings.check(settings.sites, sites)
    _make(settings.home)
    with ExitStack() as closing:
        db = closing.enter_context(
            Database(settings.database_url or settings.home / "library.db", clock)
        )
        open_library(db, home=settings.home)
        with db.read() as tx:
            has_blobs = images.any_kept(tx)
        yield Workbench(
            settings=settings,
            clock=clock,
            db=db,
            blobs=open_blobs(settings.blobs_url, settings.home, expect_marker=has_blobs),
            http=closing.enter_context(Http(clock)),
            pool=closing.enter_context(Pool(settings.pictures, settings.workers or cores())),
            fingerprints=open_fingerprints(db, settings.home / "index"),
            details=DetailIndex(db, settings.home / "index" / "details", settings.home / "details"),
            lanes=Lanes(db, clock),
            seal=Seal(settings.home, settings.secret),
            sites=sites,
        )
