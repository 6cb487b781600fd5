"""A decoder process: a file's path comes in, a small record goes out, until the pipe closes.

Started by `decoder.py` as `python -m artkeep.imaging.child LIMITS`. It has no secrets in its
environment, opens no connections, and writes only small pictures and points. What a decoder
prints goes to stderr, never between the messages.
"""

import errno
import json
import os
import stat
import sys
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

import cv2
import pyvips
from PIL import AvifImagePlugin, Image

from artkeep.errors import PictureRefused
from artkeep.imaging import damage, details_path, drawn, fence, look, moving, thumbs, wire
from artkeep.imaging.limits import Limits
from artkeep.imaging.wire import Message
from artkeep.texts import text


def main() -> None:
    """Answer questions on stdin until there are no more."""
    limits = Limits(**json.loads(sys.argv[1]))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    quieten(limits)
    fence.put_up(limits)
    serve(sys.stdin.buffer, answers, limits)


def quieten(limits: Limits) -> None:
    """One thread each, nothing remembered, no loader beyond those we name."""
    cv2.setNumThreads(1)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    pyvips.cache_set_max(0)
    pyvips.block_untrusted_set(True)  # noqa: FBT003 - the name says what is true
    Image.MAX_IMAGE_PIXELS = limits.max_pixels
    warnings.simplefilter("ignore")  # decoders' remarks on odd files
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def serve(questions: IO[bytes], answers: IO[bytes], limits: Limits) -> None:
    """Say that we are there, then answer one question after the other."""
    wire.send(answers, {"ready": True})
    while (message := wire.receive(questions)) is not None:
        fence.allow_seconds(limits.decode_seconds)
        wire.send(answers, answer(message, limits))


def answer(message: Message, limits: Limits) -> Message:
    """Do what a message asks for; what goes wrong with the picture or the disk is an answer."""
    try:
        data = _bytes(Path(message["path"]), limits)
        return _ANSWERS[message["do"]](message, data, limits)
    except PictureRefused as refused:
        return {"refused": refused.reason}
    except MemoryError:
        return {"refused": damage.MEMORY}
    except OSError as error:
        is_full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        return {"full" if is_full else "unwritable": f"{error.strerror}: {error.filename}"}


def _bytes(path: Path, limits: Limits) -> bytes:
    """Read the whole file: what was checked is then what is decoded."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise PictureRefused(text("not a file"))
        limits.check_bytes(found.st_size)
        with path.open("rb") as file:
            return file.read(found.st_size)
    except OSError as error:
        raise PictureRefused(text("cannot be read: {strerror}", strerror=error.strerror)) from error


def _look(message: Message, data: bytes, limits: Limits) -> Message:
    looked = look.look(data, limits)
    sha256 = message["sha256"]
    if message["details"] is not None:
        _write(details_path.path_of(Path(message["details"]), sha256), looked.points)
    if message["thumbs"] is not None:
        for size, small in looked.small.items():
            _write(thumbs.path_of(Path(message["thumbs"]), sha256, size), small)
    return {"look": wire.look_out(looked.look)}


def _question(_message: Message, data: bytes, limits: Limits) -> Message:
    return {"question": wire.question_out(look.question(data, limits))}


def _move(message: Message, data: bytes, limits: Limits) -> Message:
    _write(Path(message["moving"]), moving.animated(data, limits, message["delays"]))
    return {"moves": True}


def _draw(message: Message, data: bytes, limits: Limits) -> Message:
    _write(Path(message["to"]), drawn.drawn(data, limits, message["form"], message["width"]))
    return {"drawn": True}


_ANSWERS: Mapping[str, Callable[[Message, bytes, Limits], Message]] = {
    "look": _look,
    "question": _question,
    "move": _move,
    "draw": _draw,
}


def _write(path: Path, content: bytes) -> None:
    """Write a file that is either whole or not there."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            beside.write_bytes(content)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


if __name__ == "__main__":
    main()
