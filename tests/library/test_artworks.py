"""Works: whether there are any, and one of them."""

import pytest

from artkeep.errors import NotFound
from artkeep.library import artworks
from tests.library.rows import add_file


def test_a_library_holds_something_or_nothing(database):
    with database.begin() as tx:
        before = artworks.any_there(tx)
        add_file(tx, "/1.png", 1)

    with database.read() as tx:
        assert (False, True) == (before, artworks.any_there(tx))


def test_a_work_that_is_not_there_is_not_found(database):
    with database.read() as tx, pytest.raises(NotFound):
        artworks.tile(tx, 1)
