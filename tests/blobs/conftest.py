"""A blob store of each kind, empty."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from moto.server import ThreadedMotoServer

from artkeep.blobs import BlobStore, open_blobs


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """An S3 in a thread, one for all tests, that takes any key."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ACCESS_KEY_ID", "test")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "test")
        server.start()
        host, port = server.get_host_and_port()
        try:
            yield f"http://{host}:{port}"
        finally:
            server.stop()


@pytest.fixture
def s3_url(s3_server: str) -> str:
    """An `s3://` address with a new bucket."""
    bucket = f"pictures-{os.urandom(6).hex()}"
    with urlopen(Request(f"{s3_server}/{bucket}", method="PUT"), timeout=10):
        return f"s3://{bucket}/art?endpoint={quote(s3_server)}&region=us-east-1"


@pytest.fixture(params=["folder", "s3"])
def blobs_url(request: pytest.FixtureRequest, tmp_path: Path) -> str | None:
    return request.getfixturevalue("s3_url") if request.param == "s3" else None


@pytest.fixture
def blobs(blobs_url: str | None, tmp_path: Path) -> BlobStore:
    """The store under test; `open_blobs(blobs_url, tmp_path)` opens it again."""
    return open_blobs(blobs_url, tmp_path)
