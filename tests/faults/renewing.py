"""A process that asks a site as Ann: `python -m tests.faults.renewing URL HOME SITE [hang]`.

Her login has run out. It prints the site's answer; with `hang` it says "answered" when the new
tokens have come, and does nothing more until it is killed.
"""

import logging
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event

from artkeep.clock import SystemClock
from artkeep.db.engine import Database
from artkeep.library.sealing import Seal
from artkeep.logs import start_logging
from artkeep.net.http import Http
from artkeep.settings import Settings
from artkeep.sites.base import Login, SiteHttp
from artkeep.workbench.signed_in import Kept
from artkeep.workbench.site_settings import read
from artkeep.workbench.way import Way
from tests.net.site import NOBODY
from tests.workbench.mini import Mini


class Hanging(Mini):
    """The site, whose adapter never comes back with what it got."""

    def renew(self, http: SiteHttp, login: Login) -> Login:
        super().renew(http, login)
        sys.stdout.write("answered\n")
        sys.stdout.flush()
        Event().wait()
        raise AssertionError


def main(url: str, home: str, base: str, *hang: str) -> None:
    """Ask once."""
    start_logging(Settings(home=Path(home), log_level="DEBUG"))
    logging.getLogger("httpcore2").setLevel(logging.DEBUG)
    clock = SystemClock()
    site = Hanging() if hang else Mini()
    told = read(site, {"base_url": f"{base}/base", "oauth_url": f"{base}/oauth"})
    with Database(url, clock) as database, Http(clock, tls=NOBODY) as web:
        way = Way(site, told.reach, told.options, web, clock)
        way = replace(way, signed_in=Kept(database, Seal(Path(home)), site, "7", way))
        sys.stdout.write(way.text("/x"))


if __name__ == "__main__":
    main(*sys.argv[1:])
