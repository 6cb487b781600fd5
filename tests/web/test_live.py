import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from artkeep.errors import LibraryBusy
from artkeep.model.records import RunState
from artkeep.texts.languages import Languages
from artkeep.web import live
from artkeep.web.language import Speaking
from artkeep.web.live import Live
from tests.clocks import HandClock
from tests.web.test_runs import RUN


class Library:
    """Runs that the test changes, and how often they were asked for."""

    def __init__(self, *runs):
        self.runs = list(runs)
        self.asked = 0
        self.error = None

    def read(self, _since):
        self.asked += 1
        if self.error:
            raise self.error
        return list(self.runs)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Look again at once."""
    monkeypatch.setattr(live, "EVERY", 0.001)
    monkeypatch.setattr(live, "QUIET", 0.05)


def of(event):
    name, data = event.strip().split("\n")
    return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


async def following(stream, name):
    async for event in stream:
        if event.startswith(f"event: {name}\n"):
            return of(event)[1]
    return None


def hearing(listen):
    """What a listener hears.

    In a thread of its own: the browser of another test keeps a loop running in this one.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, listen()).result()


def test_a_listener_hears_first_what_is_moving():
    done = replace(RUN, id=8, state=RunState.DONE)

    async def listen():
        stream = Live(Library(RUN, done).read, HandClock()).stream()
        return await following(stream, "runs")

    assert [7] == [run["id"] for run in hearing(listen)]


def test_a_listener_hears_each_change():
    library = Library(RUN)

    async def listen():
        stream = Live(library.read, HandClock()).stream()
        await following(stream, "runs")
        library.runs = [replace(RUN, done=500)]
        return await following(stream, "run")

    assert 500 == hearing(listen)["done"]


def test_all_listeners_share_one_reader():
    library = Library(RUN)

    async def listen():
        shared = Live(library.read, HandClock())
        streams = [shared.stream() for _ in range(20)]
        for stream in streams:
            await following(stream, "runs")
        asked = library.asked
        library.runs = [replace(RUN, done=500)]
        heard = [await following(stream, "run") for stream in streams]
        return asked, {run["done"] for run in heard}

    asked, heard = hearing(listen)
    assert {500} == heard
    assert asked < 10


def test_those_who_come_together_share_one_reader():
    library = Library(RUN)

    async def listen():
        shared = Live(library.read, HandClock())
        streams = [shared.stream() for _ in range(20)]
        await asyncio.gather(*(following(stream, "runs") for stream in streams))
        return library.asked

    assert hearing(listen) < 10


def test_a_silent_stream_shows_that_it_is_alive():
    async def listen():
        stream = Live(Library().read, HandClock()).stream()
        await following(stream, "runs")
        return await anext(stream)

    assert ": still here\n\n" == hearing(listen)


def test_a_library_that_is_busy_is_asked_again():
    library = Library(RUN)

    async def listen():
        stream = Live(library.read, HandClock()).stream()
        await following(stream, "runs")
        library.error = LibraryBusy("not now")
        await asyncio.sleep(0.01)
        library.error, library.runs = None, [replace(RUN, done=500)]
        return await following(stream, "run")

    assert 500 == hearing(listen)["done"]


def test_the_end_of_the_server_ends_all_streams():
    async def listen():
        shared = Live(Library(RUN).read, HandClock())
        stream = shared.stream()
        await following(stream, "runs")
        shared.close()
        return [event async for event in stream], [event async for event in shared.stream()]

    assert ([], []) == hearing(listen)


def test_a_stream_that_waits_ends_with_the_server():
    async def listen():
        shared = Live(Library(RUN).read, HandClock())
        stream = shared.stream()
        await following(stream, "runs")
        waiting = asyncio.ensure_future(anext(stream, None))
        await asyncio.sleep(0.01)
        shared.close()
        return await waiting

    assert hearing(listen) is None


def test_nobody_is_asked_when_nobody_listens():
    library = Library(RUN)

    async def listen():
        stream = Live(library.read, HandClock()).stream()
        await following(stream, "runs")
        await stream.aclose()
        await asyncio.sleep(0.02)
        asked = library.asked
        await asyncio.sleep(0.02)
        return asked

    before = hearing(listen)
    assert before == library.asked


def test_each_listener_hears_its_own_language():
    told = Live(Library(RUN).read, HandClock())
    heard = {}

    async def listen():
        async def page(scope, _receive, _send):
            (run,) = await following(told.stream(), "runs")
            heard[scope["headers"][0][1]] = run["word"]

        for code in (b"de", b"ja", b"en"):
            scope = {"type": "http", "headers": [(b"accept-language", code)]}
            await Speaking(page, languages=Languages())(scope, None, None)
        told.close()

    hearing(listen)

    assert {b"de": "läuft", b"ja": "実行中", b"en": "running"} == heard
