"""The first look at the gallery in Chromium: how soon it is painted, and what it takes.

Two libraries, of 1,000 and 100,000 works, are served by `artkeep up`, each in a process of its
own, and looked at in turns, each time with an empty browser cache. Then one of them is scrolled
through for thousands of works.
"""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from artkeep.clock import SystemClock
from artkeep.settings import Settings
from artkeep.workbench import open_workbench
from benchmarks.figure import Figure
from benchmarks.paint_library import OWN, drawings, shown
from tests.browser.chromium import open_browser

BENCH = "paint"
SOON = 1000  # milliseconds
WINDOW = ViewportSize(width=1440, height=900)
# a network as at home: each answer 20 ms later, 30 Mbit/s
SLOWER = {"offline": False, "latency": 20, "downloadThroughput": 30e6 / 8, "uploadThroughput": 1e6}
# Chromium tells when it has painted an image that asked for it before it came
WATCH = """
globalThis.painted = new Map();
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) painted.set(one.element, one.renderTime || one.loadTime);
}).observe({ type: 'element', buffered: true });
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) {
    for (const image of node.querySelectorAll?.('.tile img') ?? []) image.elementTiming = 'tile';
  }
}).observe(document, { childList: true, subtree: true });
"""
IN_WINDOW = """
const shown = [...document.querySelectorAll('.grid.exact .tile img')]
  .map((image) => ({ image, box: image.getBoundingClientRect() }))
  .filter(({ box }) => box.top < innerHeight && box.bottom > 0);
"""
ALL_PAINTED = f"""() => {{
  {IN_WINDOW}
  return shown.length > 0 && shown.every(({{ image }}) => painted.has(image));
}}"""
TIMES = f"""() => {{
  {IN_WINDOW}
  const top = Math.min(...shown.map(({{ box }}) => box.top));
  const last = (some) => Math.max(...some.map(({{ image }}) => painted.get(image)));
  const paint = performance.getEntriesByName('first-contentful-paint')[0].startTime;
  const come = [...performance.getEntriesByType('navigation'),
    ...performance.getEntriesByType('resource')];
  return {{
    first: paint,
    row: last(shown.filter(({{ box }}) => box.top === top)),
    window: last(shown),
    bytes: come.reduce((sum, one) => sum + one.transferSize, 0),
    requests: come.length,
    nodes: document.querySelectorAll('*').length,
  }};
}}"""
SCROLL = """() => {
  scrollTo(0, document.body.scrollHeight);
  const last = [...document.querySelectorAll('.tile')].at(-1);
  return Number(last.getAttribute('aria-posinset'));
}"""
NODES = "() => document.querySelectorAll('*').length"


@dataclass(frozen=True, slots=True)
class Look:
    """A first look: milliseconds from asking for the page to each paint, and what had come then."""

    first: float
    row: float
    window: float
    bytes: int
    requests: int
    nodes: int


def run(*, quick: bool) -> Iterator[Figure]:
    """Measure both libraries in turns, then scroll through the larger."""
    sizes, rounds, far = ((200, 2_000), 3, 1_000) if quick else ((1_000, 100_000), 15, 10_000)
    with tempfile.TemporaryDirectory(prefix="artkeep-bench-") as folder, ExitStack() as open_:
        there = Path(folder)
        with open_workbench(Settings(home=there / "draw"), SystemClock()) as bench:
            drawn = drawings(there / "drawn", bench, 60 if quick else OWN)
        urls = {size: open_.enter_context(shown(there / str(size), size, drawn)) for size in sizes}
        browser = open_.enter_context(open_browser())
        looks: dict[int, list[Look]] = {size: [] for size in sizes}
        for number in range(rounds + 1):
            for size, url in urls.items():
                seen = look(browser, url)
                looks[size] += [seen] if number else []  # the first, unhurried, is not counted
        yield from figures(looks)
        yield slower(browser, urls[sizes[-1]], sizes[-1], rounds)
        yield scrolled(browser, urls[sizes[-1]], sizes[-1], far)


def look(browser: Browser, url: str, network: dict[str, Any] | None = None) -> Look:
    """Open the gallery with an empty cache and wait until its window is painted."""
    context = browser.new_context(viewport=WINDOW)
    try:
        page = context.new_page()
        if network is not None:
            context.new_cdp_session(page).send("Network.emulateNetworkConditions", network)
        opened(page, url)
        return Look(**page.evaluate(TIMES))
    finally:
        context.close()


def opened(page: Page, url: str) -> None:
    """Open the gallery and wait until all pictures in the window are painted."""
    page.add_init_script(WATCH)
    page.goto(url, wait_until="commit")
    page.wait_for_function(ALL_PAINTED)


def figures(looks: dict[int, list[Look]]) -> Iterator[Figure]:
    """Report the larger library beside the smaller."""
    small, large = looks
    for what, named in (
        ("first", "to its first paint"),
        ("row", "to its first row of pictures"),
        ("window", "to a window full of pictures"),
    ):
        times = [getattr(one, what) for one in looks[large]]
        beside = median(getattr(one, what) for one in looks[small])
        of = f"the gallery of {large:,} works"
        yield Figure(
            bench=BENCH,
            figure=f"{of}, {named}",
            value=median(times),
            unit="ms",
            against=f"of {small:,}, {beside:.0f} ms",
            ratio=median(times) / beside,
            goal="<= 1.25",
        )
        goal = None if what == "window" else f"<= {SOON}"  # the grid is there with its first row
        yield Figure(BENCH, f"{of}, {named}", median(times), "ms", goal=goal)
        yield Figure(BENCH, f"{of}, {named}, 95 of 100", quantiles(times, n=20)[-1], "ms")
    yield Figure(BENCH, "what comes for it", median(o.bytes for o in looks[large]) / 1e3, "kB")
    yield Figure(BENCH, "requests for it", median(o.requests for o in looks[large]), "")


def slower(browser: Browser, url: str, size: int, rounds: int) -> Figure:
    """Report the first row where each answer takes its time."""
    took = [look(browser, url, SLOWER).row for _ in range(rounds)]
    named = f"the gallery of {size:,} works over Wi-Fi, to its first row"
    return Figure(BENCH, named, median(took), "ms")


def scrolled(browser: Browser, url: str, size: int, far: int) -> Figure:
    """Report how large the page is after so many works, beside its beginning."""
    context = browser.new_context(viewport=WINDOW)
    try:
        page = context.new_page()
        opened(page, url)
        before = page.evaluate(NODES)
        while page.evaluate(SCROLL) < far:
            page.wait_for_timeout(50)
        page.wait_for_function(ALL_PAINTED)
        after = page.evaluate(NODES)
    finally:
        context.close()
    return Figure(
        bench=BENCH,
        figure=f"nodes of the page {far:,} works down, of {size:,}",
        value=after,
        unit="nodes",
        against=f"at the top, {before:,}",
        ratio=after / before,
        goal="<= 1.5",
    )
