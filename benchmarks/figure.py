"""One figure, what it is measured against, and whether it is good enough."""

from dataclasses import dataclass
from operator import ge, le

COMPARISONS = {">=": ge, "<=": le}


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value.

    `against` names the peer and `ratio` says how many times better or more than it we are; both
    are None for a figure that stands alone. `goal` is written `>= 3` or `<= 2` and is asked of
    the ratio, of the value where there is no ratio; None when nothing was promised.
    """

    bench: str
    figure: str
    value: float
    unit: str
    against: str | None = None
    ratio: float | None = None
    goal: str | None = None

    @property
    def met(self) -> bool:
        """Whether the promise is kept; what was not promised always is."""
        if self.goal is None:
            return True
        comparison, number = self.goal.split()
        asked = self.value if self.ratio is None else self.ratio
        return bool(COMPARISONS[comparison](asked, float(number)))

    def as_json(self) -> dict[str, object]:
        """Return the figure for programs."""
        return {
            "bench": self.bench,
            "figure": self.figure,
            "value": round(self.value, 6),
            "unit": self.unit,
            "against": self.against,
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "goal": self.goal,
            "met": self.met,
        }
