import pytest

from artkeep.intake import qualities
from artkeep.model.found import Fingerprint
from artkeep.model.records import Image, Kept
from artkeep.model.refs import ImageId


def image(width, height):
    return Image(
        ImageId(1), "00" * 32, 1, "image/png", width, height, 1,
        Fingerprint(bytes(32), bytes(16), 100), 0, 1, Kept.BLOB,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "size", "expected"),
    [
        ("large", (1200, 1200), 600),
        ("large", (1000, 4000), 300),  # 1200 high
        ("large", (300, 200), 300),  # never made larger
        ("medium", (1080, 540), 540),
        ("medium", (540, 1080), 270),
        ("medium", (1, 100_000), 1),
        ("square_medium", (4000, 400), 360),
    ],
)
def test_a_picture_is_as_wide_as_its_box_lets_it(name, size, expected):
    assert expected == qualities.width_in(qualities.QUALITIES[name], image(*size))
