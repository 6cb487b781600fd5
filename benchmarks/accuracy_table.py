"""The table of what is recognised, in docs/explanation/fingerprints.md."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.accuracy_material import Question
from benchmarks.accuracy_peers import Kin, Rule, poisson_bound

PAGE = Path(__file__).parent.parent / "docs" / "explanation" / "fingerprints.md"
MARKS = ("<!-- accuracy: begin (written by benchmarks/accuracy.py) -->", "<!-- accuracy: end -->")
_PEERS = 2  # of the rules, the last


@dataclass(frozen=True, slots=True)
class Answer:
    """What the library said to one question.

    `same` is by whole frames, `whole` counts framed and probable ones too, `found` also parts.
    `wrong` are the names of other pictures that were named, `reason` is why it was not found.
    """

    question: Question
    same: bool
    whole: bool
    found: bool
    wrong: tuple[str, ...]
    first_is_wrong: bool
    reason: str


def write(
    alone: list[Answer], among: list[Answer], crowd: int, rules: list[Rule], kin: Kin
) -> None:
    """Put the table between its marks."""
    lines = [
        *_recall(alone, among, crowd, rules[-_PEERS:]),
        "",
        *_false(alone, among, crowd, rules),
        "",
        *_named(alone, among),
        *_kin(kin),
        "",
        *_missed(among),
    ]
    between = re.compile(f"(?<={re.escape(MARKS[0])}\n).*(?={re.escape(MARKS[1])})", re.DOTALL)
    PAGE.write_text(between.sub(lambda _: "\n".join(lines) + "\n", PAGE.read_text()))


def _recall(
    alone: list[Answer], among: list[Answer], crowd: int, peers: list[Rule]
) -> Iterator[str]:
    by_kind = defaultdict(list)
    for one, other in zip(alone, among, strict=True):
        by_kind[one.question.made_by].append((one, other))
    names = [rule.name for rule in peers]
    head = ["copy", "asked", "`same`", "with `probable`", "with parts", f"among {crowd:,}", *names]
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for kind, answers in by_kind.items():
        shares = [
            _share(one.same for one, _ in answers),
            _share(one.whole for one, _ in answers),
            _share(one.found for one, _ in answers),
            _share(other.found for _, other in answers),
            *(_share(peer.found[one.question.file] for one, _ in answers) for peer in peers),
        ]
        yield f"| {kind} | {len(answers)} | {' | '.join(shares)} |"


def _share(said: Iterable[bool]) -> str:
    return f"{np.mean(list(said)):.0%}"


def _false(
    alone: list[Answer], among: list[Answer], crowd: int, rules: list[Rule]
) -> Iterator[str]:
    yield "| rule | false pairs | of | at most (95 %) |"
    yield "|---|---|---|---|"
    for rule in rules:
        yield _line(rule.name, rule.false, rule.pairs, rule.at_most)
    pairs = rules[0].pairs
    for name, answers, all_pairs in (
        ("everything together", alone, pairs),
        (f"everything together, among {crowd:,}", among, pairs + crowd * len(among)),
    ):
        false = sum(len(answer.wrong) for answer in answers)
        yield _line(name, false, all_pairs, poisson_bound(false) / all_pairs)


def _line(name: str, false: int, pairs: int, at_most: float) -> str:
    return f"| {name} | {false} | {pairs:,} | {at_most:.1e} |"


def _named(alone: list[Answer], among: list[Answer]) -> Iterator[str]:
    for where, answers in (("Alone", alone), ("In the crowd", among)):
        wrong = [answer for answer in answers if answer.wrong]
        first = sum(answer.first_is_wrong for answer in answers)
        yield (
            f"{where}, {len(wrong)} of {len(answers)} questions named another picture, "
            f"{first} of them first."
        )
        for answer in wrong:
            file, made_by = answer.question.file.name, answer.question.made_by
            yield f"`{file}` ({made_by} of {answer.question.original.name}): {_list(answer.wrong)}."


def _kin(kin: Kin) -> Iterator[str]:
    """Name the originals that are copies of one another: finding those is not wrong."""
    sets = {frozenset({name, *others}) for name, others in kin.items() if others}
    for some in sorted(sets, key=sorted):
        yield f"Copies of one another among the originals, as pdqhash says: {_list(some)}."


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _missed(among: list[Answer]) -> Iterator[str]:
    missed = [answer for answer in among if not answer.found]
    if missed:
        yield "| not found | made by | why |"
        yield "|---|---|---|"
    for answer in missed:
        name, original = answer.question.file.name, answer.question.original.name
        yield f"| {name} of {original} | {answer.question.made_by} | {answer.reason} |"
