"""`artkeep audit`: what is still there, at its source and with us."""

import json

import pytest

from artkeep.library import audits, collections
from artkeep.settings import Settings
from artkeep.workbench import open_workbench

LIST = "https://derpibooru.org/search?q=artist:mika+aoyama"


@pytest.fixture
def library(artkeep, tmp_path):
    """Read a list, and open the library to look into it."""
    assert 0 == artkeep("read", LIST, "-q").code

    def opened():
        return open_workbench(Settings(home=tmp_path / "library"))

    return opened


@pytest.fixture
def audit(artkeep):
    def audited(*words):
        said = artkeep("audit", "--json", "-q", *words)
        return said.code, json.loads(said.out)

    return audited


def images(library):
    with library() as bench, bench.db.read() as tx:
        return audits.images_of(tx, collections.followed(tx)[0].id, 0, 100)[0]


def on_site(world):
    return [
        post.id for post in world.world.on("philomena") if "derpi" in post.id and _is_hers(post)
    ]


def _is_hers(post):
    return any(tag.name == "artist:mika aoyama" for tag in post.tags)


def test_a_list_that_is_well_is_said_to_be(artkeep, audit, library, world):
    code, told = audit()
    number = len(images(library))

    assert 0 == code
    assert {"intact": number, "repaired": 0, "lost": 0} == told["ours"]
    assert {"alive": number} == told["theirs"]
    assert [] == told["troubles"]
    assert "ours:" in artkeep("audit").out


def test_no_picture_is_fetched_and_within_ten_days_nothing_is_asked(audit, world, library):
    audit()
    first = [seen.key for seen in world.log]
    audit()

    assert "base" in first
    assert [] == world.log
    code, _ = audit("--force")
    assert 0 == code
    assert [] != world.log


@pytest.mark.parametrize("how", ["missing", "damaged"])
def test_what_is_lost_with_us_is_said_and_fetched_again(audit, library, tmp_path, how):
    lost = images(library)[0]
    blob = tmp_path / "library/blobs" / lost.sha256[:3] / lost.sha256
    if how == "missing":
        blob.unlink()
    else:
        blob.write_bytes(bytes(lost.size_bytes))

    before, told = audit()
    after, repaired = audit("--repair")

    assert (3, 1) == (before, told["ours"]["lost"])
    assert [f"{lost.sha256}: its file is {how}"] == told["troubles"]
    assert (0, 1, 0) == (after, repaired["ours"]["repaired"], repaired["ours"]["lost"])
    assert "fetched again from https://derpibooru.org/images/" in repaired["troubles"][0]
    assert lost.size_bytes == blob.stat().st_size
    assert 0 == audit()[0]


def test_what_its_source_shows_differently_by_now_is_not_taken_for_it(
    audit, library, world, tmp_path
):
    lost = images(library)[0]
    (tmp_path / "library/blobs" / lost.sha256[:3] / lost.sha256).unlink()
    for post in on_site(world):
        world.world.happen("philomena", post, "replaced")

    code, told = audit("--repair", "--at-most", "0")

    assert (3, 1) == (code, told["ours"]["lost"])
    assert "cannot be repaired: " in told["troubles"][0]
    assert "shows another picture by now" in told["troubles"][0]


def test_a_post_that_is_deleted_is_a_doubt_first_and_what_we_hold_stays(audit, library, world):
    audit()
    before = images(library)
    world.world.happen("philomena", on_site(world)[0], "deleted")

    code, told = audit("--force")

    assert (3, 1) == (code, told["theirs"]["removed"])
    assert before == images(library)
    world.world.happen("philomena", on_site(world)[0], "restored")
    assert (0, {"alive": len(before)}) == (audit("--force")[0], audit("--force")[1]["theirs"])


def test_a_picture_that_is_gone_from_its_page_is_unsure(audit, library, world):
    world.moods.set("philomena", "pictures:missing")

    code, told = audit()

    assert 3 == code
    assert {"unsure"} == set(told["theirs"])
    assert "its picture is not" in told["troubles"][0]
    world.moods.clear()
    assert 0 == audit("--force")[0]


def test_a_list_that_was_never_read_is_refused(artkeep):
    said = artkeep("audit")

    assert 1 == said.code
    assert "artkeep read" in said.err


def test_all_of_a_user_on_imagefap(artkeep):
    artkeep("read", "--id", "77", "--folder", "502", "-q")
    said = artkeep("audit", "--user", "SAMPLEUSER", "-q")

    assert 0 == said.code
    assert "my pics: ours: " in said.out
    assert 2 == artkeep("audit", "mypics", "--id", "77").code
    assert 1 == artkeep("audit", "--id", "91").code
