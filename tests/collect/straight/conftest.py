"""`get`, led to the fakes."""

import pytest

from artkeep.collect.straight import getting
from artkeep.collect.straight.outcomes import Wanted
from artkeep.settings import Settings, load_settings
from artkeep.sites import SITES
from artkeep.workbench.outside import open_outside
from tests.collect.straight.told import MY_PICS, Later, Told


@pytest.fixture
def clock():
    return Later()


@pytest.fixture
def outside(world, clock, tmp_path):
    """What works without a library, led to the fakes."""
    environ = {**world.settings(), **world.without_pauses(), "ARTKEEP_HOME": str(tmp_path / "home")}
    told = load_settings(environ, tmp_path).sites
    sites = {name: keys for name, keys in told.items() if name in SITES}
    with open_outside(Settings(home=tmp_path / "home", workers=2, sites=sites), clock) as opened:
        yield opened


@pytest.fixture
def to(tmp_path):
    return tmp_path / "pictures"


@pytest.fixture
def get(outside, world, to):
    """Get a list anew, with an empty log; return what was told."""

    def got(ref=MY_PICS, **options):
        world.log.clear()
        told = Told()
        getting.get(outside, Wanted(ref, to, **options), told)
        return told

    return got
