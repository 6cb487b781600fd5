"""Who acts in the browser."""

from dataclasses import dataclass
from enum import StrEnum

from artkeep.model.refs import UserId

OWNER = "owner"  # the name of the first user, who is there from the first day
OWNER_ID = UserId(1)


class Role(StrEnum):
    """What somebody may do: everything, or look as far as the owner lets them."""

    OWNER = "owner"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in, once they have a password."""

    id: UserId
    name: str
    role: Role
    has_password: bool
