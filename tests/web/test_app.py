import sqlalchemy as sa

from artkeep import jobs
from artkeep.db.tables import metadata
from artkeep.web.app import RECENT, runs_since
from artkeep.web.routes import ROUTES
from tests.web.browsing import HERE, read, said
from tests.web.test_security import PARTS
from tests.working import add_all


def everything(bench):
    """Return every row of the library."""
    with bench.db.read() as tx:
        return {
            table.name: sorted(map(repr, tx.execute(sa.select(table)).all()))
            for table in metadata.sorted_tables
        }


def test_no_get_changes_anything(bench, client, fox):
    run_id = add_all(bench, fox)
    tile = client.get("/api/gallery").json()["works"][0]
    before = everything(bench)

    parts = {"artwork_id": tile["id"], "sha256": tile["sha256"], "size": "s", "run_id": run_id}
    for route in ROUTES:
        # nobody comes back from a site's page who was not sent there
        if route.method == "GET" and not route.path.endswith(("/stream", "/back")):
            path = route.path.format_map(PARTS | parts)
            answer = client.get(path, params={"image": tile["sha256"]})
            # some ask for what is not here (a work of pixiv), or want to know more
            assert answer.status_code in {200, 400, 404}, path

    assert before == everything(bench)


def test_who_begins_to_listen_hears_of_all_runs_that_move(bench):
    with bench.db.begin() as tx:
        moving = [jobs.add(tx, "add", str(number)) for number in range(RECENT + 10)]
        ended = jobs.add(tx, "add", "ended")
        jobs.request_stop(tx, ended)

    known = [run.id for run in runs_since(bench, None)]

    assert {*moving, ended} == set(known)
    assert len(known) == len(set(known))


def test_every_page_leads_to_every_place(visitor):
    links = read(visitor.get("/settings").text).links

    assert {"/", "/similar", "/add", "/activity", "/settings"} <= set(links)


def test_pages_load_nothing_from_elsewhere(bench, client, fox):
    add_all(bench, fox)
    pages = ("/", "/artworks/1", "/similar", "/add", "/activity", "/settings", "/gone", "/trash")
    for path in pages:
        page = client.get(path).text
        page = page.replace(f'content="{HERE}/', "")  # of its picture, for those who link to it
        assert "//" not in page.replace("https://…", "").replace("file://", ""), path


def test_the_files_of_pages_are_kept_for_a_year(visitor):
    page = visitor.get("/").text
    style = page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]

    answer = visitor.get(style)

    assert (200, "public, max-age=31536000, immutable") == (
        answer.status_code,
        answer.headers["cache-control"],
    )


def test_the_description_of_the_api_has_the_api_only(visitor):
    paths = set(visitor.get("/openapi.json").json()["paths"])

    expected = {route.path for route in ROUTES if route.shows == "json"}
    assert expected == paths


def test_it_says_that_it_is_well(visitor):
    answer = visitor.get("/healthz")

    assert (200, {"status": "ok"}) == (answer.status_code, answer.json())


def test_a_theme_is_drawn_by_the_server(newcomer):
    newcomer.submit("/settings/theme", theme="dark")

    assert 'data-theme="dark"' in newcomer.get("/").text


def test_an_unknown_theme_is_refused(newcomer):
    answer = newcomer.submit("/settings/theme", theme="neon")

    assert 400 == answer.status_code
    assert "light, dark or system" in said(answer.text)
