"""Pictures in a bucket: handed on, or the browser sent there with a signed address."""

from dataclasses import replace
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from artkeep.settings import Settings
from artkeep.settings.showing import Storage
from artkeep.web.app import create_app
from artkeep.workbench import open_workbench
from tests.blobs.conftest import s3_server, s3_url  # noqa: F401 - fixtures, by their names
from tests.explore.books import jpegs, post, shelve
from tests.web.browsing import HERE, Browser


@pytest.fixture
def far(s3_url, tmp_path, decoders):  # noqa: F811 - the fixture, not the import
    """A library whose pictures lie in a bucket."""
    settings = Settings(home=tmp_path / "far", blobs_url=s3_url, workers=1)
    with open_workbench(settings) as opened:
        bench = replace(opened, pool=decoders)
        shelve(bench, post("1", 1), jpegs(1))
        yield bench


def browser(bench, *, proxy):
    settings = bench.settings.model_copy(update={"storage": Storage(proxy=proxy)})
    return Browser(create_app(replace(bench, settings=settings), shown=()), HERE)


def address(one):
    return f"/image/{one.get('/api/gallery').json()['works'][0]['sha256']}"


def test_pictures_are_handed_on_whole_or_in_part(far):
    one = browser(far, proxy=True)
    whole = one.get(address(one))
    part = one.get(address(one), headers={"range": "bytes=2-5"})

    assert (200, "image/jpeg", jpegs(1)[0]) == (
        whole.status_code,
        whole.headers["content-type"],
        whole.content,
    )
    assert (206, whole.content[2:6]) == (part.status_code, part.content)
    assert "immutable" in whole.headers["cache-control"]
    etag = {"if-none-match": whole.headers["etag"]}
    assert 304 == one.get(address(one), headers=etag).status_code


def test_the_browser_is_sent_to_a_signed_address_that_pages_may_load(far):
    one = browser(far, proxy=False)
    answer = one.get(address(one), headers={"sec-fetch-dest": "image"})

    away = answer.headers["location"]
    assert 302 == answer.status_code
    with urlopen(away, timeout=10) as fetched:
        assert ("image/jpeg", jpegs(1)[0]) == (fetched.headers["content-type"], fetched.read())
    parts = urlsplit(away)
    origin = f"{parts.scheme}://{parts.netloc}"
    assert (
        f"img-src 'self' blob: data: {origin};" in one.get("/").headers["content-security-policy"]
    )


def test_what_is_saved_or_read_by_a_script_comes_from_us(far):
    one = browser(far, proxy=False)

    assert 200 == one.get(f"{address(one)}?download").status_code
    for headers in ({"sec-fetch-dest": "empty"}, {"x-csrf-token": "ours"}):
        assert 200 == one.get(address(one), headers=headers).status_code
    assert 200 == one.head(address(one)).status_code


def test_a_folder_has_no_addresses(bench):
    shelve(bench, post("1", 1), jpegs(1))
    one = browser(bench, proxy=False)

    assert 200 == one.get(address(one)).status_code
    assert "img-src 'self' blob: data:;" in one.get("/").headers["content-security-policy"]
