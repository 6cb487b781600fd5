import zlib
from itertools import permutations

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from artkeep.errors import LibraryError
from artkeep.texts.languages import Languages
from artkeep.web import assets
from artkeep.web.desk import TEMPLATES


@pytest.fixture(scope="module")
def made():
    return assets.Assets(Languages())


@pytest.fixture(scope="module")
def client(made):
    with TestClient(Starlette(routes=[Mount(made.path, made)])) as client:
        yield client


def test_an_installation_without_its_files_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "FOLDER", tmp_path)

    with pytest.raises(LibraryError, match=r"run\.py up"):
        assets.Assets(Languages())


def test_the_address_changes_with_any_file(tmp_path):
    (tmp_path / "a.css").write_text("one", encoding="utf-8")
    before = assets.build_of(assets.read(tmp_path))
    (tmp_path / "a.css").write_text("two", encoding="utf-8")

    assert before != assets.build_of(assets.read(tmp_path))


def test_every_file_of_others_is_loaded_by_a_page_of_ours():
    ours = [*assets.FOLDER.glob("*.js"), *TEMPLATES.rglob("*.html")]
    loaded = "".join(path.read_text("utf-8") for path in ours)
    brought = {
        path.relative_to(assets.FOLDER).as_posix()
        for path in assets.files_in(assets.FOLDER / "vendor")
        if path.suffix in (".js", ".css")
    }

    assert brought
    assert set() == {name for name in brought if name not in loaded}


def test_a_file_is_packed_for_those_who_take_it(made, client):
    url = made.url("base.css")
    plain = client.get(url, headers={"accept-encoding": "br"})
    small = client.get(url, headers={"accept-encoding": "br, gzip;q=0.5"})

    assert (None, "gzip") == (
        plain.headers.get("content-encoding"),
        small.headers.get("content-encoding"),
    )
    assert (assets.FOLDER / "base.css").read_bytes() == plain.content == small.content
    assert "text/css; charset=utf-8" == small.headers["content-type"]
    assert "public, max-age=31536000, immutable" == small.headers["cache-control"]


def test_style_sheets_come_together(made, client):
    one = client.get(made.sheet("tokens.css", "base.css"))

    both = [(assets.FOLDER / name).read_bytes() for name in ("tokens.css", "base.css")]
    assert b"\n".join(both) == one.content
    assert "text/css; charset=utf-8" == one.headers["content-type"]


def test_style_sheets_are_one_gzip_to_those_who_read_no_second(made, client):
    url = made.sheet("tokens.css", "base.css", "grid.css")
    with client.stream("GET", url, headers={"accept-encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())

    reader = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    assert client.get(url, headers={"accept-encoding": "br"}).content == reader.decompress(packed)
    assert (True, b"") == (reader.eof, reader.unused_data)


def test_style_sheets_are_packed_once_in_whatever_order_they_are_asked_for(made, client):
    for order in permutations(("tokens.css", "base.css", "frame.css", "grid.css")):
        assert (
            200 == client.get(made.sheet(*order), headers={"accept-encoding": "gzip"}).status_code
        )

    known = {asset.body for asset in made.files.values()}
    assert {assets.BETWEEN} == made.parts.keys() - known


@pytest.mark.parametrize(
    "name",
    [
        "nothing.css",
        "../assets.py",
        "%2e%2e/assets.py",
        "vendor/.stamp",
        "sheets/",
        "sheets/base.css+nothing.css",
        "sheets/base.css+frame.js",
        "sheets/base.css+base.css",
    ],
)
def test_there_is_nothing_else(made, client, name):
    assert 404 == client.get(f"{made.path}/{name}").status_code


def test_files_are_only_read(made, client):
    url = made.url("base.css")

    assert b"" == client.head(url).content
    assert 405 == client.post(url).status_code


def test_a_page_is_told_of_every_script_at_once(made):
    needed = made.needed("gallery.js")

    assert {made.url(name) for name in ("grid.js", "rows.js", "say.js")} <= set(needed)
    assert len(needed) == len(set(needed))
    assert made.url("say.js") not in made.needed("gallery.js", "frame.js")


def test_every_import_of_ours_is_a_file(made):
    scripts = [name for name in made.files if name.endswith(".js")]
    imported = {one for name in scripts for one in assets.imports(made.files[name].body, name)}

    assert {"grid.js", "api.js", "vendor/photoswipe/photoswipe.esm.min.js"} <= imported
    assert set() == imported - set(made.files)
