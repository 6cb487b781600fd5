"""`artkeep demo`: works arrive while one looks, and nothing is left behind."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing

import pytest

from artkeep.clock import SystemClock

PATIENCE = 400  # looks, a tenth of a second apart


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def asked(port, path):
    """Return the answer as text, None while nobody answers."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        except ConnectionError:
            return None


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_shows_works_at_once_and_leaves_nothing(tmp_path, end):
    port, clock = free_port(), SystemClock()
    environment = {
        **os.environ,
        "TMPDIR": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "ARTKEEP_HOME": "/nobody/looks/here",
        "ARTKEEP_DATABASE_URL": "postgresql://nobody@nowhere.invalid/none",
    }
    command = [sys.executable, "-m", "artkeep", "demo", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as demo:
        for _ in range(PATIENCE):
            if demo.poll() is not None or asked(port, "/healthz"):
                break
            clock.sleep(0.1)
        page, settings = asked(port, "/"), asked(port, "/settings")
        demo.send_signal(end)
        _, said = demo.communicate(timeout=60)

    assert 0 == demo.returncode
    assert f"The demo is at http://127.0.0.1:{port} (Ctrl-C ends it)" in said
    assert "Traceback" not in said
    assert "/artworks/" in page  # what was kept before anybody came
    assert "nobody" not in settings
    assert str(port) in settings
    assert [] == list(tmp_path.glob("artkeep-demo-*"))
