"""The exit code that says most about all parts of a command."""

import pytest

from artkeep.cli.ending import Ending, code_of_all, of_code


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ([], 0),
        ([0, 0], 0),
        ([5, 5], 5),
        ([6], 6),
        ([6, 5], 3),
        ([0, 6, 0], 3),
        ([1, 1], 1),
        ([3, 0], 3),
    ],
)
def test_the_code_is_what_all_have_in_common_or_else_partly_done(
    codes: list[int], code: int
) -> None:
    assert code == code_of_all(codes)


def test_each_code_has_a_word() -> None:
    words = {code: of_code(code) for code in (0, 1, 2, 3, 5, 6, 130)}

    assert {
        0: Ending.DONE,
        1: Ending.FAILED,
        2: Ending.FAILED,
        3: Ending.PARTLY,
        5: Ending.LOGIN_NEEDED,
        6: Ending.BLOCKED,
        130: Ending.STOPPED,
    } == words
