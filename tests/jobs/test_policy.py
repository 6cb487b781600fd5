from datetime import UTC, datetime, timedelta

import pytest

from artkeep.errors import DecoderCrashed, NotFound, RateLimited, Unreachable
from artkeep.jobs.policy import ATTEMPTS, Next, after, after_silence
from artkeep.model.records import RunState

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class Later(Unreachable):
    retry_after = 7.0


def wait_after(failures: int) -> timedelta | None:
    then = after(DecoderCrashed("crashed"), failures, NOON, "ref")
    return None if then.not_before is None else then.not_before - NOON


def test_waits_double_and_the_fifth_failure_is_the_last() -> None:
    waits = [wait_after(failures) for failures in range(ATTEMPTS)]

    assert [timedelta(seconds=seconds) for seconds in (30, 60, 120, 240)] == waits[:-1]
    assert waits[-1] is None


def test_what_is_permanent_fails_at_once_with_its_own_words() -> None:
    then = after(NotFound("there is no picture 7"), 0, NOON, "ref")

    words = "there is no picture 7"
    assert Next(RunState.FAILED, 1, None, words, error_kind="NotFound") == then


def test_an_error_may_say_how_long_to_wait() -> None:
    then = after(Later("pixiv", "down"), 3, NOON, "ref")

    due = NOON + timedelta(seconds=7)
    assert Next(RunState.QUEUED, 4, due, "pixiv: down", error_kind="Later") == then


def test_a_site_that_asks_to_wait_uses_up_no_attempt() -> None:
    until = NOON + timedelta(minutes=3)
    then = after(RateLimited("bluesky", until), 4, NOON, "ref")

    words = "bluesky: asks us to pause until 12:03:00 UTC"
    assert Next(RunState.QUEUED, 4, until, None, words, "RateLimited") == then


def test_a_time_in_the_past_is_now() -> None:
    then = after(RateLimited("bluesky", NOON - timedelta(hours=1)), 0, NOON, "ref")

    assert NOON == then.not_before


def test_what_nobody_expected_is_tried_again_and_leads_to_the_log() -> None:
    then = after(KeyError("posts"), 0, NOON, "3f2a91")

    assert RunState.QUEUED is then.state
    assert then.error is not None
    assert "KeyError" in then.error
    assert "3f2a91" in then.error
    assert then.error_kind is None


@pytest.mark.parametrize("failures", range(ATTEMPTS))
def test_a_run_whose_workers_keep_ending_is_given_up(failures: int) -> None:
    then = after_silence(failures, NOON)

    expected = RunState.FAILED if failures == ATTEMPTS - 1 else RunState.QUEUED
    assert (expected, failures + 1) == (then.state, then.failures)
    assert (None if expected is RunState.FAILED else NOON) == then.not_before
