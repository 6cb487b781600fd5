import pytest

from artkeep import jobs
from artkeep.collect import add
from artkeep.model.records import Kept, RunState
from artkeep.web import activity
from tests.web.browsing import read, said
from tests.working import add_all

HTMX = {"hx-request": "true"}


@pytest.fixture
def waiting(bench, fox):
    """A run that nobody works."""
    with bench.db.begin() as tx:
        return add.start(tx, [fox], Kept.BLOB)


@pytest.fixture
def with_refused(bench, inbox):
    """A run that refused five files."""
    for number in range(5):
        (inbox / f"note {number}.txt").write_text("no picture", encoding="utf-8")
    return add_all(bench, inbox)


def state(bench, run_id):
    with bench.db.read() as tx:
        return jobs.get(tx, run_id).state


def test_a_library_where_nothing_happened_says_what_this_is_for(client):
    assert "Nothing has been done yet" in said(client.get("/activity").text)


def test_runs_are_shown_with_what_they_counted(client, with_refused):
    words = said(client.get("/activity").text)

    assert "5 refused" in words
    assert "5 refused files and why" in words


def test_a_run_can_be_stopped_and_go_on(bench, browser, waiting):
    stopped = browser.submit(f"/activity/{waiting}/stop")
    assert (303, RunState.STOPPED) == (stopped.status_code, state(bench, waiting))

    browser.submit(f"/activity/{waiting}/retry")
    assert RunState.QUEUED is state(bench, waiting)


def test_a_stopped_run_is_drawn_anew_for_scripts(browser, waiting):
    headers = {**HTMX, "x-csrf-token": browser.token}

    answer = browser.post(f"/activity/{waiting}/stop", headers=headers)

    assert "<html" not in answer.text
    assert "Go on" in said(answer.text)


def test_one_run_alone_leads_to_the_page(client, waiting):
    answer = client.get(f"/activity/{waiting}", follow_redirects=False)

    assert (303, "/activity") == (answer.status_code, answer.headers["location"])


def test_refused_files_are_shown_with_their_reasons(client, with_refused):
    words = said(client.get(f"/activity/{with_refused}/refused").text)

    assert "note 3.txt" in words
    assert 5 == words.count("a text, not a picture")


def test_many_refused_files_come_page_by_page(client, with_refused, monkeypatch):
    monkeypatch.setattr(activity, "REFUSED", 2)
    path, seen = f"/activity/{with_refused}/refused", []
    while path:
        page = client.get(path, headers=HTMX).text
        seen += [word for word in read(page).words if word.endswith(".txt")]
        path = next(iter(read(page).links), "")

    assert ["0.txt", "1.txt", "2.txt", "3.txt", "4.txt"] == seen


@pytest.mark.parametrize("what", ["stop", "retry"])
def test_a_run_that_is_not_there_is_not_found(browser, what):
    assert 404 == browser.submit(f"/activity/99/{what}").status_code
