"""What the settings say of the sites: `sites.<site>.<key>`.

The keys of a site are those of its `About.addresses` and `About.options`, and besides `gap`,
`per_day` and `pace` (`PACES`). What is secret can stand in a file that `<key>_file` names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from artkeep.errors import AddressRefused, BadSetting
from artkeep.net.guard import read_spot
from artkeep.settings import HIDDEN, Loaded, Shown, sources, without_password
from artkeep.settings.given import DEFAULT, Known
from artkeep.sites import SITES
from artkeep.sites.base import About, Address, Site
from artkeep.texts import text
from artkeep.workbench.reach import HOME, Reach

FILE = "_file"
NO_PAUSES = "none"
PACES: Mapping[str, Known] = {
    key: Known(None, says, "", secret=False)
    for key, says in {
        "gap": text("Seconds between two requests, where that is more than usual."),
        "per_day": text("How many requests may be made in a day."),
        "pace": text("`none`: without pauses; only where `base_url` is not the site's own."),
    }.items()
}
Told = Mapping[str, str]  # key → value, of one site


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What one site is told, checked. `is_paced`: it is asked with pauses."""

    reach: Reach
    options: Mapping[str, str] = field(repr=False)
    is_paced: bool = True


def check(told: Mapping[str, Told], sites: Mapping[str, Site] = SITES) -> None:
    """Raise BadSetting for a site or key that is not known, or a value that cannot be meant."""
    for name, keys in told.items():
        if name not in sites:
            meant = sources.nearest(name, sites)
            hint = f"did you mean {meant}?" if meant else sources.listed(sorted(sites))
            raise BadSetting(
                text("sites.{name}: there is no such site; {hint}", name=name, hint=hint)
            )
        read(sites[name], keys)


def read(site: Site, told: Told) -> SiteSettings:
    """Return what a site is told, the rest as it comes. Raises BadSetting."""
    reading = _Reading(site, told)
    return SiteSettings(reading.reach(), reading.options(), is_paced=reading.is_paced())


class _Reading:
    """What one site is told while it is read."""

    def __init__(self, site: Site, told: Told) -> None:
        self._name = site.name
        self._about = site.about
        self._known = known(site.about)
        self._given = dict(self._settled(key, value) for key, value in told.items())
        self._moved = {  # the site's own addresses in whose place others stand
            key: address.url
            for key, address in site.about.addresses.items()
            if self._given.get(key, address.url) != address.url
        }

    def reach(self) -> Reach:
        addresses = {key: self._address(key) for key in self._about.addresses}
        return Reach(self._name, addresses, self._moved)

    def options(self) -> Mapping[str, str]:
        """Return the options that are set or have a default."""
        options = self._about.options.items()
        told = {key: self._given.get(key, option.default) for key, option in options}
        return {key: value for key, value in told.items() if value is not None}

    def is_paced(self) -> bool:
        word = self._given.get("pace")
        if word is None:
            return True
        if word != NO_PAUSES:
            raise self._wrong("pace", "can only be none; leave it out otherwise")
        if "base_url" not in self._moved:
            raise self._wrong("pace", f"goes with a base_url other than that of {self._name} alone")
        return False

    def _settled(self, key: str, value: str) -> tuple[str, str]:
        """Return a key that is known, and its value; `…_file` names a file that holds it."""
        if key in self._known:
            return key, value
        in_file = key.removesuffix(FILE)
        if key != in_file and in_file in self._known and self._known[in_file].secret:
            return in_file, sources.secret_in(Path(value), f"sites.{self._name}.{key}")
        meant = sources.nearest(key, self._known)
        hint = f"did you mean {meant}?" if meant else sources.listed(self._known)
        raise self._wrong(key, f"is not a setting; {hint}")

    def _address(self, key: str) -> Address:
        """Return an address as it is used: what leads elsewhere has no other hosts."""
        address = self._about.addresses[key]
        if key in self._moved:
            url = self._web_address(key, address)
            address = replace(address, url=url, more_hosts=())
        return address if address.pictures else self._paced(key, address)

    def _web_address(self, key: str, usual: Address) -> str:
        url = self._given[key].rstrip("/")
        try:
            read_spot(url.replace(HOME, "home.example"))
        except AddressRefused as error:
            raise self._wrong(key, "is not the address of a site") from error
        if HOME in usual.url and HOME not in url:
            raise self._wrong(key, f"needs {HOME} where the name of the host goes")
        return url

    def _paced(self, key: str, address: Address) -> Address:
        pace = address.pace
        if "per_day" in self._given:
            pace = replace(pace, per_day=int(self._number("per_day", at_least=1)))
        if "gap" in self._given:
            base = self._about.addresses["base_url"].pace.gap
            gap = self._number("gap", at_least=0.0 if "base_url" in self._moved else base)
            pace = replace(pace, gap=gap if key in self._moved else max(gap, pace.gap))
        return replace(address, pace=pace)

    def _number(self, key: str, *, at_least: float) -> float:
        try:
            number = float(self._given[key])
        except ValueError as error:
            raise self._wrong(key, "should be a number") from error
        if not at_least <= number < float("inf"):
            raise self._wrong(key, f"should be at least {at_least:g}")
        return number

    def _wrong(self, key: str, what: str) -> BadSetting:
        name = f"sites.{self._name}.{key}"
        return BadSetting(f"{name} ({sources.variable(name)}) {what}")


def known(about: About) -> dict[str, Known]:
    """Return every key of a site."""
    addresses = {key: _of_address(address) for key, address in about.addresses.items()}
    options = {
        key: Known(None if one.secret else one.default, one.says, "", one.secret)
        for key, one in about.options.items()
    }
    return {**addresses, **options, **PACES}


def _of_address(address: Address) -> Known:
    says = text("Where its pictures lie.") if address.pictures else text("Where it is asked.")
    return Known(address.url, says, "", secret=False)


def shown(loaded: Loaded, sites: Mapping[str, Site] = SITES) -> Iterator[Shown]:
    """Yield every key of every site with its value and origin; what is secret is hidden."""
    for name, site in sorted(sites.items()):
        told = loaded.settings.sites.get(name, {})
        for key, about in known(site.about).items():
            said = key if key in told or not about.secret else f"{key}{FILE}"
            value = told.get(said, about.default)
            hidden = HIDDEN if about.secret else _without_password(str(value))
            yield Shown(
                f"sites.{name}.{key}",
                None if value is None else hidden,
                about.unit,
                loaded.origins.get(f"sites.{name}.{said}", DEFAULT),
            )


def _without_password(value: str) -> str:
    return without_password(value) if "://" in value else value
