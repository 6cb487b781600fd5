"""Two processes of four threads each ask one site: as polite as one, and hardly slower."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from tests.jobs.asking import assert_never_over, assert_well_used
from tests.jobs.lane_worker import ENOUGH_SECONDS, THREADS
from tests.jobs.shared_clock import START, SharedClock
from tests.net.site import Site, body, site
from tests.workbench.mini import PACED

PROCESSES = 2


@contextmanager
def logging(clock: SharedClock) -> Iterator[tuple[Site, list[float]]]:
    """A site that notes by the shared clock when it was asked."""
    log: list[float] = []
    answer = body(b"{}")

    def noted(handler: BaseHTTPRequestHandler) -> None:
        log.append(clock.monotonic())
        answer(handler)

    with site() as server:
        server.answers["/x"] = noted
        yield server, log


def worker(url: str, clock: Path, server: Site, number: int) -> subprocess.Popen[str]:
    arguments = [url, str(clock), server.url(), str(number * THREADS)]
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.jobs.lane_worker", *arguments],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_many_are_as_polite_as_one(database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "clock"
    clock = SharedClock.make(path, PROCESSES * THREADS)
    with ExitStack() as running:
        server, log = running.enter_context(logging(clock))
        workers = [
            running.enter_context(worker(database_url, path, server, number))
            for number in range(PROCESSES)
        ]
        clock.move_while(lambda: all(each.poll() in (None, 0) for each in workers))
        said = [each.communicate()[0] for each in workers]

    pace = PACED.about.addresses["base_url"].pace
    asked = [START + timedelta(seconds=at) for at in sorted(log)]
    assert [0] * PROCESSES == [each.returncode for each in workers]
    assert_never_over(pace, asked)
    assert_well_used(pace, asked)
    assert log[-1] <= ENOUGH_SECONDS + 200
    shares = [len(each.splitlines()) / len(log) for each in said]
    assert [] == [share for share in shares if share < 0.4], "who came first was served first"
    assert pace.at_once >= most_at_once(" ".join(said).split())


def most_at_once(words: list[str]) -> int:
    """Return how many answers were on their way together, at most."""
    moments = [(float(begun), 1) for begun in words[::2]] + [
        (float(end), -1) for end in words[1::2]
    ]
    on_their_way = most = 0
    for _, change in sorted(moments):
        on_their_way += change
        most = max(most, on_their_way)
    return most
