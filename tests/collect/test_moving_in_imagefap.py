"""The imagefap tool's database moves in, whichever revision wrote it."""

import base64
import re

import pytest
import sqlalchemy as sa

from artkeep.collect import moving_in
from artkeep.collect.moving_in import Asked, imagefap
from artkeep.collect.moving_in.imagefap import locks, shelves
from artkeep.db.tables import collection, collection_item, heirloom, post
from artkeep.errors import BadRequest
from artkeep.library import wanted
from artkeep.model.records import Kept
from tests.collect.imagefap_databases import KEY, NOW, Shelf
from tests.collect.moving import held, home_alone, move_in, outcomes, pictures, rows, statuses
from tests.showing import tiles_of

bench = home_alone


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "fap")


def order(bench):
    """Return the images of the list, the newest favourite first."""
    query = (
        sa.select(post.c.site_post_id)
        .join(collection_item, collection_item.c.post_id == post.c.id)
        .order_by(collection_item.c.position.desc())
    )
    with bench.db.read() as tx:
        return list(tx.execute(query).scalars())


def kept_whole(bench):
    """Return what is kept until there is a place for it: (kind, subject) → what was said."""
    with bench.db.read() as tx:
        return {(row.kind, row.subject): row.said for row in tx.execute(sa.select(heirloom))}


@pytest.mark.parametrize("revision", [0, 1, 2])
def test_pictures_come_with_their_posts_on_their_list(bench, shelf, revision):
    shelf.put()

    run = move_in(bench, "imagefap", shelf.written(revision))

    assert {"new"} == set(statuses(bench, run).values())
    shown = {number: is_here for (number, _), is_here in pictures(bench, "imagefap").items()}
    assert {"11": True, "12": True, "13": True} == shown
    assert ["14", "13", "12", "11"] == order(bench)
    with bench.db.read() as tx:
        lists = [
            (row.site_collection_id, row.title, row.removed_at, row.next_at)
            for row in tx.execute(sa.select(collection))
        ]
        left = wanted.left(tx, "imagefap")
    assert [("favourites/77/501", "A & B", None, None)] == lists
    assert (1, 0) == (left.posts, left.pages)  # 14, which the program had not fetched either
    assert {"fox.jpg", "crane.jpg"} == {tile.title for tile in tiles_of(bench)}


@pytest.mark.parametrize("revision", [0, 1, 2])
def test_verdicts_and_tags_are_kept_with_what_they_are_about(bench, shelf, revision):
    shelf.put()

    move_in(bench, "imagefap", shelf.written(revision))

    kept = kept_whole(bench)
    assert ["Animals", "Fox"] == kept["tag_tree", "2"]
    assert [["Animals", "Fox"]] == kept["tag", shelf.fox_sha]
    assert "keep" == kept["verdict", shelf.fox_sha]["verdict"]
    group = kept["group", kept["verdict", shelf.crane_sha]["group"]]
    assert {shelf.fox_sha: "keep", shelf.crane_sha: "skip"} == group["verdicts"]


def test_what_only_later_revisions_knew_is_kept(bench, shelf):
    shelf.put()

    move_in(bench, "imagefap", shelf.written(2))

    kept = kept_whole(bench)
    score = kept["group", kept["verdict", shelf.fox_sha]["group"]]["scores"]["cnn"][0][2]
    assert 0.97 == pytest.approx(score)
    assert {"percept": 4, "cnn": 0.95} == kept["settings", "settings"][
        "duplicates_sensitivity_regular"
    ]
    assert {"sha256": shelf.fox_sha, "verdict": "skip"} == kept["place_verdict", "77/501/13"]
    gone = kept["gone", "13"]
    assert (NOW, 2) == (gone["date"], gone["level"])
    assert "TOKEN" not in gone["url"]
    lost = held(bench, "imagefap")["99"]
    assert ("lost.jpg", None) == (lost.title, lost.wanted_at)
    assert "in vain" in lost.error


def test_the_same_twice_adds_nothing_and_touches_nothing(bench, shelf):
    shelf.put()
    path = shelf.written(2)
    move_in(bench, "imagefap", shelf.folder)
    before, kept = rows(bench), kept_whole(bench)
    files = {each: each.read_bytes() for each in shelf.folder.rglob("*") if each.is_file()}

    run = move_in(bench, "imagefap", path.parent)

    assert (before, kept) == (rows(bench), kept_whole(bench))
    assert {"known"} == set(statuses(bench, run).values())
    assert files == {each: each.read_bytes() for each in shelf.folder.rglob("*") if each.is_file()}


def test_straight_files_are_found_by_their_names(bench, shelf):
    (shelf.folder / "fox.jpg").write_bytes(shelf.fox)
    (shelf.folder / "crane.jpg").write_bytes(shelf.crane)

    run = move_in(bench, "imagefap", shelf.written(1))

    assert {"fox.jpg": "new", "crane.jpg": "new"} == statuses(bench, run)


def test_pictures_that_are_missing_or_changed_are_wanted(bench, shelf):
    shelf.put()
    (shelf.folder / "blobs" / f"{shelf.fox_sha}.jpg").unlink()
    (shelf.folder / "blobs" / f"{shelf.crane_sha}.jpg").write_bytes(shelf.fox)

    run = move_in(bench, "imagefap", shelf.written(1))

    assert {"refused"} == set(statuses(bench, run).values())
    assert {} == pictures(bench, "imagefap")
    with bench.db.read() as tx:
        assert 4 == wanted.left(tx, "imagefap").posts
    assert ["14", "13", "12", "11"] == order(bench)


def test_links_out_of_the_folder_are_not_followed(bench, shelf, tmp_path):
    (tmp_path / "secret.jpg").write_bytes(shelf.fox)
    (shelf.folder / "blobs").mkdir()
    (shelf.folder / "blobs" / f"{shelf.fox_sha}.jpg").symlink_to(tmp_path / "secret.jpg")

    run = move_in(bench, "imagefap", shelf.written(1))

    assert {"refused"} == set(statuses(bench, run).values())
    assert [] == list(bench.blobs.list())


def test_the_same_picture_is_one_tile_in_two_places(bench, shelf):
    shelf.put()

    move_in(bench, "imagefap", shelf.written(1), kept=Kept.REFERENCE)

    assert 2 == len(tiles_of(bench))
    assert [] == list(bench.blobs.list())


# ---- locked ------------------------------------------------------------------------------------


def test_a_locked_database_opens_with_its_password(bench, shelf):
    shelf.put(key=KEY)
    path = shelf.written(2, key=KEY)
    assert imagefap.is_locked(path)

    sealed = imagefap.sealed(bench, path, KEY)
    run = move_in(bench, "imagefap", path, sealed=sealed, kept=Kept.REFERENCE)

    assert {"new"} == set(statuses(bench, run).values())
    assert {shelf.fox_sha, shelf.crane_sha} == set(bench.blobs.list())
    assert KEY.secret.hex() not in str(run.arguments)
    again = move_in(bench, "imagefap", path, sealed=sealed, kept=Kept.REFERENCE)
    assert {"unchanged"} == {reason for _, reason in outcomes(bench, again).values()}


def test_a_picture_under_another_lock_is_refused(bench, shelf):
    shelf.put(key=KEY)
    path = shelf.written(2, key=KEY)
    (shelf.folder / "blobs" / f"{KEY.name_of(shelf.fox_sha)}.jpg").write_bytes(b"\x80\x00" * 60)

    run = move_in(bench, "imagefap", path, sealed=imagefap.sealed(bench, path, KEY))

    told = {reason for _, reason in outcomes(bench, run).values()}
    assert {None, "it is not locked with this password"} == told


def test_a_wrong_password_and_none_are_said(bench, shelf):
    path = shelf.written(2, key=KEY)

    with pytest.raises(BadRequest, match="does not open"):
        imagefap.sealed(bench, path, locks.Key(b"x" * 32))
    with pytest.raises(BadRequest, match="encrypted"):
        moving_in.KINDS["imagefap"](bench, Asked("imagefap", path, Kept.BLOB))


def test_a_password_makes_the_key_that_the_program_made():
    secret = locks.of_password("luke").secret
    assert b"0rCiyBrqWokX9UNBiYzkvhi9ZsjoIyGeUdtkbPAjzaY=" == base64.urlsafe_b64encode(secret)


def test_a_locked_picture_has_the_name_that_the_program_gave_it():
    key = locks.Key(base64.urlsafe_b64decode(b"LRtw2A4U9PAtihUow5p_eQex6IYKM7nUoPlf1fkKPgc="))
    sha256 = "a771d3bd9b432b720b2bcebd3c4675d6d27d5868c5ce05261728ec9844b78a70"
    expected = "d2ffc6e722eb0ae2db38b52796f4a13b0f1ace0befab9cdf265771951f9f89d6"
    assert expected == key.name_of(sha256)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fox.jpg", "fox.jpg"),
        ("a/b:c.jpg", "a-bc.jpg"),
        (" fox. ", "fox"),
        ("con.jpg", "__con.jpg"),
        ("...", "__"),
        ("\u00e9.jpg", "e\u0301.jpg"),
        ("x" * 300 + ".jpg", "x" * 251 + ".jpg"),
    ],
)
def test_straight_names_are_made_fit_as_the_program_made_them(name, expected):
    assert expected == shelves.fit(name)
    assert not re.search(r"[/\\]", shelves.fit(name))
