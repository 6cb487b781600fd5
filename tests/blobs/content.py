"""Bytes to store, and the short way into a store."""

from hashlib import sha256
from pathlib import Path

from artkeep.blobs import BlobStore


def spooled(blobs: BlobStore, content: bytes) -> tuple[str, Path]:
    spool = blobs.spool()
    spool.write_bytes(content)
    return sha256(content).hexdigest(), spool


def kept(blobs: BlobStore, content: bytes) -> str:
    name, spool = spooled(blobs, content)
    blobs.put(name, spool)
    return name
