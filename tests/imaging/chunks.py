"""Pieces of picture files, put together by hand so that they can lie."""

import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png_chunk(name: bytes, body: bytes) -> bytes:
    """Return one chunk with its right sum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_head(width: int, height: int) -> bytes:
    """Return a whole PNG that promises a size and holds next to no pixels."""
    return png(width, height, b"")


def png(width: int, height: int, rows: bytes, *, pixels: bytes | None = None) -> bytes:
    """Return a PNG of a size with these rows in it, or with pixels packed by somebody else."""
    shape = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(rows) if pixels is None else pixels
    body = png_chunk(b"IHDR", shape) + png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")
    return _SIGNATURE + body


def apng(frames: int) -> bytes:
    """Return a PNG that promises a number of frames."""
    shape = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return _SIGNATURE + b"".join(
        (
            png_chunk(b"IHDR", shape),
            png_chunk(b"acTL", struct.pack(">II", frames, 0)),
            png_chunk(b"IDAT", zlib.compress(bytes(8 * 25))),
            png_chunk(b"IEND", b""),
        )
    )


def jpeg_head(width: int, height: int, bits: int = 8) -> bytes:
    """Return a JPEG with a frame, a scan and an end, but no tables and no pixels."""
    frame = struct.pack(">BHHB", bits, height, width, 3) + bytes.fromhex("012200021101031101")
    scan = bytes.fromhex("03010002110311003f00")
    return b"".join(
        (
            b"\xff\xd8",
            b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame,
            b"\xff\xda" + struct.pack(">H", len(scan) + 2) + scan,
            bytes(200),
            b"\xff\xd9",
        )
    )


def riff(form: bytes, chunks: dict[bytes, bytes]) -> bytes:
    """Return a RIFF file with these chunks."""
    body = b"".join(
        name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
        for name, content in chunks.items()
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + form + body


def bmp_head(width: int, height: int) -> bytes:
    """Return a bitmap that promises a size and holds few pixels."""
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 0, 0, 0, 54) + info + bytes(300)


def grey_profile(gamma: float) -> bytes:
    """Return a colour profile of grey with a gamma, 2.2 being what screens have."""
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)  # D50, in 1/65536
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    tags = {b"wtpt": white, b"kTRC": curve}
    start = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        table += name + struct.pack(">II", start + len(body), len(content))
        body += content
    size = start + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x02100000, b"mntr", b"GRAY", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + table + body
