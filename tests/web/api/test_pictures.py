import hashlib

import pytest

from artkeep.fakes import drawings
from tests.working import work


def test_a_picture_is_handed_over(bench, client, fox):
    content = fox.read_bytes()

    answer = client.post("/api/pictures", content=content, params={"name": "fox.png"})

    assert {
        "name": "fox.png",
        "sha256": hashlib.sha256(content).hexdigest(),
        "status": "new",
        "reason": None,
        "artwork_id": 1,
    } == answer.json()
    work(bench)
    assert content == client.get(f"/image/{answer.json()['sha256']}").content


def test_the_same_picture_twice_is_known(client, fox):
    for _ in range(2):
        answer = client.post("/api/pictures", content=fox.read_bytes(), params={"name": "a.png"})

    assert ("known", 1) == (answer.json()["status"], answer.json()["artwork_id"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"%PDF-1.7", "a PDF document, not a picture"), (b"hello " * 99, "a text, not a picture")],
)
def test_what_is_no_picture_is_refused_with_a_reason(visitor, content, reason):
    answer = visitor.post("/api/pictures", content=content, params={"name": "x.png"})

    assert (200, "refused", reason, None) == (
        answer.status_code,
        *(answer.json()[name] for name in ("status", "reason", "artwork_id")),
    )


def test_nothing_at_all_is_refused(visitor):
    answer = visitor.post("/api/pictures", content=b"", params={"name": "x.png"})

    assert (400, "an empty file") == (answer.status_code, answer.json()["message"])


def test_what_is_too_large_is_refused_before_it_is_read(visitor):
    headers = {"content-length": str(10**12)}

    answer = visitor.post("/api/pictures", content=b"x", params={"name": "x"}, headers=headers)

    assert (413, "PictureTooLarge") == (answer.status_code, answer.json()["error"])
    assert "larger than" in answer.json()["message"]


def test_what_grows_too_large_on_the_way_is_refused(empty_bench, visitor):
    def chunks():
        for _ in range(empty_bench.settings.pictures.max_bytes // (1 << 24) + 2):
            yield bytes(1 << 24)

    answer = visitor.post("/api/pictures", content=chunks(), params={"name": "x"})

    assert 413 == answer.status_code


def test_what_was_refused_leaves_nothing_behind(bench, client):
    before = sorted(bench.settings.home.rglob("*"))

    client.post("/api/pictures", content=b"hello " * 99, params={"name": "x.png"})

    after = [path for path in sorted(bench.settings.home.rglob("*")) if path.is_file()]
    assert [path for path in before if path.is_file()] == after


def test_a_name_is_needed(visitor):
    answer = visitor.post("/api/pictures", content=b"x")

    assert (400, "BadRequest") == (answer.status_code, answer.json()["error"])


def test_a_path_in_a_name_is_only_a_name(client, fox):
    client.post("/api/pictures", content=fox.read_bytes(), params={"name": "../../etc/fox.png"})

    assert "fox" == client.get("/api/gallery").json()["works"][0]["title"]


def test_the_gallery_pages_by_position(client, inbox):
    for number in range(5):
        drawings.write(number, inbox / "x.png", width=64, height=48)
        content = (inbox / "x.png").read_bytes()
        client.post("/api/pictures", content=content, params={"name": f"{number}.png"})
    seen, after = [], None
    while True:
        page = client.get(
            "/api/gallery", params={"limit": 2, **({"after": after} if after else {})}
        )
        seen += [work["title"] for work in page.json()["works"]]
        after = page.json()["next"]
        if after is None:
            break

    assert ["4", "3", "2", "1", "0"] == seen


def test_works_have_what_a_grid_needs(client, fox):
    client.post("/api/pictures", content=fox.read_bytes(), params={"name": "fox.png"})

    (work,) = client.get("/api/gallery").json()["works"]

    assert (320, 240, 1) == (work["width"], work["height"], work["frames"])
    assert 7 == len(work["colour"])
