"""Works to take along from the browser: whole, in parts, for whom they are."""

import asyncio
import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pikepdf
import pytest
from starlette.testclient import TestClient

from artkeep.model.found import Rating
from artkeep.web import exports
from artkeep.web.app import create_app
from tests.explore import books
from tests.explore.books import shelve
from tests.web.browsing import HERE

BINARY = ["zip", "cbz", "pdf"]


@pytest.fixture
def fox(bench):
    return shelve(bench, books.fox(), books.jpegs(3))


def names_in(answer):
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def under(bench, policy):
    display = bench.settings.display.model_copy(update={"nsfw": policy})
    settings = bench.settings.model_copy(update={"display": display})
    return TestClient(create_app(replace(bench, settings=settings), shown=()), base_url=HERE)


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("zip", "application/zip"),
        ("cbz", "application/vnd.comicbook+zip"),
        ("pdf", "application/pdf"),
    ],
)
def test_a_work_is_sent_under_its_title_with_its_length(client, fox, form, media_type):
    answer = client.get(f"/artworks/{fox}/{form}")

    assert (200, media_type) == (answer.status_code, answer.headers["content-type"])
    assert len(answer.content) == int(answer.headers["content-length"])
    assert (
        f'attachment; filename="Fox in the Snow.{form}"; '
        f"filename*=UTF-8''Fox%20in%20the%20Snow.{form}"
    ) == answer.headers["content-disposition"]


def test_what_is_sent_can_be_read(client, fox):
    assert ["90000001_p0.jpg", "90000001_p1.jpg", "90000001_p2.jpg"] == names_in(
        client.get(f"/artworks/{fox}/zip")
    )
    assert "ComicInfo.xml" == names_in(client.get(f"/artworks/{fox}/cbz"))[0]
    with pikepdf.open(io.BytesIO(client.get(f"/artworks/{fox}/pdf").content)) as pdf:
        assert 3 == len(pdf.pages)


@pytest.mark.parametrize("form", BINARY)
def test_the_head_is_told_without_the_rest(client, fox, form):
    head, whole = (ask(f"/artworks/{fox}/{form}") for ask in (client.head, client.get))

    assert (200, b"") == (head.status_code, head.content)
    for name in ("content-length", "etag", "content-disposition", "content-type"):
        assert whole.headers[name] == head.headers[name]


@pytest.mark.parametrize("form", BINARY)
def test_a_download_that_broke_off_goes_on(client, fox, form):
    whole = client.get(f"/artworks/{fox}/{form}")
    headers = {"range": "bytes=1000-", "if-range": whole.headers["etag"]}

    rest = client.get(f"/artworks/{fox}/{form}", headers=headers)

    size = len(whole.content)
    assert (206, f"bytes 1000-{size - 1}/{size}") == (
        rest.status_code,
        rest.headers["content-range"],
    )
    assert whole.content[1000:] == rest.content


def test_a_download_does_not_go_on_with_something_else(client, bench, fox):
    before = client.get(f"/artworks/{fox}/zip").headers["etag"]
    shelve(bench, books.fox(pages=4), [books.jpegs(4)[3]])

    answer = client.get(
        f"/artworks/{fox}/zip", headers={"range": "bytes=1000-", "if-range": before}
    )

    assert (200, 4) == (answer.status_code, len(names_in(answer)))


def test_what_is_known_or_not_there_is_not_sent(client, fox):
    etag = client.get(f"/artworks/{fox}/zip").headers["etag"]

    known = client.get(f"/artworks/{fox}/zip", headers={"if-none-match": etag})
    behind = client.get(f"/artworks/{fox}/zip", headers={"range": "bytes=99999999-"})

    assert (304, b"") == (known.status_code, known.content)
    assert 416 == behind.status_code
    assert behind.headers["content-range"].startswith("bytes */")


def test_a_title_in_any_letters_names_the_file(client, bench):
    shelve(bench, books.post("1", 1, title='狐 "x"\r\n/../\u202e.exe'), books.jpegs(1))

    said = client.get("/artworks/1/zip").headers["content-disposition"]

    assert said == (
        "attachment; filename=\"_ x-..-.exe.zip\"; filename*=UTF-8''%E7%8B%90%20x-..-.exe.zip"
    )


def test_meta_is_all_that_is_known(client, fox):
    answer = client.get(f"/artworks/{fox}/meta")

    assert "application/json" == answer.headers["content-type"]
    assert "Fox in the Snow" == answer.json()["title"]
    assert {"id": 90000001, "user": {"name": "\ud83e"}} == answer.json()["posts"][0]["raw"]
    assert (200, b"") == (
        (head := client.head(f"/artworks/{fox}/meta")).status_code,
        head.content,
    )


def test_a_comic_book_is_read_as_one_says(client, fox):
    for path in (f"/artworks/{fox}/cbz?read=ltr", "/export?q=fox&format=cbz&read=ltr"):
        with zipfile.ZipFile(io.BytesIO(client.get(path).content)) as book:
            assert b"<Manga>No</Manga>" in book.read("ComicInfo.xml")
    assert 400 == client.get(f"/artworks/{fox}/cbz?read=up").status_code


@pytest.mark.parametrize("what", ["zip", "cbz", "pdf", "meta"])
@pytest.mark.parametrize("number", ["999", "0", "-1", "x", "9" * 25])
def test_a_work_that_is_not_there_is_not_sent(visitor, what, number):
    answer = visitor.get(f"/artworks/{number}/{what}")

    assert answer.status_code in {400, 404}


def test_a_selection_is_sent_in_its_order(client, bench, fox):
    other = shelve(bench, books.post("7", 1), [books.jpegs(4)[3]])

    both = names_in(client.get("/export", params={"ids": f"{other},{fox},77", "format": "zip"}))

    assert "pixiv/7_p0.jpg" == both[0]
    assert 4 == len(both)


def test_a_search_is_sent_as_a_book_or_as_lines(client, bench, fox):
    shelve(bench, books.post("7", 1, title="A cat"), [books.jpegs(4)[3]])

    book = client.get("/export", params={"q": "fox", "format": "cbz"})
    lines = client.get("/export", params={"q": "", "format": "jsonl"})

    assert 4 == len(names_in(book))
    assert "Artkeep - fox.cbz" in book.headers["content-disposition"]
    assert ["A cat", "Fox in the Snow"] == [
        json.loads(line)["title"] for line in lines.text.splitlines()
    ]
    assert "application/x-ndjson" == lines.headers["content-type"]


@pytest.mark.parametrize(
    "asked", ["", "?ids=1&q=fox", "?ids=x", "?ids=", "?q=a&format=exe", "?q=width:x"]
)
def test_what_cannot_be_exported_is_refused(visitor, asked):
    assert 400 == visitor.get(f"/export{asked}").status_code


def test_nothing_found_is_nothing_to_send(visitor):
    for form in BINARY:
        assert 404 == visitor.get("/export", params={"q": "", "format": form}).status_code
    assert b"" == visitor.get("/export", params={"q": "", "format": "jsonl"}).content


@pytest.mark.parametrize(
    ("policy", "wants", "of_list", "of_work"),
    [
        ("enabled", False, True, True),
        ("hidden", False, False, True),
        ("hidden", True, True, True),
        ("required", False, False, False),
        ("required", True, True, True),
        ("disabled", True, False, False),
    ],
)
def test_what_somebody_may_not_see_they_cannot_take_along(bench, policy, wants, of_list, of_work):
    shelve(bench, books.post("1", 1, rating=Rating.EXPLICIT), books.jpegs(1))
    client = under(bench, policy)
    if wants:
        client.cookies.set("nsfw_state", "true")

    for form in ("zip", "cbz", "pdf", "meta"):
        assert of_work == (200 == client.get(f"/artworks/1/{form}").status_code)
    for asked, is_open in (("q=", of_list), ("ids=1", of_work)):
        assert is_open == (200 == client.get(f"/export?{asked}&format=zip").status_code)
        assert is_open == bool(client.get(f"/export?{asked}&format=jsonl").content)


class Leaving:
    """Somebody who asks for a file and hangs up once `is_enough` of what they were told."""

    def __init__(self, app, path, *, is_enough):
        self.told: list[str] = []
        self._app = app
        self._path = path
        self._is_enough = is_enough
        self._has_asked = False
        self._leaves = asyncio.Event()
        if is_enough(self.told):
            self._leaves.set()

    def ask(self):
        with ThreadPoolExecutor(1) as thread:  # this one's loop may be the browser's
            asked = self._app(self._scope(), self._receive, self._send)
            thread.submit(asyncio.run, asked).result()
        return self.told

    async def _receive(self):
        if not self._has_asked:
            self._has_asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._leaves.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        self.told.append(message["type"])
        if self._is_enough(self.told):
            self._leaves.set()
            await asyncio.sleep(0)

    def _scope(self):
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": self._path,
            "raw_path": self._path.encode(),
            "query_string": b"",
            "headers": [(b"host", b"127.0.0.1:8600")],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8600),
            "root_path": "",
        }


def test_who_hangs_up_in_the_middle_is_sent_no_more(bench, fox):
    app = create_app(bench, shown=())

    told = Leaving(app, f"/artworks/{fox}/zip", is_enough=lambda told: len(told) > 1).ask()

    assert 1 <= told.count("http.response.body") < 9


def test_nothing_is_made_for_who_has_hung_up(bench, fox):
    app = create_app(bench, shown=())

    assert [] == Leaving(app, f"/artworks/{fox}/pdf", is_enough=lambda _: True).ask()


def test_a_pdf_of_very_many_pages_is_for_the_command_line(client, fox, monkeypatch):
    monkeypatch.setattr(exports, "PDF_PAGES", 2)

    answer = client.get("/export", params={"q": "", "format": "pdf"})

    assert 400 == answer.status_code
    assert "artkeep export" in answer.text
