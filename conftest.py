"""What pytest must know before it looks into `tests/`."""

from collections.abc import Generator
from typing import Any

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Make reports fit to travel between the workers of a parallel run.

    Tests with file names that are not UTF-8 log them or fail with them, and such text does not
    pass: the whole run would end where one test should.
    """
    return escaped((yield))


def escaped(report: Any) -> Any:
    """Return the same report with lone surrogates written out in ASCII."""
    match report:
        case str():
            return report.encode("utf-8", "backslashreplace").decode("utf-8")
        case dict():
            return {escaped(key): escaped(value) for key, value in report.items()}
        case list() | tuple():
            return type(report)(map(escaped, report))
        case _:
            return report
