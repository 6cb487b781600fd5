"""What a command says while it waits for a run, and how it ends."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from artkeep import jobs
from artkeep.cli.working import RunFailed, finish
from artkeep.db.tables import run
from artkeep.errors import BadRequest, DecoderCrashed, RateLimited, Unreachable
from artkeep.jobs import Turn
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


def ask(bench: Workbench) -> RunId:
    with bench.db.begin() as tx:
        return jobs.add(tx, "test", "a")


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
