"""The demo stays on this machine: no road of it leads into the real web."""

import json
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_address

from artkeep.errors import AddressRefused
from artkeep.net.http import Http
from artkeep.workbench import Workbench

WHY = "the demo knows the copies of the sites alone, and asks nobody in the real web"
_PRINTED = json.dumps([[-1, {"error": "Demo", "message": WHY}]])
_NOBODY = shlex.join([sys.executable, "-c", f"print({_PRINTED!r})"])  # in gallery-dl's place

SETTINGS = {
    "ARTKEEP_SITES__GALLERY_DL__COMMAND": _NOBODY,
    "ARTKEEP_SITES__TWITTER__ASK_THROUGH": "api, fxtwitter",
}


@contextmanager
def kept(bench: Workbench) -> Iterator[Workbench]:
    """Give the same workbench with a web that ends at the edge of this machine."""
    with Http(bench.clock, resolve=_here) as http:
        yield replace(bench, http=http)


def _here(host: str, _: int) -> Sequence[str]:
    """Know the numbers of this machine, and no name. Raises AddressRefused."""
    try:
        is_here = ip_address(host).is_loopback
    except ValueError:
        is_here = False
    if not is_here:
        raise AddressRefused(host, WHY)
    return [host]
