"""Databases of the imagefap tool as its three revisions wrote them."""

import base64
import bz2
import enum
import hashlib
import pickle
import sys
from contextlib import contextmanager
from types import ModuleType

import numpy as np
from cryptography.fernet import Fernet

from artkeep.collect.moving_in.imagefap.locks import Key
from tests.collect.moving import draw

NOW = 1_690_000_000
KEY = Key(hashlib.sha256(b"a key that no password made").digest())
URL = "https://cdn.imagefap.com/images/full/7/{0}/{0}.jpg?secure=TOKEN,1790000000"
TAGS = {1: {"name": "Animals", "tags": {2: {"name": "Fox", "tags": {}}}}}


class _FailureLevel(enum.Enum):
    URL_EXTRACTION = 2


@contextmanager
def importable(name):
    """Let pickle write the enum under the module that it had there."""
    module = ModuleType(name)
    vars(module)["_FailureLevel"] = _FailureLevel
    _FailureLevel.__module__, _FailureLevel.__qualname__ = name, "_FailureLevel"
    sys.modules[name] = module
    try:
        yield
    finally:
        del sys.modules[name]


class Shelf:
    """A folder with two pictures: 11 and 13 are the same, 12 another; 14 was not yet fetched."""

    def __init__(self, folder):
        self.folder = folder
        self.fox = draw(folder / "fox.jpg", 1).read_bytes()
        self.crane = draw(folder / "crane.jpg", 2).read_bytes()
        for name in ("fox.jpg", "crane.jpg"):
            (folder / name).unlink()
        self.fox_sha, self.crane_sha = map(sha256_of, (self.fox, self.crane))
        self.path = folder / "imagefap.database"

    def put(self, *, key=None):
        """Lay the pictures where `read` puts them."""
        (self.folder / "blobs").mkdir()
        for sha256, content in ((self.fox_sha, self.fox), (self.crane_sha, self.crane)):
            name = sha256 if key is None else key.name_of(sha256)
            stored = content if key is None else locked(content, key)
            (self.folder / "blobs" / f"{name}.jpg").write_bytes(stored)

    def written(self, revision, *, key=None):
        """Write a database; return its path."""
        with importable("fapdata"):
            content = pickle.dumps(getattr(self, f"revision_{revision}")(), protocol=5)
        packed = bz2.compress(content, 9) if revision == 0 else content
        self.path.write_bytes(packed if key is None else locked(packed, key))
        return self.path

    def revision_0(self):
        folder = {"name": "A & B", "pages": 1, "date_straight": 0, "date_blobs": NOW}
        return {
            "users": {77: "SampleUser"},
            "favorites": {77: {501: {**folder, "images": [11, 12, 13, 14]}}},
            "tags": {1: {"name": "Animals", "tags": {2: {"name": "Fox", "tags": None}}}},
            "blobs": {
                self.fox_sha: self._blob(self.fox, {self._spot(11), self._spot(13)}, {2}),
                self.crane_sha: self._blob(self.crane, {self._spot(12)}, set()),
            },
            "image_ids_index": {11: self.fox_sha, 12: self.crane_sha, 13: self.fox_sha},
            "duplicates_index": {self._both(): {self.fox_sha: "keep", self.crane_sha: "skip"}},
        }

    def revision_1(self):
        kept = self.revision_0()
        del kept["duplicates_index"]
        kept["users"] = {77: {"name": "SampleUser", "date_albums": NOW, "date_finished": 0}}
        kept["favorites"][77][501]["failed_images"] = {(99, NOW, "lost.jpg", None)}
        for blob in kept["blobs"].values():
            blob |= {"sz_thumb": 5, "average": "00", "cnn": np.zeros(576, np.float32)}
        score = {self._both(): np.float32(0.97)}
        verdicts = {self.fox_sha: "keep", self.crane_sha: "skip"}
        group = {"sources": {"percept": {self._both(): 4}, "cnn": score}, "verdicts": verdicts}
        return kept | {
            "configs": {"duplicates_sensitivity_regular": {"percept": 4, "cnn": 0.95}},
            "tags": TAGS,
            "duplicates_registry": {self._both(): group},
            "duplicates_key_index": dict.fromkeys(self._both(), self._both()),
        }

    def revision_2(self):
        kept = self.revision_1()
        kept["users"] |= {1: {"name": "LOCAL DISK", "date_albums": 0, "date_finished": 0}}
        kept["favorites"][1] = {
            2**120: {"name": "/pics", "images": [2**127], "failed_images": set()}
        }
        fox, crane = kept["blobs"][self.fox_sha], kept["blobs"][self.crane_sha]
        fox["loc"] = {(77, 501, 11): ("fox.jpg", "keep"), (77, 501, 13): ("fox.jpg", "skip")}
        crane["loc"] = {(77, 501, 12): ("crane.jpg", "new"), (1, 2**120, 2**127): ("c.jpg", "new")}
        fox["gone"] = {13: (NOW, _FailureLevel.URL_EXTRACTION, URL.format(13))}
        for blob in (fox, crane):
            blob["date"] = NOW
        return kept

    def _both(self):
        return tuple(sorted((self.fox_sha, self.crane_sha)))

    def _spot(self, image):
        name = "crane.jpg" if image == 12 else "fox.jpg"
        return (image, URL.format(image), name, 77, 501)

    @staticmethod
    def _blob(content, loc, tags):
        numbers = {"percept": "89991f6f62a63479", "width": 160, "height": 120, "animated": False}
        return {"loc": loc, "tags": tags, "sz": len(content), "ext": "jpg", **numbers}


def sha256_of(content):
    return hashlib.sha256(content).hexdigest()


def locked(content, key):
    """Lock as the program does: a Fernet token without its base64."""
    token = Fernet(base64.urlsafe_b64encode(key.secret)).encrypt(content)
    return base64.urlsafe_b64decode(token)
