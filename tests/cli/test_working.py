"""What a command says while it waits for a run, and how it ends."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from artkeep import jobs
from artkeep.cli.patience import PutOff, is_long, patiently
from artkeep.cli.working import Ended, RunFailed, Task, finish, finish_all
from artkeep.db.tables import run
from artkeep.errors import BadRequest, Blocked, DecoderCrashed, RateLimited, SiteDown, Unreachable
from artkeep.jobs import Turn
from artkeep.jobs.lanes import NotYet
from artkeep.jobs.policy import ATTEMPTS
from artkeep.model.records import RunState
from artkeep.model.refs import RunId
from artkeep.workbench import Workbench


class Failing:
    """A handler that raises these errors, one after the other, and then does its work."""

    def __init__(self, *errors: Exception) -> None:
        self.errors: Iterator[Exception] = iter(errors)

    def __call__(self, _bench: Workbench, _turn: Turn) -> None:
        for error in self.errors:
            raise error


class BrieflyAway(Unreachable):
    retry_after = 0.5


class DownForLong(SiteDown):
    retry_after = 3600.0


def ask(bench: Workbench, kind: str = "test") -> RunId:
    with bench.db.begin() as tx:
        return jobs.add(tx, kind, "a")


def state_of(bench: Workbench, run_id: RunId) -> RunState:
    with bench.db.read() as tx:
        return jobs.get(tx, run_id).state


def test_what_nobody_expected_ends_the_command_and_leaves_the_run(bench: Workbench) -> None:
    run_id = ask(bench)
    handlers = {"test": Failing(KeyError("posts"))}
    with pytest.raises(RunFailed, match=r"KeyError.*log.*same command tries again") as raised:
        finish(bench, run_id, "Trying", quiet=True, handlers=handlers)

    assert 1 == raised.value.exit_code
    assert RunState.QUEUED is state_of(bench, run_id)


def test_the_same_command_tries_again_at_once(bench: Workbench) -> None:
    handlers = {"test": Failing(KeyError("posts"))}
    with pytest.raises(RunFailed):
        finish(bench, ask(bench), "Trying", quiet=True, handlers=handlers)

    assert RunState.DONE is finish(bench, ask(bench), "Trying", handlers=handlers).state


def test_what_may_pass_is_said_and_waited_for(
    bench: Workbench, capsys: pytest.CaptureFixture[str]
) -> None:
    handlers = {"test": Failing(BrieflyAway("art.example", "does not answer"))}
    ended = finish(bench, ask(bench), "Trying", quiet=True, handlers=handlers)

    assert RunState.DONE is ended.state
    said = capsys.readouterr().err
    assert 1 == said.count("art.example: does not answer; trying again in ")


def test_a_pause_that_a_site_asks_for_is_said(
    bench: Workbench, capsys: pytest.CaptureFixture[str]
) -> None:
    until = bench.clock.now() + timedelta(seconds=1)
    handlers = {"test": Failing(RateLimited("art.example", until))}
    finish(bench, ask(bench), "Trying", handlers=handlers)

    assert "art.example: asks us to pause" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [(DecoderCrashed("it died"), 1), (BadRequest("not like that"), 2), (KeyError("a"), 1)],
)
def test_a_run_that_failed_ends_with_the_exit_code_of_its_error(
    bench: Workbench, error: Exception, code: int
) -> None:
    run_id = ask(bench)
    with bench.db.begin() as tx:
        tx.execute(sa.update(run).values(failures=ATTEMPTS - 1))
    with pytest.raises(RunFailed) as raised:
        finish(bench, run_id, "Trying", quiet=True, handlers={"test": Failing(error)})

    assert (RunState.FAILED, code) == (state_of(bench, run_id), raised.value.exit_code)


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (Blocked("art.example", "takes us for a robot"), 6, "takes us for a robot; go on after "),
        (DownForLong("art.example", "is down"), 1, "is down; go on after "),
    ],
)
def test_what_takes_long_is_not_waited_for(
    bench: Workbench, error: Exception, code: int, words: str
) -> None:
    run_id = ask(bench)
    with pytest.raises(PutOff, match=words) as raised:
        finish(bench, run_id, "Trying", quiet=True, handlers={"test": Failing(error)})

    assert (RunState.QUEUED, code) == (state_of(bench, run_id), raised.value.exit_code)


def test_a_long_pause_that_a_site_asks_for_is_not_slept(bench: Workbench) -> None:
    pause = RateLimited("art.example", bench.clock.now() + timedelta(minutes=10))
    with pytest.raises(PutOff, match="UTC; go on then with the same command") as raised:
        finish(bench, ask(bench), "Trying", handlers={"test": Failing(pause)})

    assert 6 == raised.value.exit_code


def test_our_own_pace_is_waited_for_longer_than_what_a_site_asks(bench: Workbench) -> None:
    now = bench.clock.now()
    kinds = {kind.__name__ for kind in (RateLimited, NotYet)}
    long = {
        minutes: {kind for kind in kinds if is_long(bench, "pixiv", until, kind)}
        for minutes in (1, 30, 90)
        if (until := now + timedelta(minutes=minutes))
    }

    assert {1: set(), 30: {"RateLimited"}, 90: kinds} == long


def test_one_run_that_waits_for_long_stops_no_other_one(bench: Workbench) -> None:
    tasks = [Task(ask(bench, kind), kind) for kind in ("barred", "well", "wrong")]
    handlers = {
        "barred": Failing(Blocked("art.example", "bars us")),
        "well": Failing(),
        "wrong": Failing(BadRequest("not like that")),
        "after": Failing(),
    }

    def then(ended: Ended) -> list[Task]:
        return [Task(ask(bench, "after"), "after")] if ended.task.title == "well" else []

    ended = finish_all(bench, tasks, then=then, handlers=handlers)
    codes = {each.task.title: each.trouble and each.trouble.exit_code for each in ended}
    assert {"barred": 6, "well": None, "wrong": 2, "after": None} == codes


def test_a_short_pause_is_slept_and_said(
    bench: Workbench, capsys: pytest.CaptureFixture[str]
) -> None:
    pauses = iter([RateLimited("art.example", bench.clock.now() + timedelta(seconds=1))])

    def asked() -> str:
        for pause in pauses:
            raise pause
        return "found"

    assert "found" == patiently(bench, "pixiv", asked)
    assert "asks us to pause" in capsys.readouterr().err
