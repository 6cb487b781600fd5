"""What stands on the cover of a document that is made of pictures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cover:
    """What the whole says of itself. `is_right_to_left`: how its pages are turned."""

    title: str
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    is_right_to_left: bool = False
