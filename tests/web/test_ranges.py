import pytest

from artkeep.web.ranges import Part, part_of

WHOLE = Part(0, 10, is_asked=False)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", WHOLE),
        ("bytes=0-0", Part(0, 1)),
        ("bytes=2-", Part(2, 10)),
        ("bytes=2-99", Part(2, 10)),
        ("bytes=-3", Part(7, 10)),
        ("bytes=-99", Part(0, 10)),
        ("bytes=10-", None),
        ("bytes=-0", None),
        ("bytes=5-2", WHOLE),
        ("bytes=-", WHOLE),
        ("bytes=0-1,3-4", WHOLE),
        ("lines=1-2", WHOLE),
        ("bytes=a-b", WHOLE),
    ],
)
def test_a_range_is_read_as_the_standard_says(asked, expected):
    assert expected == part_of({"range": asked}, 10, '"e"')


def test_a_part_of_something_else_is_answered_with_the_whole():
    assert part_of({"range": "bytes=0-1", "if-range": '"old"'}, 10, '"e"') == WHOLE


def test_a_part_of_the_same_is_sent():
    assert Part(0, 2) == part_of({"range": "bytes=0-1", "if-range": '"e"'}, 10, '"e"')
