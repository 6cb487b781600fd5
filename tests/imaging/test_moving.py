"""Zips of frames become pictures that browsers play, with the timing they had."""

import io
import json
import zipfile

import pytest
from PIL import Image

from artkeep.errors import PictureRefused
from artkeep.fakes import drawings
from artkeep.imaging import moving
from artkeep.imaging.limits import Limits


def zip_of_frames(frames=3, timing=None, size=(96, 64)):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(frames):
            frame = io.BytesIO()
            drawings.draw(number, *size).save(frame, "JPEG")
            archive.writestr(f"{number:06}.jpg", frame.getvalue())
        if timing is not None:
            archive.writestr("animation.json", timing)
    return packed.getvalue()


def shown(animation):
    """Return for how long each frame is shown."""
    with Image.open(io.BytesIO(animation)) as opened:
        times = []
        for frame in range(opened.n_frames):
            opened.seek(frame)
            opened.load()
            times.append(opened.info["duration"])
        return times


def test_frames_are_shown_as_long_as_the_site_says():
    assert [80, 120, 300] == shown(moving.animated(zip_of_frames(), Limits(), [80, 120, 300]))


def test_frames_are_shown_as_long_as_the_zip_says():
    timing = json.dumps({"frames": [{"file": f"{n}.jpg", "delay": 50 + n} for n in range(3)]})
    assert [50, 51, 52] == shown(moving.animated(zip_of_frames(timing=timing), Limits(), []))


@pytest.mark.parametrize(
    "timing", ["", "[]", "{}", '{"frames": 7}', "[" * 9999, '[{"delay": "x"}]']
)
def test_timing_that_cannot_be_read_stops_nothing(timing):
    assert 3 * [moving.USUAL_DELAY] == shown(
        moving.animated(zip_of_frames(timing=timing), Limits(), [])
    )


@pytest.mark.parametrize("delays", [[80], [-5, 0, 3], [80] * 99])
def test_delays_that_lie_stop_nothing(delays):
    assert 3 == len(shown(moving.animated(zip_of_frames(), Limits(), delays)))


def test_large_frames_fit_a_screen():
    made = moving.animated(zip_of_frames(2, size=(2000, 1000)), Limits(), [])
    with Image.open(io.BytesIO(made)) as opened:
        assert (1600, 800) == opened.size


def test_what_is_no_zip_of_frames_is_refused():
    still = io.BytesIO()
    drawings.draw(1, 96, 64).save(still, "JPEG")
    with pytest.raises(PictureRefused):
        moving.animated(still.getvalue(), Limits(), [])
