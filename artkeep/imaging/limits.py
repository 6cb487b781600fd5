"""What a file may ask of us: bytes, pixels, frames, time and memory."""

from dataclasses import dataclass
from typing import Protocol, Self

from artkeep.errors import PictureRefused
from artkeep.imaging import sniff
from artkeep.texts import number, text

MEBIBYTE = 1 << 20


def too_many_pixels(max_pixels: int) -> str:
    """Return why a picture of more than so many pixels is refused."""
    return text("more than {count} million pixels", count=f"{max_pixels / 1e6:,.4g}")


class Allowed(Protocol):
    """The limits as somebody states them; the settings' `pictures` are some."""

    @property
    def max_bytes(self) -> int: ...
    @property
    def max_pixels(self) -> int: ...
    @property
    def max_side_px(self) -> int: ...
    @property
    def max_frames(self) -> int: ...
    @property
    def decode_seconds(self) -> float: ...
    @property
    def decode_memory_bytes(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits as the decoders keep them.

    `max_pixels` and `max_side_px` hold for one frame, `max_moving_pixels` for all frames
    together. `decode_seconds` is processor time for one file (a machine with other work may take
    four times as long by the clock). `decode_memory_bytes` is a whole decoder process.
    """

    max_bytes: int = 256 * MEBIBYTE
    max_pixels: int = 400_000_000
    max_side_px: int = 65_535
    max_frames: int = 10_000
    decode_seconds: float = 60.0
    decode_memory_bytes: int = 3072 * MEBIBYTE
    max_moving_pixels: int = 20_000_000_000

    @classmethod
    def of(cls, allowed: Allowed) -> Self:
        """Take over limits that somebody states."""
        return cls(
            max_bytes=int(allowed.max_bytes),
            max_pixels=allowed.max_pixels,
            max_side_px=allowed.max_side_px,
            max_frames=allowed.max_frames,
            decode_seconds=allowed.decode_seconds,
            decode_memory_bytes=int(allowed.decode_memory_bytes),
        )

    def check_bytes(self, size_bytes: int) -> None:
        """Raise PictureRefused when a file is too large to be read at all."""
        if size_bytes > self.max_bytes:
            raise PictureRefused(sniff.too_large(self.max_bytes))

    def check(self, width: int, height: int, frames: int = 1) -> None:
        """Raise PictureRefused when a picture of this size would ask too much."""
        if width < 1 or height < 1:
            raise PictureRefused(text("without pixels: its width or height is nothing"))
        if max(width, height) > self.max_side_px:
            raise PictureRefused(
                text(
                    "a side is longer than {max_side_px} pixels",
                    max_side_px=number(self.max_side_px),
                )
            )
        if width * height > self.max_pixels:
            raise PictureRefused(too_many_pixels(self.max_pixels))
        if frames > self.max_frames:
            raise PictureRefused(
                text("more than {max_frames} frames", max_frames=number(self.max_frames))
            )
        if frames > 1 and frames * width * height > self.max_moving_pixels:
            raise PictureRefused(text("too many pixels in all its frames together"))
