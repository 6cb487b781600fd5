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
from tests.sites import playing_deviantart, playing_imagefap, playing_pixiv
from tests.sites.playing import restoring

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


# One house for all tests of a file; what one test did is undone before the next.


@pytest.fixture(scope="module")
def one_pixiv() -> Iterator[playing_pixiv.Playing]:
    with playing_pixiv.playing() as house:
        yield house


@pytest.fixture
def pixiv(one_pixiv: playing_pixiv.Playing) -> playing_pixiv.Playing:
    one_pixiv.served.moods.clear()
    one_pixiv.served.log.clear()
    return one_pixiv


@pytest.fixture(scope="module")
def one_deviantart() -> Iterator[playing_deviantart.Playing]:
    with playing_deviantart.playing() as house:
        yield house


@pytest.fixture
def deviantart(one_deviantart: playing_deviantart.Playing) -> playing_deviantart.Playing:
    one_deviantart.served.moods.clear()
    one_deviantart.served.log.clear()
    one_deviantart.memory.downloads_left = 10_000
    return one_deviantart


@pytest.fixture(scope="module")
def one_imagefap() -> Iterator[playing_imagefap.Playing]:
    with playing_imagefap.playing() as house:
        yield house


@pytest.fixture
def imagefap(one_imagefap: playing_imagefap.Playing) -> playing_imagefap.Playing:
    one_imagefap.well()
    return one_imagefap


@pytest.fixture
def happening(imagefap: playing_imagefap.Playing) -> Iterator[Callable[[str, str], None]]:
    """`happening(post_id, event)`: until the test ends."""
    with restoring(imagefap.world, "imagefap") as happen:
        yield happen
