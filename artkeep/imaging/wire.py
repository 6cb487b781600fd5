"""How pool and decoder talk: four bytes of length, then JSON in ASCII.

JSON because a crashing decoder may have been taken over by what it decoded: nothing it says is
ever unpickled, and what cannot be read is a crash.
"""

import base64
import json
import struct
from dataclasses import asdict
from typing import IO, Any, Literal

from artkeep.imaging.question import Question
from artkeep.model.found import Fingerprint, Look
from artkeep.model.points import Points

Message = dict[str, Any]
Form = Literal["png", "jpeg", "square", "pdf"]  # what a picture can be drawn as

_LENGTH = struct.Struct(">I")
_MOST_BYTES = 16 << 20  # a question is some 50 kB


def send(stream: IO[bytes], message: Message) -> None:
    """Write a message. Lone surrogates, as in names that are no UTF-8, come through."""
    packed = json.dumps(message).encode("ascii")
    stream.write(_LENGTH.pack(len(packed)) + packed)
    stream.flush()


def receive(stream: IO[bytes]) -> Message | None:
    """Read a message; None when the other side has gone, or says what is none."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    packed = stream.read(length) if length <= _MOST_BYTES else b""
    if len(packed) < length:
        return None
    message = json.loads(packed)
    return message if isinstance(message, dict) else None


def look_out(look: Look) -> Message:
    """Put a look into a message."""
    return asdict(look) | {"fingerprint": _fingerprint_out(look.fingerprint)}


def look_in(message: Message) -> Look:
    """Take a look out of a message."""
    return Look(**message | {"fingerprint": _fingerprint_in(message["fingerprint"])})


def question_out(question: Question) -> Message:
    """Put a question into a message."""
    return {
        "look": look_out(question.look),
        "variants": [_fingerprint_out(variant) for variant in question.variants],
        "points": _text(question.points.to_bytes()),
        "mirrored_points": _text(question.mirrored_points.to_bytes()),
    }


def question_in(message: Message) -> Question:
    """Take a question out of a message."""
    return Question(
        look=look_in(message["look"]),
        variants=tuple(_fingerprint_in(variant) for variant in message["variants"]),
        points=Points.from_bytes(base64.b64decode(message["points"])),
        mirrored_points=Points.from_bytes(base64.b64decode(message["mirrored_points"])),
    )


def _fingerprint_out(fingerprint: Fingerprint) -> Message:
    return {
        "pdq": fingerprint.pdq.hex(),
        "dhash": fingerprint.dhash.hex(),
        "quality": fingerprint.quality,
    }


def _fingerprint_in(message: Message) -> Fingerprint:
    return Fingerprint(
        pdq=bytes.fromhex(message["pdq"]),
        dhash=bytes.fromhex(message["dhash"]),
        quality=int(message["quality"]),
    )


def _text(packed: bytes) -> str:
    return base64.b64encode(packed).decode("ascii")
