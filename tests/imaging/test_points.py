"""Points: the same pixels give the same, and their bytes say when they are not whole."""

import numpy as np
import pytest

from artkeep.errors import Damaged
from artkeep.imaging.points import ASKED, KEPT, Points, find_points
from tests.scenes import scene


def test_the_same_pixels_give_the_same_points() -> None:
    grey = scene(1)

    assert find_points(grey).to_bytes() == find_points(grey.copy()).to_bytes()


def test_no_more_points_are_kept_than_planned() -> None:
    kept, asked = find_points(scene(1)), find_points(scene(1), ASKED)

    assert KEPT.count == len(kept)
    assert ASKED.count >= len(asked) > len(kept)
    assert ((KEPT.side,) * 2, (ASKED.side,) * 2) == (kept.sample.shape, asked.sample.shape)


def test_points_are_spread_over_a_picture_that_is_busy_in_one_corner() -> None:
    grey = scene(2)
    busy = np.random.default_rng(1).integers(0, 256, (120, 160), dtype=np.uint8)
    grey[:120, :160] = busy

    places = find_points(grey).places / 65535 * (grey.shape[1], grey.shape[0])

    in_corner = ((places[:, 0] < 160) & (places[:, 1] < 120)).mean()
    assert 0.5 > in_corner


def test_points_of_a_faint_drawing_are_found() -> None:
    faint = (40 + scene(3) // 16).astype(np.uint8)

    assert 50 < len(find_points(faint))


@pytest.mark.parametrize("shape", [(1, 1), (1, 640), (640, 2), (31, 31), (200, 300)])
def test_a_picture_of_one_colour_or_too_small_has_a_sample_and_no_points(
    shape: tuple[int, int],
) -> None:
    points = find_points(np.full(shape, 77, np.uint8))

    assert (0, 77, 77) == (len(points), points.sample.min(), points.sample.max())
    assert 0 == len(Points.from_bytes(points.to_bytes()))


def test_small_and_narrow_pictures_have_points() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (33, 640), dtype=np.uint8)

    assert 0 < len(find_points(noise))


def test_bytes_bring_back_every_array() -> None:
    points = find_points(scene(4))

    read = Points.from_bytes(points.to_bytes())

    for name in ("descriptors", "places", "levels", "angles", "sample"):
        np.testing.assert_array_equal(getattr(points, name), getattr(read, name))
    assert (points.width, points.height) == (read.width, read.height)


def test_a_picture_costs_less_than_eleven_kilobytes() -> None:
    assert 11_000 > len(find_points(scene(5)).to_bytes())


@pytest.mark.parametrize("length", [0, 5, 13, 20, 1500, -1])
def test_bytes_cut_short_are_damaged(length: int) -> None:
    with pytest.raises(Damaged, match="cut short"):
        Points.from_bytes(find_points(scene(6)).to_bytes()[:length])


@pytest.mark.parametrize("at", [20, 1500, 9000, -1])
def test_a_changed_byte_is_noticed(at: int) -> None:
    changed = bytearray(find_points(scene(6)).to_bytes())
    changed[at] ^= 1

    with pytest.raises(Damaged, match="not what was written"):
        Points.from_bytes(bytes(changed))


def test_another_version_is_damaged_to_us() -> None:
    changed = bytearray(find_points(scene(6)).to_bytes())
    changed[4] += 1

    with pytest.raises(Damaged, match="another version"):
        Points.from_bytes(bytes(changed))
