r"""Read the one thing of EXIF that matters here: how to turn the picture for the eye.

EXIF is a TIFF header (`II*\0` or `MM\0*`, then where the first directory lies) and a directory:
a count, then entries of 12 bytes: tag, type, number, value.
"""

import struct

UPRIGHT = 1
_ORIENTATION = 0x0112
_ENTRY_BYTES = 12


def orientation(exif: bytes) -> int:
    """Return 1 to 8; 1 when nothing is said, or nothing that can be understood."""
    exif = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return UPRIGHT
    try:
        (at,) = struct.unpack_from(f"{order}I", exif, 4)
        (entries,) = struct.unpack_from(f"{order}H", exif, at)
        for entry in range(at + 2, at + 2 + entries * _ENTRY_BYTES, _ENTRY_BYTES):
            tag, _type, _number, value = struct.unpack_from(f"{order}HHIH", exif, entry)
            if tag == _ORIENTATION:
                return value if value in range(1, 9) else UPRIGHT
    except struct.error:  # cut short: says nothing
        return UPRIGHT
    return UPRIGHT
