"""What a bucket says that its objects are, so that browsers sent there show them."""

_BEGINNINGS = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (0, b"BM", "image/bmp"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypavis", "image/avif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"\xff\x0a", "image/jxl"),
    (0, b"\0\0\0\x0cJXL ", "image/jxl"),
    (0, b"PK\x03\x04", "application/zip"),
)
HEAD_BYTES = 16


def kind(head: bytes) -> str:
    """Return the type of what begins so; bytes of no type that we know are never a page."""
    for at, beginning, media_type in _BEGINNINGS:
        if head.startswith(beginning, at):
            return media_type
    return "application/octet-stream"
