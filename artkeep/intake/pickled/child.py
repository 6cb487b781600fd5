"""The process that reads a pickle: bytes come in on stdin, rows go out as JSON, a line each.

Started by `collect.moving_in.imagefap.reading`. It has no secrets in its environment and opens
nothing; memory and time are bounded. The last line says that all was read, or why not.
"""

import bz2
import json
import sys
from typing import BinaryIO

from artkeep.imaging import fence
from artkeep.imaging.limits import MEBIBYTE, Limits
from artkeep.intake.pickled import machine, rows
from artkeep.intake.pickled.machine import Refused

MOST_BYTES = 1024 * MEBIBYTE  # of a pickle: some 400,000 pictures
MOST_SAID = 512 * MEBIBYTE  # of JSON
MOST_ROWS = 5_000_000
MEMORY = 4096 * MEBIBYTE
SECONDS = 300.0
_AT_A_TIME = 4 * MEBIBYTE


def main() -> None:
    """Read one pickle."""
    fence.put_up(Limits(decode_memory_bytes=MEMORY))
    fence.allow_seconds(SECONDS)
    try:
        said = _say(sys.stdin.buffer)
    except Refused as refused:
        said = {"refused": str(refused)}
    except MemoryError:
        said = {"refused": "it needs more memory than any database"}
    except RecursionError:
        said = {"refused": "it is nested too deeply"}
    _tell(said)


def _tell(said: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(said))


def _say(source: BinaryIO) -> dict[str, object]:
    database = machine.load(_content(source))
    length = 0
    for number, row in enumerate(rows.of(database)):
        line = json.dumps(row)
        length += len(line)
        if length > MOST_SAID or number > MOST_ROWS:
            raise Refused("it says more than any database")
        sys.stdout.write(f"{line}\n")
    return {"read": True}


def _content(source: BinaryIO) -> bytes:
    """Read everything; the first revision packed its databases."""
    content = source.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused("it is larger than any database")
    return unpacked(content) if content.startswith(b"BZh") else content


def unpacked(content: bytes, most: int = MOST_BYTES) -> bytes:
    """Unpack bz2 up to so many bytes. Raises Refused."""
    packed = bz2.BZ2Decompressor()
    parts, length = [], 0
    try:
        while not packed.eof:
            parts.append(packed.decompress(content, _AT_A_TIME))
            length += len(parts[-1])
            content = b""
            if length > most:
                raise Refused("it is larger than any database")
            if not parts[-1] and packed.needs_input:
                raise Refused("it ends too soon")
    except (OSError, EOFError) as error:
        raise Refused("it is damaged") from error
    return b"".join(parts)


if __name__ == "__main__":
    main()
