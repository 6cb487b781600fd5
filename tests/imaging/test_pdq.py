import numpy as np
import pdqhash
import pytest
from PIL import Image, ImageDraw

from artkeep.imaging import pdq, turn
from artkeep.model.found import Fingerprint
from tests.imaging.files import distance, drawing, grey

NUMBERS = range(24)
CLEAR = 50  # the quality from which bits are trusted


def print_of(image: Image.Image) -> Fingerprint:
    return pdq.fingerprint(pdq.tones(grey(image)))


def test_our_bits_are_near_those_of_the_reference() -> None:
    # median 8 of 256 on real pictures; the reference blurs where we take means
    distances = []
    for number in NUMBERS:
        image = drawing(number, 400, 300)
        ours = print_of(image)
        bits, _quality = pdqhash.compute(np.asarray(image.convert("RGB")))
        theirs = Fingerprint(np.packbits(bits).tobytes(), bytes(16), 0)
        if ours.quality >= CLEAR:
            distances.append(distance(ours, theirs))

    assert len(distances) >= len(NUMBERS) / 2
    assert np.median(distances) <= 12
    assert max(distances) <= 31


def test_our_quality_is_never_better_than_the_reference_says() -> None:
    for number in NUMBERS:
        image = drawing(number, 400, 300)
        _bits, theirs = pdqhash.compute(np.asarray(image.convert("RGB")))

        assert print_of(image).quality <= theirs + 2


def test_different_pictures_are_far_apart() -> None:
    prints = [print_of(drawing(number, 400, 300)) for number in NUMBERS]
    clear = [each for each in prints if each.quality >= CLEAR]

    pairs = [distance(a, b) for at, a in enumerate(clear) for b in clear[:at]]

    assert min(pairs) > 48


@pytest.mark.parametrize("place", range(8), ids=turn.VARIANT_NAMES)
def test_a_variant_is_the_fingerprint_of_the_picture_laid_that_way(place: int) -> None:
    plane = grey(drawing(3, 320, 200))
    laid = np.ascontiguousarray(turn.VARIANTS[place](plane))

    variant = pdq.variants(pdq.tones(plane))[place]

    exact = pdq.fingerprint(pdq.tones(laid))
    assert (exact.pdq, exact.dhash) == (variant.pdq, variant.dhash)


def test_means_are_exact_at_any_size() -> None:
    plane = np.random.default_rng(1).integers(0, 256, (70, 37), dtype=np.uint8)
    enlarged = plane.repeat(64, axis=0).repeat(64, axis=1).astype(np.float64)

    means = enlarged.reshape(64, 70, 64, 37).mean(axis=(1, 3))

    np.testing.assert_allclose(pdq.tones(plane), means, atol=1e-9)


@pytest.mark.parametrize("size", [(1, 1), (2000, 1), (1, 300), (63, 65)])
def test_pictures_smaller_than_the_means_have_a_fingerprint(size: tuple[int, int]) -> None:
    plane = np.full(size, 77, np.uint8)

    fingerprint = pdq.fingerprint(pdq.tones(plane))

    assert (bytes(32), bytes(16), 0) == (fingerprint.pdq, fingerprint.dhash, fingerprint.quality)


def test_a_symmetric_logo_is_not_trusted() -> None:
    # PDQ's own quality gives it 100, and its bits change by dozens when it is saved again
    logo = Image.new("RGB", (640, 640), "black")
    for inset in range(40, 320, 40):
        box = (inset, inset, 640 - inset, 640 - inset)
        ImageDraw.Draw(logo).ellipse(box, outline="white", width=16)
    _bits, theirs = pdqhash.compute(np.asarray(logo))

    ours = print_of(logo).quality

    assert theirs == 100
    assert ours < CLEAR


def test_dhash_tells_where_it_brightens() -> None:
    across = np.tile(np.linspace(0, 255, 640).astype(np.uint8), (480, 1))

    fingerprint = pdq.fingerprint(pdq.tones(across))

    assert b"\xff" * 8 + b"\0" * 8 == fingerprint.dhash
