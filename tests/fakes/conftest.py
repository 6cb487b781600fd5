"""The small copies of sites, each alone."""

import pytest

from artkeep.fakes.deviantart import memory, routes
from artkeep.fakes.web import serving
from artkeep.fakes.world import World
from tests.clocks import HandClock


@pytest.fixture(scope="module")
def clock():
    return HandClock()


@pytest.fixture(scope="module")
def one_deviantart(clock):
    world = World(60, quick=True)
    with serving(world, now=clock.now, played={"deviantart": routes}) as served:
        yield served


@pytest.fixture
def deviantart(one_deviantart):
    one_deviantart.moods.clear()
    memory.of(one_deviantart.stage).downloads_left = 10_000
    return one_deviantart


@pytest.fixture
def given(deviantart, clock):
    """The tokens of a new sign-in to DeviantArt."""
    return memory.sign_in(memory.of(deviantart.stage), clock.now())
