"""Counts of runs in sentences."""

import pytest

from artkeep.cli.counting import counted, listed


@pytest.mark.parametrize(
    ("counts", "unit", "said"),
    [
        ({"new": 1, "known": 12}, "pictures", "1 new picture, 12 pictures known already"),
        ({"alive": 1200, "removed": 1}, "posts", "1,200 posts still there, 1 post not found"),
        ({"posts": 3, "new": 9}, "pictures", "9 new pictures, 3 posts told"),
        ({"new": 0}, "posts", ""),
        ({"intact": 2}, "pictures", "2 pictures intact"),
        ({"new": 2}, None, "2 new steps"),
    ],
)
def test_each_number_has_its_unit(counts, unit, said):
    assert said == counted(counts, unit)


def test_what_is_counted_throughout_is_named_once():
    assert "1 file added, 2 refused" == listed({"added": 1, "refused": 2}, "files")
