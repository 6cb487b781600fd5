"""A site that the way leads to, on a real socket."""

from collections.abc import Callable, Iterator

import pytest

from artkeep.net.http import Http
from artkeep.workbench.signed_in import Given
from artkeep.workbench.site_settings import read
from artkeep.workbench.way import Way
from tests.clocks import HandClock
from tests.net.site import NOBODY, Site, site
from tests.workbench.mini import MINI, moved

Open = Callable[..., Way]


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as running:
        yield running


@pytest.fixture
def web(clock: HandClock) -> Iterator[Http]:
    with Http(clock, tls=NOBODY) as http:
        yield http


@pytest.fixture
def way(server: Site, web: Http, clock: HandClock) -> Open:
    """`way(login=…, site=…, **told)`: the way to a site that is played by `server`."""

    def open_way(login=None, site=MINI, lanes=None, **told: str) -> Way:
        said = read(site, {**moved(server), **told} if site is MINI else told)
        signed_in = Given(login) if login else None
        return Way(site, said.reach, said.options, web, clock, lanes, signed_in)

    return open_way
