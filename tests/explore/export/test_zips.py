"""ZIP files of any size that every program reads, their length known before."""

import io
import subprocess
import zipfile
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artkeep.errors import Damaged
from artkeep.explore.export import zips
from artkeep.explore.export.zips import Entry, Layout

AT = datetime(2024, 2, 29, 12, 30, 7, tzinfo=UTC)
FAR = 2**32 + 5


def packed(files, at=AT):
    told = [(Entry(name, len(content), at), iter([content])) for name, content in files.items()]
    written = b"".join(zips.stream(iter(told)))
    assert len(written) == zips.length(entry for entry, _ in told)
    return written


def unpacked(written):
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_what_goes_in_comes_out():
    files = {"pixiv/90000001_p0.jpg": b"one", "狐 🦊.png": b"", "c": bytes(300_000)}

    assert files == unpacked(packed(files))


def test_info_zip_finds_no_fault(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(packed({f"{number}.jpg": bytes(number) for number in range(50)}))

    tested = subprocess.run(["unzip", "-tqq", path], capture_output=True, text=True, check=False)

    assert (0, "", "") == (tested.returncode, tested.stdout, tested.stderr)


def test_more_files_than_two_bytes_count():
    files = {str(number): b"" for number in range(65_536)}

    with zipfile.ZipFile(io.BytesIO(packed(files))) as archive:
        assert list(files) == archive.namelist()


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\0/"), min_size=1, max_size=40),
        st.binary(max_size=200),
        max_size=8,
    )
)
def test_any_names_and_bytes(files):
    with zipfile.ZipFile(io.BytesIO(packed(files))) as archive:
        assert list(files) == [info.orig_filename for info in archive.infolist()]
        assert list(files.values()) == [archive.read(info) for info in archive.infolist()]


@pytest.mark.parametrize(
    ("at", "date"),
    [
        (AT, (2024, 2, 29, 12, 30, 6)),
        (datetime(1850, 5, 5, tzinfo=UTC), (1980, 1, 1, 0, 0, 0)),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), (2107, 12, 31, 0, 0, 0)),
    ],
)
def test_times_that_zip_does_not_know_stand_at_its_ends(at, date):
    with zipfile.ZipFile(io.BytesIO(packed({"a": b"b"}, at))) as archive:
        assert date == archive.infolist()[0].date_time


def test_the_same_files_give_the_same_bytes():
    assert packed({"a": b"1", "b": b"2"}) == packed({"a": b"1", "b": b"2"})


@pytest.mark.parametrize("content", [b"short", b"longer than said"])
def test_a_file_that_changed_meanwhile_ends_the_stream(content):
    with pytest.raises(Damaged, match=r"a\.jpg"):
        b"".join(zips.stream(iter([(Entry("a.jpg", 10, AT), iter([content]))])))


def test_a_part_is_what_lies_between():
    whole = packed({"a": b"1" * 1000, "b": b"2" * 1000})
    pieces = [whole[at : at + 7] for at in range(0, len(whole), 7)]

    for start, end in [(0, len(whole)), (0, 1), (5, 900), (1300, 1301), (len(whole) - 1, 99999)]:
        assert whole[start:end] == b"".join(zips.part(iter(pieces), start, end))


def test_a_part_does_not_read_what_lies_behind_it():
    def chunks():
        yield b"abc"
        raise AssertionError("nobody wanted more")

    assert b"b" == b"".join(zips.part(chunks(), 1, 2))


def test_files_beyond_four_gigabytes_are_found(tmp_path):
    """A sparse file stands for a picture that large, which nobody has to write."""
    large, small = Entry("large", FAR, AT), Entry("small", 3, AT)
    layout, crc = Layout(), zlib.crc32(b"abc")
    with (tmp_path / "far.zip").open("wb") as file:
        file.write(layout.head(large))
        file.seek(FAR, 1)
        file.write(layout.foot(large, 0))
        records = layout.record(large, 0)
        file.write(layout.head(small) + b"abc" + layout.foot(small, crc))
        file.write(records + layout.record(small, crc) + layout.end())
        assert file.tell() == layout.length == zips.length([large, small])

    with zipfile.ZipFile(tmp_path / "far.zip") as archive:
        assert [FAR, 3] == [info.file_size for info in archive.infolist()]
        assert b"abc" == archive.read("small")
        with archive.open("large") as far:
            assert bytes(10) == far.read(10)
