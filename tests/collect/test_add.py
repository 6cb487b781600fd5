"""Adding pictures: every file once, nothing lost, nothing touched."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from artkeep import jobs
from artkeep.collect import add
from artkeep.explore import gallery
from artkeep.fakes import drawings
from artkeep.library import images
from artkeep.model.records import Kept, OutcomeStatus, RunState
from artkeep.model.refs import PostRef
from artkeep.sites import folder
from tests.showing import tiles_of
from tests.working import add_all, lines, work


@pytest.fixture
def pictures(tmp_path):
    """Two pictures in a folder, the second in a folder below."""
    folder = tmp_path / "pictures"
    (folder / "birds").mkdir(parents=True)
    drawings.write(1, folder / "fox.png", width=320, height=240)
    drawings.write(2, folder / "birds" / "crane.jpg", width=320, height=240)
    return folder


def statuses(bench, run_id):
    return {Path(line.outcome.path).name: str(line.outcome.status) for line in lines(bench, run_id)}


def test_a_folder_is_added_with_all_below_it(bench, pictures):
    run_id = add_all(bench, pictures)

    assert {"fox.png": "new", "crane.jpg": "new"} == statuses(bench, run_id)
    titles = {tile.title for tile in tiles_of(bench)}
    assert {"fox", "crane"} == titles


def test_the_bytes_are_kept_and_the_files_stay_as_they_are(bench, pictures):
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files(pictures)}

    add_all(bench, pictures)

    after = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files(pictures)}
    assert before == after
    kept = {bench.blobs.get(sha256) for sha256 in bench.blobs.list()}
    assert {content for _, content in before.values()} == kept


def test_the_same_bytes_in_two_places_are_one_work(bench, pictures):
    shutil.copy(pictures / "fox.png", pictures / "birds" / "fox again.png")

    run_id = add_all(bench, pictures)

    known = [line for line in lines(bench, run_id) if line.outcome.status is OutcomeStatus.KNOWN]
    assert [f"same bytes as {pictures / 'fox.png'}"] == [line.reason for line in known]
    assert 2 == len(tiles_of(bench))


def test_adding_again_reads_nothing_again(bench, pictures):
    add_all(bench, pictures)
    for path in files(pictures):  # whoever read these now would see other bytes
        stamp = path.stat()
        path.write_bytes(b"x" * stamp.st_size)
        os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))

    run_id = add_all(bench, pictures)

    assert ["unchanged", "unchanged"] == [line.reason for line in lines(bench, run_id)]


def test_a_changed_file_is_a_new_picture_and_the_old_one_stays(bench, pictures):
    add_all(bench, pictures)
    drawings.write(3, pictures / "fox.png", width=320, height=200)

    run_id = add_all(bench, pictures)

    assert {"fox.png": "new", "crane.jpg": "known"} == statuses(bench, run_id)
    tiles = tiles_of(bench)
    assert ["crane", "fox", "fox"] == sorted(tile.title for tile in tiles)


def test_a_file_that_was_only_touched_is_known(bench, pictures):
    add_all(bench, pictures)
    os.utime(pictures / "fox.png", (1, 1))

    run_id = add_all(bench, pictures / "fox.png")

    assert ["same bytes as before"] == [line.reason for line in lines(bench, run_id)]


def test_what_is_no_picture_is_refused_with_its_reason_and_the_rest_is_kept(bench, pictures):
    (pictures / "page.jpg").write_text("<!doctype html><title>Log in</title>")
    (pictures / "empty.png").touch()
    (pictures / "cut.png").write_bytes((pictures / "fox.png").read_bytes()[:-900])

    run_id = add_all(bench, pictures)

    told = {Path(line.outcome.path).name: line for line in lines(bench, run_id)}
    refused = {name for name, line in told.items() if line.outcome.status == "refused"}
    assert {"page.jpg", "empty.png", "cut.png"} == refused
    assert all(told[name].reason for name in refused)
    assert 2 == len(tiles_of(bench))


def test_no_picture_is_blamed_when_the_disk_of_the_library_is_gone(bench, pictures):
    shutil.rmtree(bench.settings.home / "blobs")
    with bench.db.begin() as tx:
        run_id = add.start(tx, [pictures], Kept.BLOB)
    work(bench)

    with bench.db.read() as tx:
        run = jobs.get(tx, run_id)
    assert (RunState.FAILED, "LibraryError") == (run.state, run.error_kind)
    assert "Is its disk mounted?" in run.error
    assert [] == lines(bench, run_id)


@pytest.mark.parametrize(
    "name",
    [b"\xff\xfe.png", "\u202egnp.png".encode(), b"line\nbreak.png", "雪".encode() * 80 + b".png"],
)
def test_odd_names_are_kept_and_found_again(bench, tmp_path, name):
    odd = tmp_path / "odd" / os.fsdecode(name)
    odd.parent.mkdir()
    drawings.write(1, tmp_path / "fox.png", width=64, height=64)
    (tmp_path / "fox.png").rename(odd)

    run_id = add_all(bench, odd.parent)

    (line,) = lines(bench, run_id)
    assert odd == folder.path_of(PostRef(folder.NAME, line.outcome.path))
    assert line.outcome.path == json.loads(json.dumps(line.outcome.path))


def test_a_reference_keeps_no_bytes(bench, pictures):
    add_all(bench, pictures, kept=Kept.REFERENCE)

    assert [] == list(bench.blobs.list())
    assert 2 == len(tiles_of(bench))


def test_a_reference_becomes_a_copy_when_asked_for(bench, pictures):
    add_all(bench, pictures, kept=Kept.REFERENCE)
    run_id = add_all(bench, pictures, kept=Kept.BLOB)

    assert {"fox.png": "known", "crane.jpg": "known"} == statuses(bench, run_id)
    assert 2 == len(list(bench.blobs.list()))
    with bench.db.read() as tx:
        assert {Kept.BLOB} == {image.kept for image in images.after(tx, 0, 10)}


def test_small_pictures_and_points_are_made_beside_the_library(bench, pictures):
    add_all(bench, pictures)

    made = [path.suffix for path in bench.settings.home.rglob("*") if path.is_file()]
    assert (2, 2) == (made.count(".webp"), made.count(".orb"))


def test_copies_are_reported_with_what_they_are_copies_of(bench, tmp_path):
    copies = tmp_path / "pictures" / "a copies"
    originals = tmp_path / "pictures" / "b originals"
    copies.mkdir(parents=True)
    originals.mkdir()
    picture = drawings.draw(4, 900, 700)
    picture.save(originals / "fox.png")
    picture.resize((450, 350)).save(copies / "small.jpg", quality=85)
    picture.transpose(0).save(copies / "mirrored.png")
    picture.transpose(2).save(copies / "turned.png")

    run_id = add_all(bench, tmp_path / "pictures")

    told = {Path(line.outcome.path).name: line.reason for line in lines(bench, run_id)}
    of = f"of {originals / 'fox.png'}"
    turned = told.pop("turned.png")  # of the small one it is as much a copy
    assert {
        "fox.png": None,
        "small.jpg": f"smaller copy {of}",
        "mirrored.png": f"copy, mirrored, {of}",
    } == told
    assert turned.startswith("copy, turned by 90° to the left, of ")


def test_a_stopped_run_goes_on_where_it_was(bench, pictures):
    with bench.db.begin() as tx:
        run_id = add.start(tx, [pictures], Kept.BLOB)
        jobs.request_stop(tx, run_id)
    work(bench)
    with bench.db.read() as tx:
        assert RunState.STOPPED is jobs.get(tx, run_id).state

    assert run_id == add_all(bench, pictures)
    assert {"fox.png": "new", "crane.jpg": "new"} == statuses(bench, run_id)


def test_an_upload_is_kept_under_its_name(bench, pictures):
    first = upload(bench, pictures / "fox.png", "../../etc/Fox.png")
    again = upload(bench, pictures / "fox.png", "Fox.png")

    assert (OutcomeStatus.NEW, OutcomeStatus.KNOWN) == (first.status, again.status)
    assert first.artwork_id == again.artwork_id
    work = gallery.artwork(bench, first.artwork_id)
    assert "Fox" == work.title


def test_an_upload_that_is_no_picture_is_refused(bench, tmp_path):
    page = tmp_path / "fox.png"
    page.write_text("<html>not found</html>")

    refused = upload(bench, page, "fox.png")

    assert (OutcomeStatus.REFUSED, None) == (refused.status, refused.artwork_id)
    assert refused.reason
    assert [] == list(bench.blobs.list())


def upload(bench, path, name):
    spool = bench.blobs.spool()
    shutil.copyfile(path, spool)
    return add.upload(bench, name, spool, hashlib.sha256(path.read_bytes()).hexdigest())


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())
