"""A setting as it is known, and as it was given."""

from dataclasses import dataclass

DEFAULT = "default"  # the origin of what nobody said


@dataclass(frozen=True, slots=True)
class Known:
    """What we know of one setting; a `default` of None is explained in `says`."""

    default: object
    says: str
    unit: str
    secret: bool


@dataclass(frozen=True, slots=True)
class Given:
    """A value that was set, and where: a variable's name, or a file and its line."""

    value: object
    origin: str


Layer = dict[str, Given]  # setting → what one place says of it
