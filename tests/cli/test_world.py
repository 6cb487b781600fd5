"""`artkeep world`: the fakes alone, and the settings that lead another process to them."""

import json
import re
import signal
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest

from artkeep.fakes.web import fakes

WORLD = [sys.executable, "-m", "artkeep", "world", "--fast", "--works", "3"]
LINE = re.compile(r"ARTKEEP_SITES__([A-Z_]+)__[A-Z_]+_URL=(http://127\.0\.0\.1:\d+)/\S+")


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_the_world_is_served_and_its_settings_are_printed():
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([*WORLD, "--port", "0"], **pipes) as world:
        try:
            said = world.stderr.readline()
            url = said.split()[5]
            with urlopen(f"{url}/_/works/pixiv", timeout=30) as answer:
                posts = [json.loads(line) for line in answer]
            world.send_signal(signal.SIGTERM)  # SIGINT may be ignored where tests run
            printed, _ = world.communicate(timeout=60)
        finally:
            world.kill()  # leaving the block would wait for one that does not end
    lines = [found for line in printed.splitlines() if (found := LINE.fullmatch(line))]

    assert f"The fake sites are at {url} (Ctrl-C ends them)\n" == said
    assert "Fox in the Snow" == posts[0]["title"]
    assert 3 == len(posts)
    assert {site.upper() for site in fakes()} == {line[1] for line in lines}
    assert {url} == {line[2] for line in lines}
    assert "ARTKEEP_SITES__DEVIANTART__CLIENT_ID=24680\n" in printed
    assert 0 == world.returncode


def test_a_port_that_is_taken_is_said():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*WORLD, "--port", port], capture_output=True, text=True, timeout=60, check=False
        )

    assert 1 == done.returncode
    assert f"artkeep: cannot listen on port {port}" in done.stderr
    assert "`--port` takes another one" in done.stderr
