"""Looking at pictures: type, size, fingerprint, local points, thumbnails, all from one decode.

Everything that reads bytes from outside runs in bounded child processes (`pool`, `child`); the
parent itself decodes nothing. What similar pictures are and where they are kept is not known here.
"""

LOOK_VERSION = (
    1  # counts up when any result of `look` changes, so that old ones are looked at again
)
