"""The index of points: parts of pictures are found, whatever became of the index."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import sqlalchemy as sa

from artkeep.db.engine import Database
from artkeep.db.tables import image, library
from artkeep.fingerprints.details import DetailIndex
from artkeep.fingerprints.details.overlap import Overlap, Placed
from artkeep.fingerprints.lock import alone
from artkeep.imaging.points import ASKED, find_points
from tests.clocks import HandClock
from tests.fingerprints.kept import Gallery
from tests.scenes import Grey, crop, inside, saved_again, scene


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Both engines: this index is the same beside each."""
    return str(request.param)


@pytest.fixture
def gallery(database: Database, tmp_path: Path, clock: HandClock) -> Gallery:
    """Ten scenes, old enough to be taken up, not yet in the index."""
    folder, details = tmp_path / "index" / "details", tmp_path / "details"
    made = Gallery(database, DetailIndex(database, folder, details), folder, details)
    made.add(*range(1, 11))
    clock.forward(seconds=180)
    return made


def overlap(gallery: Gallery, picture: Grey, number: int) -> Overlap | None:
    """Lay a picture on what is kept of a scene."""
    asked, kept = find_points(picture, ASKED), gallery.points(number)
    return gallery.index.overlap(Placed.of(asked), Placed.of(kept))


@pytest.mark.parametrize("synced", ["new", "taken up"])
@pytest.mark.parametrize(
    "changed", [crop, inside, saved_again, lambda picture: cv2.rotate(picture, 0)]
)
def test_a_part_is_found_whether_the_index_has_taken_it_up_or_not(
    gallery: Gallery, synced: str, changed: Callable[[Grey], Grey]
) -> None:
    if synced == "taken up":
        assert 10 == gallery.index.sync()

    assert 7 == gallery.best(changed(scene(7)))


def test_a_library_without_images_has_no_candidates(database: Database, tmp_path: Path) -> None:
    index = DetailIndex(database, tmp_path / "index" / "details", tmp_path / "details")

    with database.read() as tx:
        assert [] == index.candidates(tx, find_points(scene(1), ASKED))
    assert (0, []) == (index.sync(), index.check())


def test_a_question_without_points_has_no_candidates(gallery: Gallery) -> None:
    assert [] == gallery.candidates(np.full((400, 640), 9, np.uint8))


def test_a_crop_shows_where_it_was_cut(gallery: Gallery) -> None:
    found = overlap(gallery, saved_again(crop(scene(3), 0.6)), 3)

    assert found is not None
    assert pytest.approx(0.36, abs=0.01) == found.kept_part
    assert 1 == pytest.approx(found.asked_part, abs=0.01)
    corners = np.array(found.region.kept)
    np.testing.assert_allclose([0.2, 0.2], corners.min(axis=0), atol=0.01)
    np.testing.assert_allclose([0.8, 0.8], corners.max(axis=0), atol=0.01)


def test_a_page_shows_where_on_it_the_picture_is(gallery: Gallery) -> None:
    found = overlap(gallery, inside(scene(3)), 3)

    assert found is not None
    corners = np.array(found.region.asked)
    np.testing.assert_allclose([80 / 640, 60 / 480], corners.min(axis=0), atol=0.01)
    np.testing.assert_allclose([400 / 640, 260 / 480], corners.max(axis=0), atol=0.01)


def test_a_turned_picture_says_by_how_much(gallery: Gallery) -> None:
    turned = cv2.rotate(scene(3), cv2.ROTATE_90_COUNTERCLOCKWISE)

    found = overlap(gallery, turned, 3)

    assert found is not None
    assert pytest.approx(90, abs=1) == found.turn.degrees  # clockwise, to lie as the kept one


def test_a_mirrored_picture_has_nothing_in_common_until_it_is_mirrored_back(
    gallery: Gallery,
) -> None:
    mirrored = cv2.flip(scene(3), 1)

    assert overlap(gallery, mirrored, 3) is None
    assert overlap(gallery, cv2.flip(mirrored, 1), 3) is not None


def test_strangers_have_nothing_in_common(gallery: Gallery) -> None:
    assert [] == [number for number in range(1, 11) if overlap(gallery, scene(99), number)]


def test_new_images_join_small_segments(gallery: Gallery) -> None:
    gallery.index.sync()
    gallery.add(11, 12)
    gallery.index.sync()

    assert 1 == len(list(gallery.folder.glob("*.segment")))
    assert [7, 12] == [gallery.best(crop(scene(7))), gallery.best(crop(scene(12)))]


def test_segments_grow_no_larger_than_they_may(gallery: Gallery) -> None:
    index = DetailIndex(gallery.database, gallery.folder, gallery.details, largest=4)

    assert 10 == index.sync()

    assert [4, 4, 2] == [len(segment) for segment in sizes(gallery)]
    assert 5 == gallery.best(crop(scene(5)))


def sizes(gallery: Gallery) -> list[list[int]]:
    """Return the ids that each segment covers."""
    spans = [path.name.split("-")[:2] for path in sorted(gallery.folder.glob("*.segment"))]
    return [list(range(int(after), int(upto))) for after, upto in spans]


def test_nothing_is_taken_up_while_somebody_else_does(gallery: Gallery) -> None:
    with alone(gallery.folder / "lock", wait=True):
        assert 0 == gallery.index.sync()

    assert 10 == gallery.index.sync()


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_what_other_transactions_may_still_come_before_is_left_for_later(
    gallery: Gallery, clock: HandClock
) -> None:
    gallery.add(11)

    assert 10 == gallery.index.sync()
    assert 11 == gallery.best(crop(scene(11)))
    clock.forward(seconds=180)
    assert 1 == gallery.index.sync()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
class TestDamage:
    """What a crash, a disk or a backup can do to the index."""

    def test_an_unfinished_segment_is_swept(self, gallery: Gallery) -> None:
        left = gallery.folder / "0-1-2.segment.part"
        gallery.folder.mkdir(parents=True)
        left.write_bytes(b"half of it")

        gallery.index.sync()

        assert not left.exists()

    def test_a_torn_segment_is_not_believed_and_written_anew(self, gallery: Gallery) -> None:
        gallery.index.sync()
        (segment,) = gallery.folder.glob("*.segment")
        segment.write_bytes(segment.read_bytes()[:-100])
        again = DetailIndex(gallery.database, gallery.folder, gallery.details)

        said = again.check()
        assert "it is torn" in said[0]
        assert 10 == again.sync()
        assert [] == again.check()

    def test_a_changed_byte_is_found_by_a_check_and_healed(self, gallery: Gallery) -> None:
        gallery.index.sync()
        (segment,) = gallery.folder.glob("*.segment")
        content = bytearray(segment.read_bytes())
        content[-1] ^= 1
        segment.write_bytes(content)

        assert [f"the index of details is damaged: {segment.name}"] == gallery.index.check()
        gallery.index.rebuild()
        assert [] == gallery.index.check()
        assert 7 == gallery.best(crop(scene(7)))

    def test_another_library_s_segments_are_not_believed(self, gallery: Gallery) -> None:
        gallery.index.sync()
        with gallery.database.begin() as tx:
            tx.execute(sa.update(library).values(mark="f" * 32))
        again = DetailIndex(gallery.database, gallery.folder, gallery.details)

        assert "it belongs to another library" in again.check()[0]
        assert 10 == again.sync()

    def test_a_library_put_back_from_a_backup_is_taken_up_anew(self, gallery: Gallery) -> None:
        gallery.index.sync()
        with gallery.database.begin() as tx:
            tx.execute(sa.delete(image))
        gallery.add(*range(21, 31))
        again = DetailIndex(gallery.database, gallery.folder, gallery.details)

        assert "another time of this library" in again.check()[0]
        assert 10 == again.sync()
        assert 25 == gallery.best(crop(scene(25)))

    def test_points_found_again_are_missed_by_a_check(self, gallery: Gallery) -> None:
        content = find_points(scene(4)).to_bytes()
        gallery.keep(4, b"damaged")
        gallery.index.sync()
        assert [] == gallery.index.check()
        assert gallery.best(crop(scene(4))) != 4

        gallery.keep(4, content)

        assert "lacks the points of 1 images" in gallery.index.check()[0]
        gallery.index.rebuild()
        assert 4 == gallery.best(crop(scene(4)))

    def test_an_image_without_points_is_no_trouble(self, gallery: Gallery) -> None:
        gallery.keep(4, find_points(np.full((400, 640), 9, np.uint8)).to_bytes())

        assert 10 == gallery.index.sync()
        assert 7 == gallery.best(crop(scene(7)))
