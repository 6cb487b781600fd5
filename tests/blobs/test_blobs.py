"""What both sides of the store promise."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from artkeep.blobs import BlobStore, open_blobs
from artkeep.errors import BadRequest, BadSetting, Damaged, LibraryError, NotFound
from tests.blobs.content import kept, spooled

UNKNOWN = sha256(b"never stored").hexdigest()
BIG = bytes(range(256)) * 4096 * 9  # 9 MiB: travels to S3 in parts


def test_what_was_put_comes_back(blobs: BlobStore) -> None:
    name = kept(blobs, b"a drawing")

    assert b"a drawing" == blobs.get(name)


def test_put_says_whether_the_bytes_are_new(blobs: BlobStore) -> None:
    outcomes = [blobs.put(*spooled(blobs, b"once")) for _ in range(2)]

    assert [True, False] == outcomes


def test_the_spool_file_is_gone_after_put(blobs: BlobStore) -> None:
    name, first = spooled(blobs, b"once")
    _, second = spooled(blobs, b"once")

    blobs.put(name, first)
    blobs.put(name, second)

    assert [False, False] == [first.exists(), second.exists()]


def test_each_spool_file_is_empty_and_nobody_elses(blobs: BlobStore) -> None:
    spools = [blobs.spool() for _ in range(3)]

    assert 3 == len(set(spools))
    assert [0, 0, 0] == [spool.stat().st_size for spool in spools]


def test_no_bytes_at_all_are_a_blob_too(blobs: BlobStore) -> None:
    name = kept(blobs, b"")

    assert b"" == blobs.get(name)
    assert b"" == b"".join(blobs.reader(name))
    assert 0 == blobs.size(name)


def test_a_big_blob_comes_back_whole(blobs: BlobStore) -> None:
    name = kept(blobs, BIG)

    assert BIG == blobs.get(name)
    assert False is blobs.put(*spooled(blobs, BIG))


def test_a_batch_is_put_like_one_by_one(blobs: BlobStore) -> None:
    kept(blobs, b"first")

    outcomes = blobs.put_many([spooled(blobs, each) for each in (b"first", b"second", b"third")])

    assert [False, True, True] == list(outcomes)
    assert [b"second", b"third"] == [blobs.get(_name(each)) for each in (b"second", b"third")]


def test_the_same_bytes_twice_in_a_batch_are_one_blob(blobs: BlobStore) -> None:
    outcomes = blobs.put_many([spooled(blobs, b"twin"), spooled(blobs, b"twin")])

    assert [False, True] == sorted(outcomes)
    assert [_name(b"twin")] == list(blobs.list())


def test_an_empty_batch_is_nothing(blobs: BlobStore) -> None:
    assert [] == list(blobs.put_many([]))


def test_many_threads_may_put_the_same_bytes(blobs: BlobStore) -> None:
    batch = [spooled(blobs, b"wanted") for _ in range(8)]

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda each: blobs.put(*each), batch))

    assert b"wanted" == blobs.get(_name(b"wanted"))


def test_a_doubted_spool_is_hashed_again(blobs: BlobStore) -> None:
    _, spool = spooled(blobs, b"something else")

    with pytest.raises(Damaged):
        blobs.put(UNKNOWN, spool, trusted=False)

    assert False is spool.exists()
    assert None is blobs.size(UNKNOWN)


def test_a_doubted_spool_that_is_right_is_kept(blobs: BlobStore) -> None:
    name, spool = spooled(blobs, b"right")

    assert True is blobs.put(name, spool, trusted=False)


def test_bytes_of_another_size_never_replace_a_blob(blobs: BlobStore) -> None:
    name = kept(blobs, b"the real one")
    _, impostor = spooled(blobs, b"shorter")

    with pytest.raises(Damaged):
        blobs.put(name, impostor)

    assert b"the real one" == blobs.get(name)


def test_a_range_is_a_piece(blobs: BlobStore) -> None:
    name = kept(blobs, b"0123456789")

    assert b"345" == blobs.range(name, 3, 3)


def test_a_range_ends_where_the_blob_ends(blobs: BlobStore) -> None:
    name = kept(blobs, b"0123456789")

    assert b"89" == blobs.range(name, 8, 100)
    assert b"" == blobs.range(name, 10, 5)
    assert b"" == blobs.range(name, 99, 5)
    assert b"" == blobs.range(name, 3, 0)


def test_a_reader_brings_the_bytes_in_chunks(blobs: BlobStore) -> None:
    name = kept(blobs, BIG)

    chunks = list(blobs.reader(name, 1000))

    assert BIG[1000:] == b"".join(chunks)
    assert len(chunks) > 1
    assert {bytes} == {type(chunk) for chunk in chunks}


def test_a_reader_stops_where_it_is_told(blobs: BlobStore) -> None:
    name = kept(blobs, BIG)

    assert BIG[5:400_005] == b"".join(blobs.reader(name, 5, 400_000))


def test_an_open_blob_is_a_file_to_seek_in(blobs: BlobStore) -> None:
    name = kept(blobs, b"0123456789")

    with blobs.open(name) as file:
        file.seek(4)
        assert b"456789" == file.read()


def test_a_blob_in_files_names_its_file(blobs: BlobStore) -> None:
    name = kept(blobs, b"on a disk, perhaps")

    path = blobs.path(name)

    assert path is None or b"on a disk, perhaps" == path.read_bytes()


def test_size_is_in_bytes_and_none_when_nothing_is_there(blobs: BlobStore) -> None:
    name = kept(blobs, b"12345")

    assert 5 == blobs.size(name)
    assert None is blobs.size(UNKNOWN)


def test_the_list_is_in_order_and_goes_on_behind_a_name(blobs: BlobStore) -> None:
    names = sorted(kept(blobs, str(number).encode()) for number in range(12))

    assert names == list(blobs.list())
    assert names[5:] == list(blobs.list(after=names[4]))
    assert [] == list(blobs.list(after=names[-1]))


def test_an_empty_store_lists_nothing(blobs: BlobStore) -> None:
    assert [] == list(blobs.list())


def test_a_deleted_blob_is_gone_and_may_be_deleted_again(blobs: BlobStore) -> None:
    name = kept(blobs, b"unwanted")

    blobs.delete(name)
    blobs.delete(name)

    assert [] == list(blobs.list())


def test_a_good_blob_verifies(blobs: BlobStore) -> None:
    assert True is blobs.verify(kept(blobs, BIG))


@pytest.mark.parametrize("ask", ["get", "open", "path", "reader", "verify"])
def test_a_missing_blob_is_not_found(blobs: BlobStore, ask: str) -> None:
    question: Callable[[str], object] = getattr(blobs, ask)

    with pytest.raises(NotFound):
        question(UNKNOWN)


@pytest.mark.parametrize("ask", ["get", "open", "path", "reader", "verify", "size", "delete"])
@pytest.mark.parametrize("name", ["../../etc/passwd", UNKNOWN.upper(), UNKNOWN + "0", "", "ab/cd"])
def test_what_is_no_name_is_refused(blobs: BlobStore, ask: str, name: str) -> None:
    question: Callable[[str], object] = getattr(blobs, ask)

    with pytest.raises(BadRequest):
        question(name)


def test_nothing_is_put_under_what_is_no_name(blobs: BlobStore) -> None:
    _, spool = spooled(blobs, b"lost")

    with pytest.raises(BadRequest):
        blobs.put("../lost", spool)

    assert [] == list(blobs.list())
    assert False is spool.exists()


def test_a_store_is_found_again(blobs: BlobStore, blobs_url: str | None, tmp_path: Path) -> None:
    name = kept(blobs, b"yesterday")

    again = open_blobs(blobs_url, tmp_path, expect_marker=True)

    assert b"yesterday" == again.get(name)


def test_a_store_that_should_be_there_and_is_not_is_refused(
    blobs_url: str | None, tmp_path: Path
) -> None:
    with pytest.raises(LibraryError, match=r"\.artkeep-blobs is not there"):
        open_blobs(blobs_url, tmp_path, expect_marker=True)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://host/pictures", "write file:///"),
        ("/srv/pictures", "write file:///"),
        ("file://relative/pictures", "not a whole path"),
        ("file:pictures", "not a whole path"),
        ("s3:///prefix", "the bucket is missing"),
        ("s3://bucket/prefix?key=secret", "key is not known"),
    ],
)
def test_an_address_that_is_none_says_what_to_write(url: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=words):
        open_blobs(url, tmp_path)


def test_a_refused_address_does_not_repeat_a_secret(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as refusal:
        open_blobs("s3://bucket/prefix?key=secret", tmp_path)

    assert "secret" not in str(refusal.value)


def _name(content: bytes) -> str:
    return sha256(content).hexdigest()
