"""Five colours each, from dark to light."""

import numpy as np

from artkeep.fakes.drawings.sheet import (
    Floats,
)

WRITTEN = (
    "1b1b3a 693668 c74b50 f29e4c f7e7ce",  # evening over roofs
    "0d1b2a 1b4965 3d8a9c 9fd3c7 f4f1de",  # cold sea
    "14213d 2f5d50 7a9e7e d9c27e faf3dd",  # moss and straw
    "2b061e 875053 d4847c f0c9a0 fff1e0",  # rose hips
    "10002b 3c096c 9d4edd f08ab8 ffe5ec",  # neon and lilac
    "001219 005f73 0a9396 ee9b00 f3e9d2",  # kingfisher
    "22223b 4a4e69 9a8c98 c9ada7 f2e9e4",  # fog
    "1a1423 3d314a 96705b ab8476 f0e2d0",  # old leather
    "081c15 1b4332 40916c 95d5b2 f1faee",  # wood in May
    "03071e 6a040f d00000 f48c06 ffdf80",  # embers
    "0b132b 3a506b 5bc0be f6ae2d fff8e7",  # harbour lights
    "2d1e2f a9294f e5989b ffcad4 fff5f7",  # cherry
    "132a13 4f772d a3b140 ecd444 fbf8e3",  # lemon grove
    "191716 5b3a29 b5651d e0a458 f5ead6",  # clay
    "011627 2e4057 e71d36 ff9f1c fdfffc",  # signal flags
    "240046 5a189a 1f7a8c bfdbf7 f6fff8",  # iris
    "1c1c1c 444b54 8a9ba8 d6c7b0 f8f4ec",  # graphite
    "0a2239 176087 53a2be e9d985 f7f4e9",  # dunes
    "31081f 6b0f1a b91372 fa7e61 fde2d0",  # hibiscus
    "0f2027 203a43 5c8d89 e4b363 efe9e7",  # brass
    "1f2041 4b3f72 ffc857 119da4 e8f1f2",  # toys
    "0e1a2b 274c77 6096ba e07a5f f2ecd8",  # terracotta by the sea
    "17110d 453823 7d8450 d08c60 f5e6ca",  # autumn
    "05070f 1d2d50 5f6caf edb7ed fdf6ff",  # aurora
)


def read(written: str) -> Floats:
    """Return a palette as five rows of red, green, blue, 0 to 1."""
    rows = [bytes.fromhex(word) for word in written.split()]
    return np.array([list(row) for row in rows], np.float32) / np.float32(255)


PALETTES = tuple(read(written) for written in WRITTEN)


def pick(dice: np.random.Generator) -> Floats:
    """Return a palette that leans a little towards another, so that no two pictures match."""
    first, second = (PALETTES[int(dice.random() * len(PALETTES))] for _ in range(2))
    lean = np.float32(dice.random() * 0.35)
    shift = (dice.random(3) - 0.5) * 0.06
    mixed = first + (second - first) * lean + shift.astype(np.float32)
    return np.clip(mixed, 0, 1).astype(np.float32)
