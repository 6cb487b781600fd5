"""What another program had kept stays whole until there is a place for it."""

from artkeep.library import heirlooms
from artkeep.library.heirlooms import Heirloom

VERDICT = Heirloom("imagefap /db", "verdict", "ab" * 32, {"verdict": "skip"})


def test_what_was_kept_is_told_again_in_its_order(database):
    other = Heirloom("imagefap /db", "verdict", "cd" * 32, ["keep"])
    with database.begin() as tx:
        heirlooms.keep(tx, [VERDICT, other])

        assert [VERDICT, other] == [each for _, each in heirlooms.of_kind(tx, "verdict", 0, 9)]
        assert [other] == [each for _, each in heirlooms.of_kind(tx, "verdict", 1, 9)]


def test_the_same_again_is_the_last_one_heard(database):
    later = Heirloom(VERDICT.origin, VERDICT.kind, VERDICT.subject, {"verdict": "keep"})
    with database.begin() as tx:
        assert 1 == heirlooms.keep(tx, [VERDICT])

        assert 0 == heirlooms.keep(tx, [later])
        assert [later] == [each for _, each in heirlooms.of_kind(tx, "verdict", 0, 9)]
