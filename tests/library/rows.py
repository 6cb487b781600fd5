"""Rows to begin with."""

import hashlib

from artkeep.library import images, posts
from artkeep.model.found import Fingerprint, Look, PageInfo, PostInfo
from artkeep.model.records import Kept
from artkeep.model.refs import PostRef


def look(number=0, *, width=640, height=480, quality=90):
    """What a decode of picture `number` might have shown."""
    digest = hashlib.sha256(str(number).encode()).digest()
    return Look(
        media_type="image/png",
        width=width,
        height=height,
        frames=1,
        fingerprint=Fingerprint(digest, digest[:16], quality),
        placeholder=0x336699,
        look_version=1,
    )


def sha256(number):
    return hashlib.sha256(f"bytes of {number}".encode()).hexdigest()


def add_image(tx, number, *, kept=Kept.BLOB, **seen):
    image_id, _ = images.add(tx, sha256(number), 1000 + number, look(number, **seen), kept)
    return image_id


def found(name, stamp="1-1"):
    url = f"file://{name}"
    return PostInfo(PostRef("folder", name), url, name.strip("/"), (PageInfo(url, stamp),))


def add_file(tx, name, number, stamp="1-1"):
    return posts.save(tx, found(name, stamp), [add_image(tx, number)])
