"""`--json`: one object a line and nothing else on stdout; the same words for the same things."""

import json

import pytest

LIST = "https://derpibooru.org/search?q=artist:mika+aoyama"
POST = "https://danbooru.donmai.us/posts/9000001"
OF_A_PART = ["site", "title", "url", "status", "reason"]
OF_A_PICTURE = {"id", "url", "path", "sha256", "status", "reason"}


@pytest.fixture
def told(artkeep):
    """Run a command with --json, and read what it prints."""

    def run(*words):
        return [json.loads(line) for line in artkeep(*words, "--json").out.splitlines()]

    return run


@pytest.mark.parametrize("words", [("add", LIST), ("read", LIST), ("add", POST)])
def test_what_came_of_each_list_and_site(told, words):
    lines = told(*words)

    assert [[*OF_A_PART, "counts"]] * len(lines) == [list(line) for line in lines]
    assert {"done"} == {line["status"] for line in lines}
    assert {None} == {line["reason"] for line in lines}
    *_, of_site = lines
    assert lines[0]["counts"].get("new") == of_site["counts"]["new"] > 0


def test_sync_says_what_it_lacks_in_the_same_lines(told, world):
    told("add", LIST)
    world.moods.set("philomena", "blocked")
    of_list, _ = told("sync")

    assert [*OF_A_PART, "counts"] == list(of_list)
    assert "blocked" == of_list["status"]
    assert "go on after" in of_list["reason"]


def test_an_address_that_leads_nowhere_is_a_line_too(told):
    of_address, _ = told("add", "https://danbooru.donmai.us/posts/123")

    assert ("danbooru", "failed") == (of_address["site"], of_address["status"])
    assert of_address["reason"]


def test_audit_says_it_of_each_list(told):
    told("add", LIST)
    (line,) = told("audit")

    assert [*OF_A_PART, "ours", "theirs", "not_asked", "troubles"] == list(line)


def test_recheck_says_it_of_each_change_and_of_a_site_that_bars_us(told, world, long_ago):
    told("add", POST, LIST)
    long_ago()
    world.moods.set("danbooru", "blocked")
    world.world.happen("philomena", world.world.fox("philomena").id, "deleted")
    lines = told("recheck")

    assert [OF_A_PART] * 2 == [list(line) for line in lines]
    assert {"danbooru": "blocked", "philomena": "removed"} == {
        line["site"]: line["status"] for line in lines
    }


def test_get_says_it_of_each_picture(told):
    lines = told("get", LIST, "-o", "out")

    assert lines
    assert all(line.keys() == OF_A_PICTURE for line in lines)


def test_add_says_it_of_each_file(told, world, tmp_path):
    (tmp_path / "fox.png").write_bytes(world.world.fox("pixiv").pages[0].bytes())
    (tmp_path / "text.png").write_text("no picture")
    lines = told("add", tmp_path / "fox.png", tmp_path / "text.png")

    assert [["path", "sha256", "status", "reason"]] * 2 == [list(line) for line in lines]
