"""A client that knows only the real hosts reaches the fakes, and nothing else."""

import json

import pytest
import requests
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from artkeep.fakes.web import serving
from artkeep.fakes.world import World
from tests.witnesses.asking import told_by
from tests.witnesses.leading import fits, led

WHERE = {
    "pixiv": {
        "base": "http://127.0.0.1:1/pixiv/base",
        "pictures": "http://127.0.0.1:1/pixiv/pictures",
    }
}


def echo(stage):
    """A pixiv that says what it was asked, and sends us on."""

    def said(request):
        return JSONResponse({"path": request.url.path, "query": request.url.query})

    def elsewhere(_):
        return RedirectResponse("/v1/there?x=1")

    return [
        Route("/pixiv/base/v1/elsewhere", elsewhere),
        Route("/pixiv/base/{path:path}", said),
        Route("/pixiv/web/{path:path}", said),
    ]


def test_a_client_is_led_with_all_that_it_asks_and_sees_the_real_address():
    urls = [
        "https://app-api.pixiv.net/v1/illust/detail?illust_id=90000001",
        "https://www.pixiv.net/artworks/90000001",
        "https://app-api.pixiv.net/v1/elsewhere",
    ]
    with serving(World(1), played={"pixiv": echo}) as served:
        told = told_by("requests", served, *urls)

    assert [*urls[:2], "https://app-api.pixiv.net/v1/there?x=1"] == [one["url"] for one in told]
    assert [
        {"path": "/pixiv/base/v1/illust/detail", "query": "illust_id=90000001"},
        {"path": "/pixiv/web/artworks/90000001", "query": ""},
        {"path": "/pixiv/base/v1/there", "query": "x=1"},
    ] == [json.loads(one["text"]) for one in told]


def test_a_host_without_a_fake_is_not_asked():
    with pytest.raises(requests.exceptions.InvalidURL, match=r"no fake stands for www\.evil"):
        led("https://www.evil.example/x", WHERE)


def test_an_address_of_a_fake_stays_as_it_is():
    url = "http://127.0.0.1:1/pixiv/pictures/fox.png?x=1"

    assert url == led(url, WHERE)


@pytest.mark.parametrize(
    ("name", "host", "path", "expected"),
    [
        ("i.pximg.net", "i.pximg.net", "/x", True),
        ("i.pximg.net", "a.i.pximg.net", "/x", False),
        ("*.imagefap.com", "cdn.imagefap.com", "/x", True),
        ("*.imagefap.com", "evilimagefap.com", "/x", False),
        ("x.com/i/api", "x.com", "/i/api/graphql", True),
        ("x.com/i/api", "x.com", "/i/apix", False),
    ],
)
def test_a_name_of_the_table_is_meant_exactly(name, host, path, expected):
    assert expected == fits(name, host, path)
