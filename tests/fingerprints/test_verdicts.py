"""The rules: what is told apart, what is believed, and in which words."""

from dataclasses import replace

import pytest

from artkeep.fingerprints import verdicts
from artkeep.fingerprints.details.overlap import Overlap, Region
from artkeep.fingerprints.details.samples import Likeness
from artkeep.fingerprints.details.turning import Turn
from artkeep.fingerprints.reasons import why
from artkeep.fingerprints.verdicts import Verdict
from artkeep.model.found import Fingerprint
from artkeep.model.records import AlikeKind

ALIKE = Likeness(correlation=0.99, agreeing=1.0, contrast=30.0, cells=1024)
SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def print_(bits: int = 0, dhash_bits: int = 0, quality: int = 100) -> Fingerprint:
    """A fingerprint so many bits away from the one of none."""
    pdq = ((1 << bits) - 1).to_bytes(32)
    return Fingerprint(pdq, ((1 << dhash_bits) - 1).to_bytes(16), quality)


def overlap(**changes: object) -> Overlap:
    """A part about which there is no doubt, unless something is changed."""
    sure = Overlap(
        region=Region(SQUARE, SQUARE),
        turn=Turn(1.0, 0.0, 0.0, 0.0),
        points=60,
        share=0.7,
        spread=0.9,
        asked_part=1.0,
        kept_part=0.4,
        pixels=100_000,
        likeness=ALIKE,
    )
    return replace(sure, **changes)  # type: ignore[arg-type]  # the tests know the fields


def test_the_same_bytes_are_the_same() -> None:
    assert Verdict(AlikeKind.SAME_BYTES, 0, 1.0, "upright") == verdicts.same_bytes()


@pytest.mark.parametrize(("bits", "is_same"), [(0, True), (31, True), (32, False)])
def test_fingerprints_settle_what_is_within_31_bits(bits: int, *, is_same: bool) -> None:
    verdict = verdicts.by_fingerprints(print_(), print_(bits), "upright")

    assert is_same == (verdict is not None and verdict.kind is AlikeKind.SAME)


@pytest.mark.parametrize("qualities", [(49, 100), (100, 49), (0, 0)])
def test_fingerprints_of_plain_pictures_settle_nothing(qualities: tuple[int, int]) -> None:
    asked, kept = (print_(quality=quality) for quality in qualities)

    assert verdicts.by_fingerprints(asked, kept, "upright") is None


def test_light_settles_plain_pictures() -> None:
    asked, kept = print_(quality=10), print_(20, quality=10)

    verdict = verdicts.by_frames(asked, kept, ALIKE, "upright")

    assert verdict is not None
    assert (AlikeKind.SAME, 20) == (verdict.kind, verdict.distance)
    unlike = replace(ALIKE, correlation=0.9)
    assert verdicts.by_frames(asked, kept, unlike, "upright") is None


@pytest.mark.parametrize(
    ("bits", "dhash_bits", "correlation", "is_probable"),
    [(45, 15, 0.8, True), (45, 16, 0.8, False), (45, 15, 0.7, False), (90, 60, 0.98, True)],
)
def test_what_is_further_apart_is_probable_when_light_agrees(
    bits: int, dhash_bits: int, correlation: float, *, is_probable: bool
) -> None:
    alike = replace(ALIKE, correlation=correlation)

    verdict = verdicts.by_frames(print_(), print_(bits, dhash_bits), alike, "upright")

    assert is_probable == (verdict is not None and verdict.kind is AlikeKind.PROBABLE)


def test_what_nobody_believes_is_not_believed_within_the_radius_either() -> None:
    assert verdicts.by_frames(print_(), print_(91), ALIKE, "upright") is None
    assert AlikeKind.PROBABLE is verdicts.by_radius(91, "upright").kind


def test_a_turned_picture_is_mirrored_and_comes_after_an_upright_one() -> None:
    upright = verdicts.by_fingerprints(print_(), print_(4), "upright")
    turned = verdicts.by_fingerprints(print_(), print_(0), "turned_90")

    assert upright is not None
    assert turned is not None
    assert (AlikeKind.SAME, AlikeKind.MIRRORED) == (upright.kind, turned.kind)
    assert upright.score > turned.score


def test_a_part_is_a_crop() -> None:
    verdict = verdicts.by_overlap(overlap())

    assert verdict is not None
    assert (AlikeKind.CROP, 196, "upright") == (verdict.kind, verdict.distance, verdict.variant)


@pytest.mark.parametrize("asked_part", [0.75, 1.0])
def test_the_whole_in_a_frame_is_probably_the_same(asked_part: float) -> None:
    verdict = verdicts.by_overlap(overlap(asked_part=asked_part, kept_part=1.0))

    assert verdict is not None
    assert AlikeKind.PROBABLE is verdict.kind


@pytest.mark.parametrize(
    "changes",
    [
        {"points": 5},
        {"share": 0.1},
        {"spread": 0.1},
        {"asked_part": 0.1, "kept_part": 0.5},
        {"kept_part": 0.1},
        {"pixels": 20_000},
        {"turn": Turn(0.9, 0.44, 0.0, 0.0), "likeness": replace(ALIKE, correlation=0.94)},
        {"likeness": replace(ALIKE, correlation=0.4)},
        {"likeness": replace(ALIKE, agreeing=0.5)},
        {"likeness": replace(ALIKE, contrast=1.0)},
    ],
    ids=str,
)
def test_each_kind_of_evidence_is_needed(changes: dict[str, object]) -> None:
    assert verdicts.by_overlap(overlap()) is not None
    assert verdicts.by_overlap(overlap(**changes)) is None


@pytest.mark.parametrize(
    ("a", "b", "mirrored", "variant"),
    [
        (1.0, 0.05, False, "upright"),
        (0.0, 1.0, False, "turned_90"),
        (-1.0, 0.0, False, "turned_180"),
        (0.0, -1.0, False, "turned_270"),
        (1.0, 0.0, True, "mirrored"),
        (0.0, 1.0, True, "mirrored_turned_90"),
        (-1.0, 0.0, True, "upside_down"),
        (0.0, -1.0, True, "mirrored_turned_270"),
    ],
)
def test_a_part_says_how_the_picture_has_to_be_laid(
    a: float, b: float, variant: str, *, mirrored: bool
) -> None:
    verdict = verdicts.by_overlap(overlap(turn=Turn(a, b, 0.0, 0.0)), mirrored=mirrored)

    assert verdict is not None
    assert variant == verdict.variant


def test_hashes_differ_in_so_many_bits() -> None:
    assert 9 == verdicts.distance(bytes(32), b"\xff\x01" + bytes(30))


class TestReasons:
    """Sentences; "it" is the library's picture, "this" the one asked with."""

    def test_the_same_file(self) -> None:
        assert "the same file, byte for byte" == why(verdicts.same_bytes(), (8, 6), (8, 6))

    def test_a_copy_of_another_size(self) -> None:
        verdict = verdicts.by_radius(20, "upright")
        same = replace(verdict, kind=AlikeKind.SAME)

        assert "the same picture, smaller (600×450)" == why(same, (800, 600), (600, 450))  # noqa: RUF001 - as sizes are written
        assert "the same picture" == why(same, (800, 600), (800, 600))
        assert why(verdict, (8, 6), (8, 6)).startswith("probably the same picture")

    def test_a_crop(self) -> None:
        assert "this shows 40% of it: a crop" == said(overlap())

    def test_a_picture_on_a_page(self) -> None:
        found = overlap(asked_part=0.27, kept_part=1.0)

        assert "it is inside this picture, 27% of it" == said(found)

    def test_a_shared_part(self) -> None:
        found = overlap(asked_part=0.9, kept_part=0.5)

        assert "they share a part: 90% of this, 50% of it" == said(found)

    def test_a_frame_around_it(self) -> None:
        assert said(overlap(asked_part=0.8, kept_part=1.0)).startswith("the same picture, framed")

    def test_a_tilted_one(self) -> None:
        found = overlap(turn=Turn(0.99863, 0.05234, 0.0, 0.0))

        assert said(found).endswith("tilted by 3°")


def said(found: Overlap) -> str:
    """Return the reason for a part, both pictures as large."""
    verdict = verdicts.by_overlap(found)
    assert verdict is not None
    return why(verdict, (800, 600), (800, 600), found)
