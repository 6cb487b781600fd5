from artkeep.collect import add
from artkeep.handlers import HANDLERS
from artkeep.jobs import work
from artkeep.model.records import Kept
from tests.working import add_all


def test_runs_are_listed(bench, client, fox):
    run_id = add_all(bench, fox)

    runs = {run["id"]: run for run in client.get("/api/runs").json()["runs"]}

    assert ("add", "done", {"new": 1}) == tuple(
        runs[run_id][name] for name in ("kind", "state", "counts")
    )


def test_a_run_is_stopped_and_goes_on(bench, client, fox):
    with bench.db.begin() as tx:
        run_id = add.start(tx, [fox], Kept.BLOB)

    stopped = client.post(f"/api/runs/{run_id}/stop").json()["state"]
    again = client.post(f"/api/runs/{run_id}/retry").json()["state"]

    assert ("stopped", "queued") == (stopped, again)


def test_outcomes_are_paged_and_chosen(bench, client, inbox, fox):
    for number in range(3):
        (inbox / f"note {number}.txt").write_text("no picture", encoding="utf-8")
    run_id = add_all(bench, inbox)

    first = client.get(f"/api/runs/{run_id}/outcomes", params={"status": "refused", "limit": 2})
    after = first.json()["next"]
    rest = client.get(f"/api/runs/{run_id}/outcomes", params={"status": "refused", "after": after})

    seen = [one["path"] for one in first.json()["outcomes"] + rest.json()["outcomes"]]
    assert [str(inbox / f"note {number}.txt") for number in range(3)] == seen
    assert rest.json()["next"] is None


def test_a_run_that_is_not_there_is_not_found(client):
    assert 404 == client.get("/api/runs/99").status_code


def test_a_run_says_whether_what_it_threw_away_can_be_taken_back(bench, client, fox):
    add_all(bench, fox)
    thrown = client.post("/api/works", json={"deed": "trash", "q": ""}).json()["run"]
    work(bench, HANDLERS)

    before = client.get(f"/api/runs/{thrown}").json()["can_take_back"]
    back = client.post("/api/works", json={"deed": "restore", "run": thrown}).json()["run"]
    work(bench, HANDLERS)
    after = [client.get(f"/api/runs/{one}").json()["can_take_back"] for one in (thrown, back)]

    assert (True, [False, False]) == (before, after)
