"""Decoders for the whole room, and files to look at."""

from collections.abc import Iterator

import pytest

from artkeep.imaging.limits import Limits
from artkeep.imaging.pool import Pool


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """Two decoders, as the program starts them."""
    with Pool(Limits(), workers=2) as decoders:
        yield decoders


@pytest.fixture
def lent_decoders() -> None:
    """None are lent: how they start and end is what is tried here."""
