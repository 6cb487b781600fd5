from pathlib import Path

import pytest

from artkeep.imaging import details_path, thumbs


def test_small_pictures_lie_in_folders_by_their_first_letters() -> None:
    path = thumbs.path_of(Path("thumbs"), "abcdef", thumbs.GRID)

    assert Path("thumbs/abc/abcdef-s.webp") == path


def test_points_lie_in_folders_by_their_first_letters() -> None:
    assert Path("details/abc/abcdef.orb") == details_path.path_of(Path("details"), "abcdef")


@pytest.mark.parametrize(
    ("media_type", "longest", "size_bytes", "needed"),
    [
        ("image/jpeg", 1600, 90_000_000, False),
        ("image/jpeg", 1920, 400_000, False),
        ("image/png", 1920, 2_500_000, True),
        ("image/jpeg", 2560, 1_900_000, False),
        ("image/jpeg", 2561, 100_000, True),
        ("image/tiff", 100, 1000, True),
        ("application/x-ugoira", 600, 1000, True),
    ],
)
def test_the_screen_size_is_made_where_the_original_would_not_do(
    media_type: str, longest: int, size_bytes: int, *, needed: bool
) -> None:
    assert needed == thumbs.needs_screen(media_type, longest, longest // 2, size_bytes)
