"""Groups of settings, and the names of the program for pixiv bookmarks."""

import pytest

from artkeep.errors import BadSetting
from artkeep.settings import load_settings, shown


def test_how_works_are_shown_is_set_by_the_names_of_old(tmp_path):
    (tmp_path / "artkeep.toml").write_text(
        'read_only = true\nread_only_token = "a token of sixteen"\n'
        '[display]\nnsfw = "hidden"\n'
        '[display.home]\nimage = "large"\nipp = "25"\norder = "artwork"\n'
        '[display.artwork]\nimage = "original"\n'
        "[filesystem_options]\nproxy = false\n",
        encoding="utf-8",
    )

    found = load_settings({"ARTKEEP_HOME": str(tmp_path)}, tmp_path)

    home = found.display.home
    assert ("hidden", "large", 25, "artwork") == (
        found.display.nsfw,
        home.image,
        home.ipp,
        home.order,
    )
    assert "original" == found.display.artwork.image
    assert (True, "a token of sixteen") == (found.read_only, found.read_only_token)
    assert not found.storage.proxy


def test_groups_within_groups_are_set_in_the_environment(tmp_path):
    environ = {
        "ARTKEEP_HOME": str(tmp_path),
        "ARTKEEP_NSFW": "required",
        "ARTKEEP_DISPLAY__HOME__IPP": "0",
        "ARTKEEP_STORAGE__PROXY": "no",
    }

    found = load_settings(environ, tmp_path)

    assert ("required", 0, False) == (
        found.display.nsfw,
        found.display.home.ipp,
        found.storage.proxy,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ARTKEEP_DISPLAY__NSFW", "open"),
        ("ARTKEEP_DISPLAY__HOME__IMAGE", "huge"),
        ("ARTKEEP_DISPLAY__HOME__IPP", "501"),
        ("ARTKEEP_DISPLAY__ARTWORK__IMAGE", "none"),
        ("ARTKEEP_READ_ONLY_TOKEN", "short"),
        ("ARTKEEP_PUBLIC_URL", "art.example"),
        ("ARTKEEP_VISITORS", "friends"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name(tmp_path, name, value):
    with pytest.raises(BadSetting, match=name):
        load_settings({"ARTKEEP_HOME": str(tmp_path), name: value}, tmp_path)


def test_the_token_is_shown_to_nobody(tmp_path):
    environ = {"ARTKEEP_HOME": str(tmp_path), "ARTKEEP_READ_ONLY_TOKEN": "a token of sixteen"}

    lines = {one.key: one.value for one in shown(environ, tmp_path)}

    assert "***" == lines["read_only_token"]
