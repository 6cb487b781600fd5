"""What shows a picture: found by every way of recognising it, named once, surest first."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest

from artkeep.intake import alike
from artkeep.intake.alike import Alike
from artkeep.library import images, posts
from artkeep.model.records import AlikeKind
from artkeep.settings import Settings
from artkeep.workbench import Workbench, open_workbench
from tests.scenes import Grey, crop, inside, saved_again, scene
from tests.working import add_all

SHOWN = 3


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Shelf"]:
    """A library of five scenes, to be asked and not changed."""
    home = tmp_path_factory.mktemp("library")
    with open_workbench(Settings(home=home / "home", workers=1)) as bench:
        yield filled(bench, home / "asked")


@pytest.fixture
def new_shelf(bench: Workbench, tmp_path: Path) -> "Shelf":
    """A library of five scenes for one test alone, on each engine."""
    return filled(bench, tmp_path / "asked")


def filled(bench: Workbench, folder: Path) -> "Shelf":
    """Add five scenes."""
    shelf = Shelf(bench, folder)
    shelf.folder.mkdir()
    paths = [shelf.write(f"scene {number}.png", scene(number)) for number in range(1, 6)]
    add_all(bench, *paths)
    return shelf


class Shelf:
    """A library and pictures to ask it with."""

    def __init__(self, bench: Workbench, folder: Path) -> None:
        self.bench = bench
        self.folder = folder

    def write(self, name: str, picture: Grey) -> Path:
        """Write a picture; the ending says how."""
        cv2.imwrite(str(self.folder / name), picture, [cv2.IMWRITE_JPEG_QUALITY, 80])
        return self.folder / name

    def ask(self, path: Path, **wanted: object) -> list[Alike]:
        """Return what shows the picture in a file."""
        asked = alike.ask(self.bench, path)
        with self.bench.db.read() as tx:
            return alike.to_question(self.bench, tx, asked, **wanted)  # type: ignore[arg-type]  # named by the tests

    def number(self, found: Alike) -> int:
        """Return which scene was found."""
        with self.bench.db.read() as tx:
            image = images.by_ids(tx, [found.image_id])[found.image_id]
            (place,) = posts.places(tx, [found.image_id])[found.image_id]
        assert image.id == found.image_id
        return int(Path(place.url).stem.removeprefix("scene%20").removeprefix("scene "))


def brighter(picture: Grey) -> Grey:
    return np.clip(picture.astype(float) * 0.8 + 20, 0, 255).astype(np.uint8)


def half(picture: Grey) -> Grey:
    return np.asarray(cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))


def mirrored(picture: Grey) -> Grey:
    return cv2.flip(picture, 1)


def turned(picture: Grey) -> Grey:
    return cv2.rotate(picture, cv2.ROTATE_90_COUNTERCLOCKWISE)


def framed(picture: Grey) -> Grey:
    return cv2.copyMakeBorder(picture, 24, 24, 24, 24, cv2.BORDER_CONSTANT, value=255)


def mirrored_crop(picture: Grey) -> Grey:
    return mirrored(crop(picture))


@pytest.mark.parametrize(
    ("changed", "kind", "variant"),
    [
        (saved_again, AlikeKind.SAME, "upright"),
        (brighter, AlikeKind.SAME, "upright"),
        (half, AlikeKind.SAME, "upright"),
        (mirrored, AlikeKind.MIRRORED, "mirrored"),
        (turned, AlikeKind.MIRRORED, "turned_90"),
        (framed, AlikeKind.PROBABLE, "upright"),
        (crop, AlikeKind.CROP, "upright"),
        (inside, AlikeKind.CROP, "upright"),
        (mirrored_crop, AlikeKind.CROP, "mirrored"),
    ],
)
def test_a_changed_copy_is_found_and_nothing_else(
    shelf: Shelf, changed: Callable[[Grey], Grey], kind: AlikeKind, variant: str
) -> None:
    (found,) = shelf.ask(shelf.write("asked.jpg", changed(scene(SHOWN))))

    assert (SHOWN, kind, variant) == (shelf.number(found), found.kind, found.variant)


def test_both_engines_tell_a_file_a_crop_and_a_stranger_apart(new_shelf: Shelf) -> None:
    (same_bytes,) = new_shelf.ask(new_shelf.folder / "scene 3.png")
    (part,) = new_shelf.ask(new_shelf.write("part.jpg", crop(scene(SHOWN))))
    strangers = new_shelf.ask(new_shelf.write("stranger.jpg", scene(77)))

    assert (AlikeKind.SAME_BYTES, 0, 1.0) == (
        same_bytes.kind,
        same_bytes.distance,
        same_bytes.score,
    )
    assert (SHOWN, AlikeKind.CROP) == (new_shelf.number(part), part.kind)
    assert "this shows 36% of it: a crop" == part.why
    assert [] == strangers


class TestAsking:
    """What may be said beside the picture."""

    def test_the_region_of_a_mirrored_crop_is_seen_in_the_question_itself(
        self, shelf: Shelf
    ) -> None:
        page = mirrored(inside(scene(SHOWN)))

        (found,) = shelf.ask(shelf.write("page.jpg", page))

        assert found.region is not None
        left = min(x for x, _ in found.region.asked)
        assert pytest.approx(1 - 400 / 640, abs=0.01) == left

    def test_only_wanted_kinds_are_answered(self, shelf: Shelf) -> None:
        path = shelf.write("mirrored.jpg", mirrored(scene(SHOWN)))

        assert [] == shelf.ask(path, kinds=[AlikeKind.SAME_BYTES, AlikeKind.SAME])
        assert 1 == len(shelf.ask(path, kinds=[AlikeKind.MIRRORED]))

    def test_a_radius_shows_what_is_near_however_unsure(self, shelf: Shelf) -> None:
        path = shelf.write("stranger.jpg", scene(77))

        found = shelf.ask(path, radius=256)

        assert 5 == len(found)
        assert {AlikeKind.PROBABLE, AlikeKind.MIRRORED} >= {each.kind for each in found}
        assert sorted(found, key=lambda each: -each.score) == found
        assert 2 == len(shelf.ask(path, radius=256, limit=2))

    def test_a_small_radius_leaves_out_what_is_further(self, shelf: Shelf) -> None:
        path = shelf.write("brighter.jpg", brighter(scene(SHOWN)))
        (found,) = shelf.ask(path)

        exact = shelf.ask(path, radius=found.distance, kinds=[AlikeKind.SAME])

        assert [found.image_id] == [each.image_id for each in exact]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
class TestPlain:
    """Pictures with little to be known by."""

    def test_a_plain_picture_is_told_from_another_plain_one(self, new_shelf: Shelf) -> None:
        plain = np.full((400, 640), 40, np.uint8)
        cv2.circle(plain, (320, 200), 60, 200, -1)
        cv2.circle(plain, (290, 180), 12, 40, -1)
        other = np.full((400, 640), 40, np.uint8)
        cv2.rectangle(other, (260, 150), (380, 250), 200, -1)
        add_all(new_shelf.bench, new_shelf.write("scene 11.png", plain))
        add_all(new_shelf.bench, new_shelf.write("scene 12.png", other))

        (found,) = new_shelf.ask(new_shelf.write("plain.jpg", plain))

        assert (11, AlikeKind.SAME) == (new_shelf.number(found), found.kind)

    def test_an_empty_white_page_is_nothing_but_itself(self, new_shelf: Shelf) -> None:
        add_all(new_shelf.bench, new_shelf.write("scene 13.png", np.full((90, 90), 255, np.uint8)))

        assert [] == new_shelf.ask(new_shelf.write("white.jpg", np.full((80, 90), 255, np.uint8)))

    def test_a_picture_whose_points_are_lost_is_found_by_fingerprint(
        self, new_shelf: Shelf
    ) -> None:
        for path in new_shelf.bench.details_folder.rglob("*.orb"):
            path.unlink()

        (found,) = new_shelf.ask(new_shelf.write("again.jpg", saved_again(scene(SHOWN))))

        assert AlikeKind.SAME is found.kind


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_library_s_pictures_are_compared_by_what_is_stored(new_shelf: Shelf) -> None:
    copies = {21: mirrored, 22: crop, 23: saved_again}
    paths = [
        new_shelf.write(f"scene {n}.png", change(scene(SHOWN))) for n, change in copies.items()
    ]
    add_all(new_shelf.bench, *paths)

    with new_shelf.bench.db.read() as tx:
        some = images.after(tx, 0, 100)
        found = alike.to_images(new_shelf.bench, tx, some)
        with ThreadPoolExecutor(3) as threads:
            assert found == alike.to_images(new_shelf.bench, tx, some, spread=threads.map)

    named = {
        number: [(new_shelf.number(each), each.kind.value) for each in those]
        for number, those in zip((1, 2, 3, 4, 5, 21, 22, 23), found, strict=True)
    }
    assert {(21, "mirrored"), (22, "crop"), (23, "same")} == set(named[3])
    assert {(3, "crop"), (23, "crop")} == set(named[22])
    assert {(3, "mirrored"), (23, "mirrored")} == set(named[21])
    assert [] == named[1] + named[2] + named[4] + named[5]
