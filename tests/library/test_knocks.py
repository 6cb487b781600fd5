from concurrent.futures import ThreadPoolExecutor

import pytest

from artkeep.errors import TooManyTries
from artkeep.library import knocks

HERE = {"address 192.0.2.7": 900.0, "account of ann": 60.0}


def knock(database, who=HERE):
    with database.begin() as tx:
        knocks.count(tx, who)


def test_a_few_tries_are_free_and_then_each_takes_longer(database, clock):
    for _ in range(knocks.FREE):
        knock(database)
    waits = []
    for _ in range(4):
        with pytest.raises(TooManyTries) as refused:
            knock(database)
        waits.append(refused.value.retry_after)
        clock.forward(refused.value.retry_after)
        knock(database)

    assert [1.0, 2.0, 4.0, 8.0] == waits


def test_who_is_refused_is_not_counted(database, clock):
    for _ in range(knocks.FREE):
        knock(database)
    for _ in range(20):
        with pytest.raises(TooManyTries):
            knock(database)
    clock.forward(1)

    knock(database)


def test_an_account_opens_again_sooner_than_an_address(database, clock):
    for _ in range(knocks.FREE + 20):
        knock(database)
        clock.forward(900)
    knock(database)

    clock.forward(60)
    knock(database, {"account of ann": 60.0})
    with pytest.raises(TooManyTries):
        knock(database, {"address 192.0.2.7": 900.0})


def test_all_is_forgotten_a_day_after_the_last_try(database, clock):
    for _ in range(knocks.FREE):
        knock(database)
    clock.forward(knocks.FORGOTTEN_AFTER.total_seconds() + 1)

    for _ in range(knocks.FREE):
        knock(database)


def test_who_knew_the_password_begins_anew(database):
    for _ in range(3 * knocks.FREE):
        knock(database)
        with database.begin() as tx:
            knocks.forget(tx, "account of ann")
            knocks.take_back(tx, "address 192.0.2.7")


def test_a_right_try_does_not_undo_the_wrong_ones(database):
    for _ in range(knocks.FREE - 1):
        knock(database)
    knock(database)
    with database.begin() as tx:
        knocks.take_back(tx, "address 192.0.2.7")

    knock(database, {"address 192.0.2.7": 900.0})
    with pytest.raises(TooManyTries):
        knock(database, {"address 192.0.2.7": 900.0})


def test_many_at_once_gain_nothing(database):
    def tried(_):
        try:
            knock(database)
        except TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        let_in = list(threads.map(tried, range(24)))

    assert knocks.FREE == sum(let_in)


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0.2, "a minute"), (60, "a minute"), (900, "15 minutes")]
)
def test_how_long_to_wait_is_said(seconds, expected):
    assert expected in str(TooManyTries(seconds))
