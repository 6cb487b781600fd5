"""What is measured is measured in turns, and a goal that is missed is said so."""

import json
import subprocess
import sys

import pytest

from benchmarks.figure import Figure
from benchmarks.turns import in_turns


@pytest.mark.parametrize(
    ("ratio", "value", "goal", "met"),
    [
        (3.0, 1, ">= 3", True),
        (2.9, 9, ">= 3", False),
        (1.1, 9, "<= 1.15", True),
        (None, 2.1, "<= 2", False),
        (None, 2.1, None, True),
    ],
)
def test_a_goal_is_asked_of_the_ratio_and_without_one_of_the_value(ratio, value, goal, met):
    assert met is Figure("add", "rate", value, "pictures/s", "a loop", ratio, goal).met


def test_a_figure_has_the_keys_that_scripts_rely_on():
    keys = list(Figure("add", "rate", 2 / 3, "pictures/s", "a loop", 0.81234, ">= 0.75").as_json())

    assert ["bench", "figure", "value", "unit", "against", "ratio", "goal", "met"] == keys


def test_two_ways_take_turns_and_nobody_always_goes_first():
    order = []
    timing = in_turns(lambda: order.append("ours"), lambda: order.append("theirs"), 4)

    assert ["ours", "theirs", "theirs", "ours"] * 2 == order
    assert 0 < timing.ratio


def run(*words):
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *words], capture_output=True, text=True, check=False
    )


def test_an_unknown_bench_is_refused_with_the_known_ones():
    done = run("speed")

    assert 2 == done.returncode
    assert "there is no bench speed; there are looking, add, index" in done.stderr


def test_a_bench_prints_one_object_a_figure():
    done = run("gallery", "--quick", "--json")
    figures = [json.loads(line) for line in done.stdout.splitlines()]

    assert 7 == len(figures)
    assert {"gallery"} == {figure["bench"] for figure in figures}
    assert "<= 2" == figures[-1]["goal"]
