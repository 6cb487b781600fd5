import pytest
import sqlalchemy as sa

from artkeep.db.tables import artwork
from artkeep.library import ratings
from tests.library.rows import add_file, sha256


@pytest.mark.parametrize(
    ("rating", "expected"), [(None, False), (0, False), (1, False), (2, True), (3, True)]
)
def test_what_is_rated_questionable_or_worse_is_not_for_everybody(database, rating, expected):
    with database.begin() as tx:
        work = add_file(tx, "fox.png", 1)
        tx.execute(sa.update(artwork).values(rating=rating))

        assert ({work} if expected else set()) == ratings.nsfw(tx, [work])
        assert expected == ratings.image_is_nsfw(tx, sha256(1))


def test_a_picture_is_as_its_worst_work(database):
    with database.begin() as tx:
        add_file(tx, "fox.png", 1)
        other = add_file(tx, "crane.png", 2)
        tx.execute(sa.update(artwork).where(artwork.c.id == other).values(rating=3))

        assert [False, True] == [ratings.image_is_nsfw(tx, sha256(number)) for number in (1, 2)]
        assert not ratings.image_is_nsfw(tx, sha256(3))
