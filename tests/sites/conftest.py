"""The sites as the fakes play them, and the way there."""

from collections.abc import Callable, Iterator

import pytest

from artkeep.clock import SystemClock
from artkeep.fakes.web import Served, serving
from artkeep.net.http import Http
from artkeep.settings import load_settings
from artkeep.sites import SITES
from artkeep.sites.base import Login
from artkeep.workbench import site_settings
from artkeep.workbench.signed_in import Given
from artkeep.workbench.way import Way
from tests.net.site import NOBODY

Open = Callable[..., Way]


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """All fakes, served for all tests of the sites; whoever changes a mood changes it back."""
    with serving() as serving_now:
        yield serving_now


@pytest.fixture
def site_http(served: Served, tmp_path) -> Iterator[Open]:
    """`site_http(name, login=None, **options)`: the way to a fake, without pauses."""
    environ = {**served.settings(), "ARTKEEP_HOME": str(tmp_path)}
    told = load_settings(environ, tmp_path).sites
    clock = SystemClock()
    with Http(clock, tls=NOBODY) as http:

        def open_way(name: str, login: Login | None = None, **options: str) -> Way:
            site = SITES[name]
            read = site_settings.read(site, {**told[name], **options})
            signed_in = Given(login) if login else None
            return Way(site, read.reach, read.options, http, clock, None, signed_in)

        yield open_way
    served.moods.clear()
