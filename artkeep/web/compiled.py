"""Templates compiled once in a process, for every application in it."""

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """What templates became; compiling one takes longer than filling it many times."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what this template became, unless it was changed since."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template became."""
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code
