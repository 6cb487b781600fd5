"""What `get` told, what lies in its folder, and what should."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta

from artkeep.clock import SystemClock
from artkeep.model.refs import CollectionRef

A_AND_B = CollectionRef("imagefap", "favourites/77/501")
MY_PICS = CollectionRef("imagefap", "favourites/77/502")
EVERYTHING = CollectionRef("imagefap", "favourites/77")


@dataclass
class Told:
    """Remembers what a report is told."""

    outcomes: list = field(default_factory=list)
    lists: list = field(default_factory=list)
    said: list = field(default_factory=list)

    def outcome(self, outcome):
        self.outcomes.append(outcome)

    def say(self, words):
        self.said.append(words)

    def reading(self, title):
        self.lists.append(title)

    def waiting(self, words):
        pass

    def count(self, status):
        return sum(each.status is status for each in self.outcomes)


class Later(SystemClock):
    """A clock that is ahead by as much as a test says."""

    def __init__(self):
        self.ahead = timedelta(0)

    def now(self):
        return super().now() + self.ahead


def pictures(to):
    return {each.name: each.read_bytes() for each in to.iterdir() if each.suffix != ".database"}


def digests(to):
    return sorted(hashlib.sha256(each).hexdigest() for each in pictures(to).values())


def expected(world, *folders):
    """Return the hashes of what is in these folders, each once."""
    found = set()
    for folder in folders:
        for post_id in world.world.lists("imagefap")[folder]:
            found.add(world.world.post("imagefap", post_id).pages[0].sha256)
    return sorted(found)


def asked(world, key="pictures"):
    return [seen for seen in world.log if seen.site == "imagefap" and seen.key == key]
