"""Where the requests of one site may go, and which of its addresses each of them is about."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from artkeep.errors import AddressRefused
from artkeep.model.pace import Pace
from artkeep.net.guard import netloc, read_spot
from artkeep.net.guide import Spot
from artkeep.sites.base import Address
from artkeep.texts import text

HOME = "{home}"
ANY_PICTURES = "pictures"  # the place of pictures that lie on a host of nobody in particular
PICTURES_PACE = Pace(gap=0.2, at_once=2)

_A_HOST = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})"
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Place:
    """Which address a request is about: its key, and the host where that may be any.

    `is_below`: it lies below the address itself, where a login may be shown.
    """

    key: str
    host: str = ""
    is_below: bool = False

    def __str__(self) -> str:
        return f"{self.key} {self.host}".rstrip()


@dataclass(frozen=True, slots=True)
class Reach:
    """The addresses of a site as they are used, as seen from one of its homes or from none.

    `addresses` are those of `About` with what the settings say in their place; `own` are the
    site's own addresses that were replaced so.
    """

    site: str
    addresses: Mapping[str, Address]
    own: Mapping[str, str]
    home: str | None = None

    def at_home(self, home: str) -> "Reach":
        """Return the same as seen from one home. Raises AddressRefused: that is no host's name."""
        host = home.lower()
        if not _A_HOST.fullmatch(host):
            raise AddressRefused(self.site, text("this is not the name of a host of the web"))
        return replace(self, home=host)

    @property
    def has_homes(self) -> bool:
        """Say whether anybody may run a server of this kind."""
        return any(HOME in address.url for address in self.addresses.values())

    @property
    def allowed_private(self) -> frozenset[str]:
        """Return as `host:port` what may lie in a private network: what the settings name."""
        named = [read_spot(self.base(key)) for key in self.own if self._is_known(key)]
        return frozenset(netloc(spot.host, spot.port) for spot in named)

    def base(self, key: str) -> str:
        """Return a base address without a slash at its end."""
        url = self.addresses[key].url
        if HOME in url and self.home is None:
            raise AddressRefused(self.site, text("has many homes, and nobody said which is meant"))
        return url.replace(HOME, self.home or "").rstrip("/")

    def url_of(self, target: str, at: str, params: Mapping[str, object]) -> str:
        """Return the whole address of a target, its parameters added."""
        if not re.match(r"https?://", target, re.IGNORECASE):
            url = f"{self.base(at)}/{target.removeprefix('/')}"
        else:
            url = self._as_the_settings_say(target)
        query = query_of(params)
        return f"{url}{'&' if '?' in url else '?'}{query}" if query else url

    def place_of(self, spot: Spot, *, is_picture: bool = False) -> Place:
        """Return which address a request goes to. Raises AddressRefused when it is none."""
        place = self._below(spot) or self._on_host(spot) or self._on_more_hosts(spot)
        if place is not None:
            return place
        if self.has_homes and _has_usual_port(spot):
            return Place(ANY_PICTURES if is_picture else "base_url", spot.host)
        raise AddressRefused(
            self.site, text("{host} is none of the hosts that it has", host=spot.host)
        )

    def pace_of(self, place: Place) -> Pace:
        """Return how a place wants to be asked."""
        if place.key in self.addresses:
            return self.addresses[place.key].pace
        paces = [address.pace for address in self.addresses.values() if address.pictures]
        return paces[0] if paces else PICTURES_PACE

    def is_for_pictures(self, place: Place) -> bool:
        """Say whether files are given there, which never sees a login."""
        return place.key not in self.addresses or self.addresses[place.key].pictures

    def _as_the_settings_say(self, url: str) -> str:
        """Put the settings' address in the place of the site's own one."""
        own = [(key, base.replace(HOME, self.home or HOME)) for key, base in self.own.items()]
        for key, base in sorted(own, key=lambda each: len(each[1]), reverse=True):
            rest = url[len(base) :]
            if url.startswith(base) and (not rest or rest[0] in "/?#"):
                return self.base(key) + rest
        return url

    def _is_known(self, key: str) -> bool:
        return self.home is not None or HOME not in self.addresses[key].url

    def _bases(self) -> Iterator[tuple[str, Spot]]:
        """Yield the addresses, the longest path first."""
        known = [(key, read_spot(self.base(key))) for key in self.addresses if self._is_known(key)]
        yield from sorted(known, key=lambda each: len(each[1].path), reverse=True)

    def _place(self, key: str, *, is_below: bool = False) -> Place:
        is_of_home = HOME in self.addresses[key].url
        return Place(key, (self.home or "") if is_of_home else "", is_below)

    def _below(self, spot: Spot) -> Place | None:
        if ".." in spot.path.split("/"):
            return None
        for key, base in self._bases():
            folder = base.path.rstrip("/") + "/"
            if spot.origin == base.origin and f"{spot.path}/".startswith(folder):
                return self._place(key, is_below=True)
        return None

    def _on_host(self, spot: Spot) -> Place | None:
        for key, base in self._bases():
            is_same = spot.host == base.host and _has_usual_port(spot)
            if spot.origin == base.origin or is_same:
                return self._place(key)
        return None

    def _on_more_hosts(self, spot: Spot) -> Place | None:
        for key, address in self.addresses.items():
            if _has_usual_port(spot) and any(
                _matches(spot.host, one) for one in address.more_hosts
            ):
                return self._place(key)
        return None


def _has_usual_port(spot: Spot) -> bool:
    return spot.port == _DEFAULT_PORTS[spot.scheme]


def _matches(host: str, name: str) -> bool:
    """Say whether a host is the one that is named, or below `*.name`."""
    return host.endswith(name[1:]) if name.startswith("*.") else host == name


def query_of(params: Mapping[str, object]) -> str:
    """Write parameters as a query: a list repeats its name, None is left out."""
    pairs = [
        (name, _word(one))
        for name, given in params.items()
        for one in (given if isinstance(given, list | tuple) else [given])
        if one is not None
    ]
    return urlencode(pairs)


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
