from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from artkeep.db.dialect import Moment, insert_ignore, insert_or_get
from artkeep.db.engine import Database, Tx
from artkeep.db.tables import artwork, image, page, post

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def a_post(**values: Any) -> dict[str, Any]:
    usual = {"site": "folder", "site_post_id": "a", "ref_key": b"a" * 16, "url": "", "title": "A"}
    return {**usual, "published_at": None, "seen_at": NOON, **values}


def published(tx: Tx) -> list[datetime | None]:
    return list(tx.execute(sa.select(post.c.published_at).order_by(post.c.id)).scalars())


@pytest.mark.parametrize(
    "moment",
    [
        NOON,
        NOON.replace(microsecond=1),
        NOON.replace(microsecond=999_999),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        None,
    ],
)
def test_a_moment_comes_back_as_it_was(database: Database, moment: datetime | None) -> None:
    with database.begin() as tx:
        tx.execute(sa.insert(post).values(a_post(published_at=moment)))

    with database.read() as tx:
        (back,) = published(tx)
    assert moment == back
    assert back is None or back.tzinfo is UTC


def test_a_moment_of_another_zone_is_the_same_moment(database: Database) -> None:
    tokyo = timezone(timedelta(hours=9))
    with database.begin() as tx:
        tx.execute(sa.insert(post).values(a_post(published_at=NOON.astimezone(tokyo))))

    with database.read() as tx:
        assert [NOON] == published(tx)
        query = sa.select(post.c.id).where(post.c.published_at == NOON.astimezone(tokyo))
        assert 1 == len(tx.execute(query).all())


def test_moments_are_in_order(database: Database) -> None:
    later = [NOON + timedelta(microseconds=10**exponent) for exponent in range(1, 13)]
    with database.begin() as tx:
        for number, moment in enumerate(later):
            key = number.to_bytes(16, "big")
            tx.execute(sa.insert(post).values(a_post(ref_key=key, published_at=moment)))

    with database.read() as tx:
        for before, after in pairwise(later):
            query = sa.select(post.c.published_at).where(post.c.published_at > before)
            assert after == tx.execute(query.order_by(post.c.published_at)).scalars().first()


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(sa.exc.StatementError, match="without a zone"), database.begin() as tx:
        tx.execute(sa.insert(post).values(a_post(seen_at=naive)))


def test_a_literal_moment_compares_with_a_column(database: Database) -> None:
    with database.read() as tx:
        statement = sa.select(sa.literal(tx.now, Moment) <= sa.literal(tx.now, Moment))
        assert tx.execute(statement).scalar_one()


def test_a_new_row_is_inserted(database: Database) -> None:
    with database.begin() as tx:
        first = insert_or_get(tx, post, a_post(), ["ref_key"])
        second = insert_or_get(tx, post, a_post(ref_key=b"b" * 16), ["ref_key"])

    assert (1, True) == first
    assert second[1]
    assert first[0] < second[0]


def test_a_row_that_is_there_is_found_and_left_as_it_is(database: Database) -> None:
    with database.begin() as tx:
        first, _ = insert_or_get(tx, post, a_post(), ["ref_key"])
    with database.begin() as tx:
        again = insert_or_get(tx, post, a_post(title="B"), ["ref_key"])

    assert (first, False) == again
    with database.read() as tx:
        assert ["A"] == list(tx.execute(sa.select(post.c.title)).scalars())


def test_columns_have_their_defaults(database: Database) -> None:
    extra = sa.Table(
        "extra",
        sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(10), unique=True),
        sa.Column("number", sa.Integer, default=7),
    )
    with database.begin() as tx:
        extra.create(tx.connection)
        insert_or_get(tx, extra, {"name": "a"}, ["name"])
        (number,) = tx.execute(sa.select(extra.c.number)).scalars()
        extra.drop(tx.connection)

    assert 7 == number


def a_page(tx: Tx, position: int, replaced_at: datetime | None = None) -> dict[str, Any]:
    post_id, _ = insert_or_get(tx, post, a_post(), ["ref_key"])
    cover: dict[str, Any] = dict.fromkeys(
        ("size_bytes", "width", "height", "frames", "quality", "placeholder", "look_version"), 1
    )
    cover |= {"sha256": b"s" * 32, "pdq": b"p" * 32, "dhash": b"d" * 16, "media_type": "image/png"}
    image_id, is_new = insert_or_get(
        tx, image, {**cover, "kept": "none", "added_at": NOON}, ["sha256"]
    )
    if is_new:
        work = {"title": "A", "cover_id": image_id, "added_at": NOON}
        tx.execute(sa.insert(artwork).values(work))
    artwork_id = tx.execute(sa.select(artwork.c.id)).scalar_one()
    return {
        "post_id": post_id,
        "position": position,
        "url": "",
        "artwork_id": artwork_id,
        "added_at": NOON,
        "replaced_at": replaced_at,
    }


def test_an_index_over_some_rows_only_decides_which_row_is_meant(database: Database) -> None:
    with database.begin() as tx:
        tx.execute(sa.insert(page).values(a_page(tx, 1, replaced_at=NOON)))
        first, is_new = insert_or_get(tx, page, a_page(tx, 1), ["post_id", "position"])
        again = insert_or_get(tx, page, a_page(tx, 1), ["post_id", "position"])

    assert is_new
    assert (first, False) == again


def test_threads_that_insert_the_same_row_get_the_same_id(database: Database) -> None:
    together = Barrier(4)

    def insert(_: int) -> list[tuple[int, bool]]:
        together.wait()
        found = []
        for number in range(25):
            with database.begin() as tx:
                row = a_post(ref_key=number.to_bytes(16, "big"))
                found.append(insert_or_get(tx, post, row, ["ref_key"]))
        return found

    with ThreadPoolExecutor(4) as threads:
        by_thread = list(threads.map(insert, range(4)))

    for found in zip(*by_thread, strict=True):
        assert 1 == len({number for number, _ in found})
        assert 1 == sum(is_new for _, is_new in found)


def test_many_rows_are_inserted_but_those_that_are_there(database: Database) -> None:
    rows = [a_post(ref_key=number.to_bytes(16, "big")) for number in range(10)]
    with database.begin() as tx:
        insert_ignore(tx, post, rows[:4])
        insert_ignore(tx, post, rows)
        insert_ignore(tx, post, [])

    with database.read() as tx:
        assert 10 == tx.execute(sa.select(sa.func.count()).select_from(post)).scalar_one()


def test_an_id_never_comes_again(database: Database) -> None:
    with database.begin() as tx:
        first, _ = insert_or_get(tx, post, a_post(), ["ref_key"])
        tx.execute(sa.delete(post))
        second, _ = insert_or_get(tx, post, a_post(), ["ref_key"])

    assert first < second
