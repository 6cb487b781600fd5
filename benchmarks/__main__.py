"""`python -m benchmarks [NAME …] [--json] [--quick]`: measure, print, exit 1 for a missed goal."""

import argparse
import json
import sys
from collections.abc import Iterator
from importlib import import_module

from benchmarks.figure import Figure

# name → what it measures; the module of that name has `run(*, quick)`
BENCHES = {
    "looking": "decode and fingerprint a picture, against Pillow and pdqhash",
    "add": "`artkeep add`, against a bare loop over the same files; memory of all processes",
    "index": "the fingerprint index at 1 M and 10 M rows, against faiss; recall; bandwidth",
    "accuracy": "which copies are found and which pairs are wrong, against imagehash and pdqhash",
    "sync": "bookmarks backed up from a site, against gallery-dl; an unchanged list",
    "export": "a ZIP of 200 pages, its start, speed and memory; one of 100,000 works",
    "gallery": "a page of the gallery at 100 k and 1 M works, at the top, middle and end",
    "search": "a page of a search at 100 k and 1 M works, against its bare statement",
    "pages": "every page at 100 k and 1 M works; memory of a server that sends them",
    "paint": "the gallery of 100 k works in Chromium: how soon it is painted, what it takes",
}


def main() -> int:
    """Run the benches that were named, all of them by default."""
    told = arguments()
    missed = 0
    for figure in figures(told.names or list(BENCHES), quick=told.quick):
        missed += not figure.met
        print(json.dumps(figure.as_json()) if told.json else as_line(figure), flush=True)
    if missed:
        print(f"{missed} of the goals missed", file=sys.stderr)
    return 1 if missed else 0


def arguments() -> argparse.Namespace:
    """Read the command line; a wrong name ends with exit code 2 and lists the right ones."""
    told = argparse.ArgumentParser(
        prog="run.py bench",
        description="Measure what the README promises.",
        epilog="\n".join(f"{name:10} {what}" for name, what in BENCHES.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    told.add_argument("names", nargs="*", metavar="NAME", help="which of the benches below")
    told.add_argument("--json", action="store_true", help="one object a figure")
    told.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    read = told.parse_args()
    for name in read.names:
        if name not in BENCHES:
            told.error(f"there is no bench {name}; there are {', '.join(BENCHES)}")
    return read


def figures(names: list[str], *, quick: bool) -> Iterator[Figure]:
    """Yield each figure as soon as it is measured."""
    for name in names:
        print(f"{name}: {BENCHES[name]}", file=sys.stderr, flush=True)
        yield from import_module(f"benchmarks.{name}").run(quick=quick)


def as_line(figure: Figure) -> str:
    """Return a figure for people."""
    mark = " " if figure.goal is None else "✓" if figure.met else "✗"
    words = [mark, f"{figure.bench:9} {figure.figure:56} {figure.value:>12,.4g} {figure.unit:10}"]
    if figure.ratio is not None:
        words.append(f"{figure.ratio:.2f} times {figure.against}")
    if figure.goal is not None:
        words.append(f"(goal {figure.goal})")
    return " ".join(words)


if __name__ == "__main__":
    sys.exit(main())
