"""ZIP and CBZ of works: what is in them, under which names, and the same each time."""

import io
import zipfile
from dataclasses import replace

import pytest

from artkeep.errors import BadRequest, Damaged, NotFound, Stopped
from artkeep.explore.export import packing, plan, works
from artkeep.explore.export.works import BATCH, Chosen
from artkeep.model.found import Rating
from artkeep.model.records import Kept
from artkeep.model.viewing import EVERYTHING, Allow
from tests.explore import books
from tests.explore.books import shelve
from tests.imaging import making
from tests.library import rows
from tests.working import add_all

ALL = Chosen()


def packed(bench, planned):
    length, etag = planned.length, planned.etag
    whole = b"".join(plan.stream(bench, planned))
    assert (length, etag) == (len(whole), planned.etag)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_a_zip_of_a_work_holds_its_pictures_as_they_are(bench):
    jpegs = books.jpegs(3)
    fox = shelve(bench, books.fox(), jpegs)

    files = packed(bench, packing.zip_plan(bench, Chosen((fox,)), EVERYTHING))

    assert {f"90000001_p{n}.jpg": content for n, content in enumerate(jpegs)} == files


def test_a_picture_that_never_came_leaves_no_gap(bench):
    fox = shelve(bench, books.fox(), [books.jpegs(2)[0], b"", books.jpegs(2)[1]])

    files = packed(bench, packing.zip_plan(bench, Chosen((fox,)), EVERYTHING))

    assert ["90000001_p0.jpg", "90000001_p1.jpg"] == list(files)


def test_a_zip_of_everything_has_a_folder_for_each_site_newest_first(bench, tmp_path):
    shelve(bench, books.fox(), [*books.jpegs(1), b"", b""])
    shelve(bench, books.post("art.example/9", 1, "mastodon"), [books.jpegs(2, 80)[1]])
    add_all(bench, books.written(tmp_path / "in", "狐 <1>.png", making.packed("PNG")))

    files = list(packed(bench, packing.zip_plan(bench, ALL, EVERYTHING)))

    assert [
        "folder/狐 1~3_p0.png",
        "mastodon/art.example-9~2_p0.jpg",
        "pixiv/90000001_p0.jpg",
    ] == files


def test_files_that_were_only_referred_to_come_along_while_they_are_there(bench, tmp_path):
    path = books.written(tmp_path / "in", "fox.png", making.packed("PNG"))
    add_all(bench, path, kept=Kept.REFERENCE)

    assert {"fox_p0.png": making.packed("PNG")} == packed(
        bench, packing.zip_plan(bench, works.by_ids("1"), EVERYTHING)
    )
    path.unlink()
    with pytest.raises(NotFound):
        packing.zip_plan(bench, works.by_ids("1"), EVERYTHING)


def test_what_may_not_be_seen_is_not_packed(bench):
    one = shelve(bench, books.post("1", 1, rating=Rating.EXPLICIT), books.jpegs(1))
    other = shelve(bench, books.post("2", 1), [books.jpegs(2)[1]])

    for chosen in (ALL, Chosen((one, other))):
        files = packed(bench, packing.zip_plan(bench, chosen, Allow(nsfw=False)))
        assert ["pixiv/2_p0.jpg"] == list(files)
    for planned in (packing.zip_plan, packing.cbz_plan):
        with pytest.raises(NotFound):
            planned(bench, Chosen((one,)), Allow(nsfw=False))


def test_a_search_takes_what_it_finds_and_no_more_than_it_says(bench):
    for number, jpeg in enumerate(books.jpegs(4)):
        shelve(bench, books.post(str(number), 1, title=f"fox {number}"), [jpeg])
    shelve(bench, books.post("9", 1, title="a cat"), [books.jpegs(5)[4]])

    def found(text):
        return list(packed(bench, packing.zip_plan(bench, works.by_query(text), EVERYTHING)))

    assert [f"pixiv/{number}_p0.jpg" for number in (3, 2, 1, 0)] == found("fox")
    assert ["pixiv/3_p0.jpg", "pixiv/2_p0.jpg"] == found("fox limit:2")


def test_the_same_works_give_the_same_bytes(bench):
    fox = shelve(bench, books.fox(), books.jpegs(3))

    plans = [make(bench, Chosen((fox,)), EVERYTHING) for make in 2 * [packing.cbz_plan]]

    assert plans[0].etag == plans[1].etag
    assert b"".join(plan.stream(bench, plans[0])) == b"".join(plan.stream(bench, plans[1]))


def test_another_page_is_another_zip(bench):
    one = shelve(bench, books.post("1", 1), books.jpegs(1))
    before = packing.zip_plan(bench, Chosen((one,)), EVERYTHING)
    shelve(bench, books.post("1", 2), [books.jpegs(2)[1]])
    after = packing.zip_plan(bench, Chosen((one,)), EVERYTHING)

    assert before.etag != after.etag
    before.close()
    after.close()


def test_bytes_that_went_meanwhile_end_the_stream(bench):
    fox = shelve(bench, books.fox(), books.jpegs(3))
    planned = packing.zip_plan(bench, Chosen((fox,)), EVERYTHING)
    for sha256 in list(bench.blobs.list()):
        bench.blobs.delete(sha256)

    with pytest.raises(Damaged):
        b"".join(plan.stream(bench, planned))


def test_whoever_hangs_up_stops_the_planning(bench):
    shelve(bench, books.post("1", 1), books.jpegs(1))

    def gone():
        raise Stopped("nobody waits")

    with pytest.raises(Stopped):
        packing.zip_plan(bench, ALL, EVERYTHING, gone)


def test_works_come_batch_by_batch_and_all_of_them(bench):
    with bench.db.begin() as tx:
        numbers = [rows.add_file(tx, f"/{number}.png", number) for number in range(2 * BATCH + 1)]

    batches = list(works.batches(bench, ALL, EVERYTHING))

    assert numbers[::-1] == [each for some in batches for each in some]
    assert [BATCH, BATCH, 1] == [len(some) for some in batches]


def test_works_come_in_the_order_of_their_numbers_each_once(bench):
    with bench.db.begin() as tx:
        for number in range(8):
            rows.add_file(tx, f"/{number}.png", number)

    assert [[7, 1, 3, 2]] == list(works.batches(bench, works.by_ids("7,1, 3,9000,2,1"), EVERYTHING))


@pytest.mark.parametrize("text", ["", ",", "x", "1,x", "-1", "0", "1.5", "9" * 30, "²"])
def test_numbers_that_are_none_are_refused(text):
    with pytest.raises(BadRequest):
        works.by_ids(text)


def test_too_many_numbers_are_refused():
    with pytest.raises(BadRequest, match="search"):
        works.by_ids(",".join(str(number) for number in range(1, 5002)))


def test_a_cbz_shows_what_readers_of_comics_can(bench):
    pictures = [
        making.packed("TIFF"),
        making.ugoira(),
        *(making.packed(form) for form in ("BMP", "GIF", "WEBP", "PNG", "AVIF")),
        *books.jpegs(4),
    ]
    fox = shelve(bench, books.fox(pages=len(pictures)), pictures)

    files = packed(bench, packing.cbz_plan(bench, Chosen((fox,)), EVERYTHING))

    assert ["ComicInfo.xml", *(f"90000001_p{n:02}" for n in range(11))] == [
        name if name == "ComicInfo.xml" else name.partition(".")[0] for name in files
    ]
    endings = [name.partition(".")[2] for name in list(files)[1:]]
    assert ["png", "webp", "png", "gif", "webp", "png", "png", *4 * ["jpg"]] == endings
    assert pictures[3] == files["90000001_p03.gif"]
    assert files["90000001_p00.png"].startswith(b"\x89PNG")


def test_a_cbz_of_several_works_is_one_book(bench):
    one = shelve(bench, books.post("1", 2), books.jpegs(2))
    other = shelve(bench, books.post("2", 1), [books.jpegs(3)[2]])

    files = list(packed(bench, packing.cbz_plan(bench, Chosen((other, one)), EVERYTHING)))

    assert ["000001-2_p0.jpg", "000002-1_p0.jpg", "000002-1_p1.jpg", "ComicInfo.xml"] == files


def test_pictures_come_out_of_a_bucket_too(bench, bucket):
    elsewhere = replace(bench, blobs=bucket)
    fox = shelve(elsewhere, books.fox(), [*books.jpegs(2), making.packed("TIFF")])

    files = packed(elsewhere, packing.cbz_plan(elsewhere, Chosen((fox,)), EVERYTHING))

    assert books.jpegs(2)[1] == files["90000001_p1.jpg"]
    assert files["90000001_p2.png"].startswith(b"\x89PNG")
