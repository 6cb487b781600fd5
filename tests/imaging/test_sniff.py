import pytest

from artkeep.errors import PictureRefused
from artkeep.imaging import sniff
from tests.imaging import making


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        (sniff.JPEG, "JPEG"),
        (sniff.PNG, "PNG"),
        (sniff.GIF, "GIF"),
        (sniff.WEBP, "WEBP"),
        (sniff.AVIF, "AVIF"),
        (sniff.BMP, "BMP"),
        (sniff.TIFF, "TIFF"),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(media_type: str, form: str) -> None:
    head = making.packed(form)[: sniff.HEAD_BYTES]

    assert media_type == sniff.kind(head)


def test_a_jpeg_xl_is_known_with_and_without_its_box() -> None:
    heads = (b"\xff\x0a" + bytes(20), b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(20))

    assert [sniff.JXL, sniff.JXL] == [sniff.kind(head) for head in heads]


def test_a_moving_avif_with_a_film_first_is_a_picture() -> None:
    head = b"\0\0\0\x1cftypavis\0\0\0\0avismsf1miaf" + bytes(20)

    assert sniff.AVIF == sniff.kind(head)


def test_two_letters_do_not_make_a_bitmap() -> None:
    with pytest.raises(PictureRefused) as refused:
        sniff.kind(b"BMW builds cars, and motorcycles")

    assert "a text, not a picture" == refused.value.reason


def test_a_letter_cut_in_half_leaves_a_text() -> None:
    with pytest.raises(PictureRefused) as refused:
        sniff.kind("写真".encode()[:-1])

    assert "a text, not a picture" == refused.value.reason


def test_a_size_too_large_is_told_in_mebibytes() -> None:
    assert "larger than 256 MiB" == sniff.too_large(256 << 20)


@pytest.mark.parametrize("text", [b"<!---->" * 73, b"<!--" * 128, b" \n" * 256, b"<!-- x -->"])
def test_comments_without_end_are_a_text(text: bytes) -> None:
    # a pattern with choices inside choices would think about these for years
    with pytest.raises(PictureRefused) as refused:
        sniff.kind(text[: sniff.HEAD_BYTES])

    assert refused.value.reason == "a text, not a picture"
