"""Pictures come whole or not at all, whatever mood their host is in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from artkeep.errors import BadAnswer, SiteDown, Unreachable
from artkeep.fakes.stage import Stage
from artkeep.fakes.web import Served, serving
from artkeep.fakes.world import World
from artkeep.net.http import Http
from artkeep.workbench.site_settings import read
from artkeep.workbench.way import Way
from tests.clocks import HandClock
from tests.workbench.mini import MINI


def mini(stage: Stage) -> list[BaseRoute]:
    """The site of these tests: one picture."""

    def picture(_: Request) -> Response:
        content = stage.world.fox("pixiv").pages[1].bytes()
        return Response(content, media_type="image/png", headers={"etag": '"fox"'})

    return [Route("/mini/base/works", picture), Route("/mini/pictures/fox.png", picture)]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving(World(4, quick=True), played={"mini": mini}) as serving_now:
        serving_now.moods.slow_seconds = 0.05
        yield serving_now


@pytest.fixture
def shop(served: Served, web: Http, clock: HandClock) -> Iterator[Way]:
    """The way to it."""
    addresses = {f"{key}_url": url for key, url in served.addresses()["mini"].items()}
    told = read(MINI, addresses)
    yield Way(MINI, told.reach, told.options, web, clock)
    served.moods.clear()


@pytest.mark.parametrize("mood", ["", "pictures:slow", "down"])
def test_a_picture_is_what_was_drawn(shop: Way, served: Served, tmp_path: Path, mood: str) -> None:
    served.moods.set("mini", mood)

    received = shop.stream_to(f"{served.url}/mini/pictures/fox.png", tmp_path / "a", 10**8)

    assert '"fox"' == received.stamp
    assert served.world.fox("pixiv").pages[1].bytes() == (tmp_path / "a").read_bytes()


@pytest.mark.parametrize(
    ("mood", "error"),
    [
        ("pictures:truncated", Unreachable),
        ("pictures:wrong_length", Unreachable),
        ("pictures:page", BadAnswer),
        ("pictures:missing", BadAnswer),
        ("pictures:down", SiteDown),
    ],
)
def test_what_is_not_the_picture_is_not_taken(
    shop: Way, served: Served, tmp_path: Path, mood: str, error: type[Exception]
) -> None:
    served.moods.set("mini", mood)
    with pytest.raises(error):
        shop.stream_to(f"{served.url}/mini/pictures/fox.png", tmp_path / "a", 10**8)

    assert [] == list(tmp_path.iterdir())
