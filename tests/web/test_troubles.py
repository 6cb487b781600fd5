"""A page names no commands, and calls sites as people do."""

import pytest

from artkeep.web.troubles import plainly


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "pixiv: shows its works only to those who are signed in; run: artkeep login pixiv",
            "pixiv: shows its works only to those who are signed in",
        ),
        (
            "deviantart: it is mature; sign in (artkeep login deviantart) and allow it there",
            "DeviantArt: it is mature; sign in and allow it there",
        ),
        (
            "imagefap: photo 5 is only for members; artkeep login imagefap may show it",
            "imagefap: photo 5 is only for members; signing in may show it",
        ),
        ("twitter: does not show @noor", "X (Twitter): does not show @noor"),
        ("art.example: answered 503", "art.example: answered 503"),
        ("no room left on the disk", "no room left on the disk"),
    ],
)
def test_an_error_on_a_page(said, shown):
    assert shown == plainly(said)
