"""The index of PostgreSQL: asked where it helps, and made again where it is gone."""

import pytest
import sqlalchemy as sa

from artkeep.db.engine import Database
from artkeep.fingerprints.postgres import PostgresIndex
from tests.fingerprints.pictures import (
    add_all,
    by_brute_force,
    clustered_prints,
    ids,
    random_prints,
)


@pytest.fixture(params=["postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Only this one has an index in the database."""
    return str(request.param)


@pytest.mark.parametrize("radius", [0, 14, 15, 16, 17, 30, 31])
def test_the_index_answers_as_the_rows_would(
    database: Database, index: PostgresIndex, radius: int
) -> None:
    prints = clustered_prints(300)
    add_all(database, prints)
    index.sync()

    with database.read() as tx:
        tx.execute(sa.text("set local enable_seqscan = off"))  # as if there were many rows
        expected = by_brute_force(tx, prints[::30], radius)
        assert expected == list(index.near(tx, prints[::30], radius))


def test_a_lost_index_is_noticed_and_made_again(database: Database, index: PostgresIndex) -> None:
    add_all(database, random_prints(100))
    with database.alter() as tx:
        tx.execute(sa.text("drop index ix_image_words"))
    assert ["the fingerprint index is missing or was not finished"] == index.check()

    index.rebuild()

    assert [] == index.check()


def test_an_index_with_wrong_words_is_noticed_and_made_again(
    database: Database, index: PostgresIndex
) -> None:
    definition = sa.text("select pg_get_functiondef('artkeep_words'::regproc)")
    with database.alter() as tx:
        right = tx.execute(definition).scalar_one()
        tx.execute(sa.text(NO_WORDS))
    add_all(database, random_prints(70))
    with database.alter() as tx:
        tx.execute(sa.text(right))
    add_all(database, random_prints(60, seed=6))
    index.sync()
    with database.read() as tx:
        lost = [f"the fingerprint index lacks image {each}" for each in ids(tx)[69:65:-1]]
    assert lost == index.check()

    index.rebuild()

    assert [] == index.check()


NO_WORDS = """
    create or replace function artkeep_words(pdq bytea) returns integer[]
    language sql immutable strict return cast(array[0] as integer[])
"""
