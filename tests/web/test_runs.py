from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from artkeep.model.records import Run, RunState
from artkeep.model.refs import RunId
from artkeep.web.pace import Pace
from artkeep.web.runs import view

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
RUN = Run(
    id=RunId(7),
    kind="add",
    subject="x",
    arguments={"paths": ["/home/ann/inbox", "/home/ann/more", "/home/ann/third"]},
    state=RunState.RUNNING,
    done=412,
    total=2000,
    unit="files",
    waiting_for=None,
    not_before=None,
    failures=0,
    error=None,
    stop_requested=False,
    turn=1,
    beat_at=NOON,
    created_at=NOON,
    started_at=NOON,
    finished_at=None,
    counts={"refused": 4, "new": 300, "known": 108},
)


def seen(**changes):
    return view(replace(RUN, **changes), NOON)


def test_a_run_says_what_it_does_and_how_far_it_is():
    run = view(RUN, NOON, per_second=31.0)

    assert "Adding inbox and 2 more" == run.title
    assert "412 of 2,000 files · 31/s · 51 s left" == run.progress
    assert "300 new · 108 here already · 4 refused" == run.counted
    assert (0.206, True, False) == (run.part, run.can_stop, run.can_retry)


def test_a_run_of_unknown_length_does_not_pretend():
    run = seen(total=None, done=3)

    assert (None, "3 files") == (run.part, run.progress)


def test_a_run_that_looked_once_more_does_not_say_that_it_did_nothing():
    ended = {"state": RunState.DONE, "done": 0, "finished_at": NOON + timedelta(seconds=17)}

    assert ("17 s", "44 new") == (
        seen(**ended, total=0, counts={"new": 44}).progress,
        seen(**ended, total=0, counts={"new": 44}).counted,
    )
    assert "0 files in 17 s" == seen(**ended, total=0, counts={}).progress


def test_a_run_that_is_done_says_how_long_it_took():
    finished = NOON + timedelta(seconds=63)
    run = view(
        replace(RUN, state=RunState.DONE, done=2000, finished_at=finished),
        NOON + timedelta(minutes=5),
    )

    assert ("Added inbox and 2 more", "2,000 files in 1 min 3 s", "done 3 min ago") == (
        run.title,
        run.progress,
        run.word,
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"waiting_for": "counting the files"}, "counting the files"),
        ({"not_before": NOON + timedelta(seconds=5)}, "trying again at"),
        ({}, None),
    ],
)
def test_a_run_says_why_it_waits(changes, expected):
    waiting = seen(state=RunState.QUEUED, **changes).waiting

    assert (waiting or "").startswith(expected or "")
    assert bool(expected) == bool(waiting)


@pytest.mark.parametrize(
    ("changes", "word", "stop", "again"),
    [
        ({"stop_requested": True}, "stopping", False, False),
        ({"state": RunState.QUEUED}, "waiting", True, False),
        ({"state": RunState.STOPPED}, "stopped", False, True),
        ({"state": RunState.FAILED}, "failed", False, True),
    ],
)
def test_what_can_be_done_about_a_run_depends_on_its_state(changes, word, stop, again):
    run = seen(**changes)

    assert (word, stop, again) == (run.word, run.can_stop, run.can_retry)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kind": "compare"}, "Comparing new pictures"),
        ({"kind": "compare", "state": RunState.DONE}, "Compared new pictures"),
        ({"kind": "mend", "subject": "all"}, "mend all"),
        ({"arguments": {}}, "Adding pictures"),
        ({"arguments": {"paths": ["/home/ann/inbox"]}}, "Adding inbox"),
    ],
)
def test_every_kind_of_run_has_a_title(changes, expected):
    assert expected == seen(**changes).title


def test_posts_that_a_site_is_asked_for_are_not_called_pictures():
    run = seen(kind="fetch", unit="pictures", state=RunState.DONE, done=116, total=116)

    assert run.progress.startswith("116 posts and pictures")


def test_a_rate_looks_back_a_little():
    pace = Pace()
    for second in range(60):
        pace.note(float(second), 10 * second if second < 40 else 400 + 2 * (second - 40))

    assert pace.per_second is not None
    assert 2.0 == round(pace.per_second, 1)


def test_a_rate_begins_anew_with_its_run():
    pace = Pace()
    pace.note(0.0, 500)
    pace.note(1.0, 0)

    assert pace.per_second is None
