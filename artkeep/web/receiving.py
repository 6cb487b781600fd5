"""Bytes that a browser or a script sends us: into the spool, hashed while written, bounded."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from artkeep.errors import PictureRefused, PictureTooLarge
from artkeep.texts import text
from artkeep.web import words
from artkeep.workbench import Workbench

PORTION = 1 << 20  # bytes gathered before they are written, so that threads are called rarely


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came whole. It is gone when the block that received it ends."""

    path: Path
    sha256: str
    size_bytes: int


@asynccontextmanager
async def received(request: Request, bench: Workbench) -> AsyncIterator[Received]:
    """Write the body of a request into the spool. Raises PictureRefused, PictureTooLarge."""
    refuse_if_larger(int(request.headers.get("content-length") or 0), bench)
    path = await run_in_threadpool(bench.blobs.spool)
    try:
        yield await _write(request, bench, path)
    finally:
        path.unlink(missing_ok=True)


async def _write(request: Request, bench: Workbench, path: Path) -> Received:
    digest = hashlib.sha256()
    size_bytes = 0
    async for portion in _portions(request):
        size_bytes += len(portion)
        refuse_if_larger(size_bytes, bench)
        digest.update(portion)
        await run_in_threadpool(_append, bench, path, portion)
    if not size_bytes:
        raise PictureRefused(text("an empty file"))
    return Received(path, digest.hexdigest(), size_bytes)


async def _portions(request: Request) -> AsyncIterator[bytes]:
    gathered = bytearray()
    async for chunk in request.stream():
        gathered += chunk
        if len(gathered) >= PORTION:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)


def _append(bench: Workbench, path: Path, portion: bytes) -> None:
    with bench.blobs.writing(), path.open("ab") as file:
        file.write(portion)


def refuse_if_larger(size_bytes: int, bench: Workbench) -> None:
    """Refuse what is larger than a picture may be, before more of it is read."""
    limit = bench.settings.pictures.max_bytes
    if size_bytes > limit:
        raise PictureTooLarge(text("larger than {size}", size=words.size(limit)))
