"""One demo for all that look at it; its evening is made when a test asks for it."""

import pytest

from artkeep import demo


@pytest.fixture(scope="session")
def staged():
    """The library with its past, and the fakes it is led to."""
    with demo.staged() as (bench, served):
        yield bench, served


@pytest.fixture
def bench(staged):
    return staged[0]


@pytest.fixture
def world(staged):
    return staged[1].world
