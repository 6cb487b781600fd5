"""What S3 promises beyond the store's contract."""

from hashlib import sha256
from pathlib import Path

import obstore
import pytest
from obstore.store import S3Store

from artkeep.blobs import BlobStore, open_blobs
from artkeep.errors import Damaged, LibraryError, Unreachable
from tests.blobs.content import kept, spooled
from tests.net.site import body, site


@pytest.fixture
def blobs(s3_url: str, tmp_path: Path) -> BlobStore:
    return open_blobs(s3_url, tmp_path)


@pytest.fixture
def bucket(s3_url: str, s3_server: str) -> S3Store:
    """The same bucket, seen from behind our back."""
    name = s3_url.removeprefix("s3://").partition("/")[0]
    return S3Store(
        name,
        prefix="art",
        config={"endpoint": s3_server, "region": "us-east-1"},
        client_options={"allow_http": True},
    )


def test_a_blob_lies_under_the_prefix(blobs: BlobStore, bucket: S3Store) -> None:
    name = kept(blobs, b"a drawing")

    assert b"a drawing" == bytes(obstore.get(bucket, name).bytes())


def test_the_spool_is_in_a_folder_of_this_machine(blobs: BlobStore, tmp_path: Path) -> None:
    assert tmp_path / "spool" == blobs.spool().parent


def test_a_blob_in_a_bucket_has_no_file(blobs: BlobStore) -> None:
    assert None is blobs.path(kept(blobs, b"far away"))


def test_other_objects_are_not_listed(blobs: BlobStore, bucket: S3Store) -> None:
    obstore.put(bucket, "readme.txt", b"not a blob")

    assert [kept(blobs, b"ours")] == list(blobs.list())


def test_a_blob_of_wrong_bytes_is_damaged(blobs: BlobStore, bucket: S3Store) -> None:
    name = kept(blobs, b"right")
    obstore.put(bucket, name, b"wrong")

    assert False is blobs.verify(name)
    with pytest.raises(Damaged):
        blobs.get(name)


@pytest.mark.parametrize("size", [10, 9 << 20])
def test_a_damaged_blob_is_mended_by_the_same_bytes(
    blobs: BlobStore, bucket: S3Store, size: int
) -> None:
    content = b"r" * size
    name = kept(blobs, content)
    obstore.put(bucket, name, b"cut")

    assert True is blobs.put(*spooled(blobs, content))
    assert True is blobs.verify(name)


def test_one_that_fails_does_not_keep_the_others_of_a_batch_out(blobs: BlobStore) -> None:
    wrong = sha256(b"lost").hexdigest(), spooled(blobs, b"other bytes")[1]

    with pytest.raises(Damaged):
        blobs.put_many([wrong, spooled(blobs, b"good")], trusted=False)

    assert [sha256(b"good").hexdigest()] == list(blobs.list())


def test_a_bucket_that_does_not_exist_is_said(s3_url: str, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="does not exist"):
        open_blobs(s3_url.replace("s3://", "s3://no-"), tmp_path)


def test_a_bucket_that_vanished_is_no_empty_store(
    s3_url: str, blobs: BlobStore, bucket: S3Store
) -> None:
    obstore.delete(bucket, ".artkeep-blobs")

    with pytest.raises(LibraryError, match="is not there"):
        open_blobs(s3_url, Path("unused"), expect_marker=True)


def test_a_newer_layout_is_left_alone(s3_url: str, bucket: S3Store) -> None:
    obstore.put(bucket, ".artkeep-blobs", b"artkeep blobs 2\n")

    with pytest.raises(LibraryError, match="newer version"):
        open_blobs(s3_url, Path("unused"))


def test_the_usual_variables_say_where_s3_is(
    s3_url: str, s3_server: str, bucket: S3Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3_server)
    monkeypatch.setenv("AWS_REGION", "us-east-1")

    name = kept(open_blobs(s3_url.partition("?")[0], tmp_path), b"a drawing")

    assert b"a drawing" == bytes(obstore.get(bucket, name).bytes())


def test_a_key_that_may_not_do_it_is_said(s3_server: str, tmp_path: Path) -> None:
    no = b"<Error><Code>AccessDenied</Code></Error>"
    with site() as closed:
        closed.answers["/bucket/art/.artkeep-blobs"] = body(no, 403)

        with pytest.raises(LibraryError, match="check AWS_ACCESS_KEY_ID"):
            open_blobs(f"s3://bucket/art?endpoint={closed.url('')}&region=us-east-1", tmp_path)


def test_an_s3_that_does_not_answer_is_unreachable(tmp_path: Path, s3_server: str) -> None:
    with pytest.raises(Unreachable, match="s3://bucket/art"):
        open_blobs("s3://bucket/art?endpoint=http://127.0.0.1:9&region=us-east-1", tmp_path)
