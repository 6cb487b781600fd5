import pytest

from artkeep import jobs
from tests.web.browsing import said


def test_a_folder_is_added_by_its_path(bench, browser, fox):
    answer = browser.submit("/add", path=f" {fox.parent} ", keep="reference")

    assert (303, "/activity") == (answer.status_code, answer.headers["location"])
    with bench.db.read() as tx:
        (run,) = jobs.recent(tx, 10)
    assert ("add", {"paths": [str(fox.parent)], "kept": "reference"}) == (run.kind, run.arguments)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", "Write the path"),
        ("Pictures", "whole path"),
        ("/no/such/folder", "nothing at this path"),
        ("/" + "x" * 5000, "cannot be read"),
        ("/tmp\0/x", "nothing at this path"),
    ],
)
def test_a_path_that_leads_nowhere_is_said_at_its_field(newcomer, path, expected):
    answer = newcomer.submit("/add", path=path, keep="copy")

    assert 400 == answer.status_code
    assert expected in said(answer.text)
    assert 'aria-invalid="true"' in answer.text


def test_how_to_keep_must_be_said(newcomer, fox):
    assert 400 == newcomer.submit("/add", path=str(fox), keep="somehow").status_code
