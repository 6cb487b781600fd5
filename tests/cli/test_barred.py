"""Sites that bar us, ask to wait or want a login: said in a line, and in the exit code."""

import json
import re
from io import StringIO

import pytest

from artkeep.fakes.danbooru import records
from artkeep.fakes.mastodon import memory

LIST = "https://derpibooru.org/search?q=artist:mika+aoyama"
OTHER = "https://danbooru.donmai.us/posts?tags=aoyama_mika"
OURS = ("https://danbooru.donmai.us/favorites", "https://art.example/bookmarks")
FOLDER = ("--id", "77", "--folder", "502")
KEYS = {
    "danbooru": ("SampleUser", records.KEY),
    "mastodon": (memory.HOMES[0], memory.TOKEN),
}


def on(site, said):
    """Return the JSON lines about a site."""
    return [told for line in said.out.splitlines() if (told := json.loads(line))["site"] == site]


@pytest.fixture
def two(artkeep, long_ago):
    """Two lists of two sites, read to their ends a while ago."""
    assert 0 == artkeep("add", LIST, OTHER, "-q").code
    long_ago()


@pytest.mark.parametrize(
    "words",
    [("read", *FOLDER), ("add", LIST), ("get", *FOLDER, "-o", "out")],
)
@pytest.mark.parametrize("mood", ["blocked", "busy"])
def test_what_a_site_bars_ends_with_6_and_goes_on_with_the_same_command(
    artkeep, world, words, mood
):
    for site in ("imagefap", "philomena"):
        world.moods.set(site, mood)
    barred = artkeep(*words, "-q")
    world.moods.clear()
    later = artkeep(*words, "-q")

    assert (6, 0) == (barred.code, later.code)
    assert "with the same command" in barred.err


@pytest.mark.parametrize("words", [("sync",), ("audit",), ("recheck",)])
def test_a_site_that_bars_us_stops_no_other_one(artkeep, world, two, words):
    world.moods.set("philomena", "blocked")
    before = artkeep(*words, "-q")
    again = artkeep(*words, "-q")
    world.moods.clear()

    assert 3 == before.code
    assert "with the same command" in before.err + before.out
    assert {"danbooru"} >= {seen.site for seen in world.log if seen.site != "philomena"}
    assert 3 == again.code
    assert 0 == artkeep(*words, "-q").code


@pytest.mark.parametrize("words", [("sync",), ("audit",), ("recheck",)])
def test_when_all_bar_us_the_code_is_6(artkeep, world, two, words):
    for site in ("philomena", "danbooru"):
        world.moods.set(site, "blocked")

    assert 6 == artkeep(*words, "-q").code


@pytest.fixture
def signed_in(artkeep, monkeypatch, world):
    """Two lists that only their owners see."""
    for site, pasted in KEYS.items():
        monkeypatch.setattr("sys.stdin", StringIO("\n".join(pasted)))
        assert 0 == artkeep("login", site, "--token-stdin").code
    assert 0 == artkeep("add", *OURS, "-q").code


def test_each_list_that_lacks_its_login_is_said_and_the_rest_is_read(artkeep, world, signed_in):
    world.moods.set("danbooru", "expired")
    said = artkeep("sync", "-q", "--json")

    assert ["done", "done"] == [told["status"] for told in on("mastodon", said)]
    of_list, *_ = on("danbooru", said)
    assert "login_needed" == of_list["status"]
    assert "artkeep login danbooru" in of_list["reason"]
    assert 3 == said.code


def test_when_all_lack_their_login_the_code_is_5(artkeep, world, signed_in):
    for site in KEYS:
        world.moods.set(site, "expired")
    said = artkeep("sync", "-q")

    assert 5 == said.code
    assert {"danbooru", "mastodon"} == set(re.findall(r"run: artkeep login (\w+)", said.err))


def test_a_site_that_failed_is_not_said_to_have_nothing_new(artkeep, world):
    world.moods.set("philomena", "changed")
    failed = artkeep("add", LIST, "-q")
    asked = artkeep("add", OURS[0], "-q")

    assert (1, 5) == (failed.code, asked.code)
    assert "nothing new" not in failed.err + asked.err
    assert "lacks 'representations'" in failed.err
    assert "a newer Artkeep may know how; until then the same command tries again" in failed.err
    assert "run: artkeep login danbooru" in asked.err
