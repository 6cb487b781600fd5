"""The components of a JPEG are told by its head, whatever stands before and however it is cut."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from artkeep.imaging import components
from tests.imaging.chunks import jpeg_head
from tests.imaging.making import cut, drawing, packed
from tests.imaging.zoo import wide_gamut

MODES = {"L": 1, "RGB": 3, "CMYK": components.FOR_PRINT}
SEGMENT = 65_533  # bytes that one can hold


class Reading:
    """A file in memory that counts how often and how much of it was read."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.times = 0
        self.read_bytes = 0

    def __call__(self, start: int, length: int) -> bytes:
        part = self.content[start : start + length]
        self.times += 1
        self.read_bytes += len(part)
        return part


def told(content: bytes) -> int | None:
    return components.of_jpeg(Reading(content))


def made(mode: str, **options: object) -> bytes:
    return packed("JPEG", drawing().convert(mode), **options)


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def behind_the_first_bytes(jpeg: bytes, more: bytes) -> bytes:
    return jpeg[:2] + more + jpeg[2:]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"progressive": True},
        {"optimize": True, "restart_marker_rows": 1},
        {"icc_profile": wide_gamut()},
        {"icc_profile": bytes(600_000)},
        {"exif": b"Exif\0\0" + bytes(60_000)},
        {"comment": b"\xff\xc0\0\x11" * 9999},
    ],
)
def test_every_manner_of_jpeg_tells_it(mode, options):
    assert MODES[mode] == told(made(mode, **options))


@pytest.mark.parametrize("mode", MODES)
def test_the_first_of_several_pictures_tells_it(mode):
    first, others = drawing().convert(mode), [drawing().convert("RGB")] * 2

    assert MODES[mode] == told(packed("MPO", first, save_all=True, append_images=others))


def test_a_small_picture_inside_is_not_the_picture():
    small = b"Exif\0\0" + made("CMYK", quality=20)

    assert MODES["RGB"] == told(behind_the_first_bytes(made("RGB"), segment(0xE1, small)))


def test_what_stands_before_may_be_long_and_is_read_in_few_parts():
    notes = b"".join(segment(0xE1, bytes(SEGMENT)) for _ in range(100))
    reading = Reading(behind_the_first_bytes(made("CMYK"), notes))

    assert components.FOR_PRINT == components.of_jpeg(reading)
    assert reading.times <= 101

    plain = Reading(packed("JPEG", Image.effect_noise((900, 900), 99).convert("RGB")))
    assert MODES["RGB"] == components.of_jpeg(plain)
    assert (1, True) == (plain.times, plain.read_bytes < len(plain.content))


@pytest.mark.parametrize(
    "between", [b"\xff" * 300_000, b"\0" * 300_000, b"\xff\0" * 9, b"\xff\x01"]
)
def test_filling_between_segments_is_no_hindrance(between):
    assert MODES["CMYK"] == told(behind_the_first_bytes(made("CMYK"), between))


def test_a_head_that_is_cut_tells_nothing_wrong():
    jpeg = made("CMYK")
    whole = jpeg.index(b"\xff\xc0") + 10

    answers = {length: told(jpeg[:length]) for length in range(len(jpeg))}

    assert {None} == {answers[length] for length in range(whole)}
    assert {components.FOR_PRINT} == {answers[length] for length in range(whole, len(jpeg))}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9" + jpeg_head(9, 9),  # ended before it began
        cut(made("RGB"), 0.02),
        behind_the_first_bytes(jpeg_head(9, 9), b"\xff\xe1\xff\xff"),  # longer than the file
        b"\xff\xd8" + b"\xff\xe0\0\0" * 99_999,
        b"\xff\xd8" + b"\xff" * 9_999_999,
        bytes(9_999_999),
        b"".join(segment(0xE0, bytes(SEGMENT)) for _ in range(999)),
        b"\xff\xd0" * 99_999,
    ],
)
def test_what_tells_nothing_is_given_up_soon(content):
    reading = Reading(content)

    assert components.of_jpeg(reading) is None
    assert reading.times <= 256


@given(st.binary(max_size=400), st.integers(0, 700))
def test_damage_is_never_more_than_a_missing_answer(noise, at):
    jpeg = made("RGB")
    answer = told(jpeg[:at] + noise + jpeg[at + len(noise) :])

    assert answer is None or answer in range(256)
