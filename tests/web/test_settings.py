import pytest
from starlette.testclient import TestClient

from artkeep import settings
from artkeep.settings import Shown
from artkeep.web.app import create_app
from artkeep.web.settings import value_of
from artkeep.workbench import site_settings
from tests.web.browsing import HERE, said


@pytest.fixture
def words(bench, tmp_path):
    """What the page says of settings that come from the environment."""
    environ = {
        "ARTKEEP_HOME": str(bench.settings.home),
        "ARTKEEP_PORT": "8700",
        "ARTKEEP_DATABASE_URL": "postgresql://ann:hunter2@db.example/art",
        "ARTKEEP_SITES__DEVIANTART__CLIENT_SECRET": "hunter3",
        "ARTKEEP_SITES__PIXIV__GAP": "9",
    }
    of_sites = site_settings.shown(settings.read(environ, tmp_path))
    shown = [*settings.shown(environ, tmp_path), *of_sites]
    client = TestClient(create_app(bench, shown=shown), base_url=HERE)
    return said(client.get("/settings").text)


def test_what_is_set_is_listed_with_where_from(words):
    assert "port The port the pages are served on. 8700 ARTKEEP_PORT" in words
    assert "log_level The least severe messages that are logged. INFO default" in words


def test_what_is_set_for_a_site_is_listed_and_nothing_else_of_it(words):
    assert "sites.pixiv.gap Seconds between two requests" in words
    assert "9 ARTKEEP_SITES__PIXIV__GAP" in words
    assert "sites.danbooru" not in words


def test_of_what_is_secret_it_is_only_said_that_it_is_set(words):
    assert "hunter3" not in words
    assert "set ARTKEEP_SITES__DEVIANTART__CLIENT_SECRET" in words


def test_passwords_are_never_shown(words):
    assert "hunter2" not in words
    assert "db.example" in words


def test_where_the_library_lies_is_told(bench, words):
    assert str(bench.settings.home / "blobs") in words


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (Shown("a", None, "", "default"), "not set"),
        (Shown("a", "INFO", "", "default"), "INFO"),
        (Shown("a", 268_435_456, "bytes", "default"), "268 MB"),
        (Shown("a", 60.0, "seconds", "default"), "60 seconds"),
        (Shown("a", 2.5, "seconds", "default"), "2.5 seconds"),
        (Shown("a", 1.25, "seconds", "default"), "1.25 seconds"),
        (Shown("a", 0.05, "seconds", "default"), "0.05 seconds"),
        (Shown("a", 65_535, "pixels", "default"), "65,535 pixels"),
        (Shown("a", 8600, "", "default"), "8600"),
    ],
)
def test_values_are_written_with_their_units(shown, expected):
    assert expected == value_of(shown)
