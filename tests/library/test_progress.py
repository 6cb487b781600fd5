"""How far somebody has read a work."""

from artkeep.library import progress

ANN, BEN = "user:1", "browser:abc"


def test_the_page_read_last_is_remembered(database):
    with database.begin() as tx:
        progress.keep(tx, 3, ANN, 12)
        progress.keep(tx, 3, ANN, 11)

    with database.read() as tx:
        assert 11 == progress.page(tx, 3, ANN)


def test_everybody_has_a_place_of_their_own(database):
    with database.begin() as tx:
        progress.keep(tx, 3, ANN, 12)

    with database.read() as tx:
        assert (None, None) == (progress.page(tx, 3, BEN), progress.page(tx, 4, ANN))


def test_a_work_is_begun_anew(database):
    with database.begin() as tx:
        progress.keep(tx, 3, ANN, 12)
        progress.forget(tx, 3, ANN)

    with database.read() as tx:
        assert progress.page(tx, 3, ANN) is None
