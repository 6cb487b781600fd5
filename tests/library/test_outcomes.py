"""Outcomes are noted once for each place of a run."""

from artkeep import jobs
from artkeep.library import outcomes
from artkeep.library.outcomes import NewOutcome
from artkeep.model.records import OutcomeStatus
from tests.library.rows import add_image, sha256


def test_outcomes_are_read_by_key_with_the_picture_they_are_about(database):
    with database.begin() as tx:
        run_id = jobs.add(tx, "add", "some folder")
        image_id = add_image(tx, 1)
        outcomes.note(
            tx,
            run_id,
            [
                NewOutcome(b"1" * 16, "/fox.png", image_id, OutcomeStatus.NEW),
                NewOutcome(b"2" * 16, "/page.html", None, OutcomeStatus.REFUSED, "a web page"),
            ],
        )

    with database.read() as tx:
        (first, of_image), (second, of_none) = outcomes.after(tx, run_id, 0, 10)
        assert [] == outcomes.after(tx, run_id, second.id, 10)
        refused = outcomes.after(tx, run_id, 0, 10, OutcomeStatus.REFUSED)
        assert {"new": 1, "refused": 1} == outcomes.counts(tx, run_id)
    assert (image_id, None) == (of_image, of_none)
    assert (sha256(1), None) == (first.sha256, first.reason)
    assert [(second, None)] == refused


def test_a_place_noted_twice_keeps_its_first_outcome(database):
    with database.begin() as tx:
        run_id = jobs.add(tx, "add", "some folder")
        outcomes.note(tx, run_id, [NewOutcome(b"1" * 16, "/a", None, OutcomeStatus.REFUSED, "one")])
        outcomes.note(tx, run_id, [NewOutcome(b"1" * 16, "/a", None, OutcomeStatus.KNOWN, "two")])

    with database.read() as tx:
        ((outcome, _),) = outcomes.after(tx, run_id, 0, 10)
        assert {b"1" * 16} == outcomes.noted(tx, run_id, [b"1" * 16, b"2" * 16])
    assert "one" == outcome.reason
