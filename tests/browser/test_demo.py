"""The demo, opened by a person who has never seen the program, as the command serves it."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.demo.test_demo import free_port

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(sys.platform == "win32", reason="it cannot be told to end there"),
]
FILLED = 120_000  # milliseconds; other lists are read and drawn meanwhile
PATIENCE = 180  # seconds for it to end
_READY = re.compile(r"The demo is at (\S+)")


@contextmanager
def demo(folder):
    """Run the command, and give the address that it prints."""
    command = [sys.executable, "-m", "artkeep", "demo", "--port", str(free_port())]
    environment = {**os.environ, "TMPDIR": str(folder)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as running:
        try:
            said = "".join(line for line, _ in zip(running.stderr, range(8), strict=False))
            yield _READY.search(said)[1]
        finally:
            running.send_signal(signal.SIGTERM)
            running.communicate(timeout=PATIENCE)


def test_a_newcomer_sees_works_and_signs_in_to_pixiv_and_deviantart(visit, tmp_path):
    with demo(tmp_path) as url:
        page = visit(url)
        expect(page.locator(".tile img").first).to_be_visible()

        page.get_by_role("link", name="Sources").click()
        waiting = page.locator("#pixiv .list").first
        expect(waiting).to_contain_text("only to those who are signed in")
        waiting.get_by_role("link", name="Sign in").click()
        with page.expect_popup() as opened:
            page.get_by_role("link", name="Open pixiv").click()
        theirs = opened.value
        theirs.get_by_role("button", name="Log in").click()
        ended_at = theirs.get_by_label("Address").input_value()
        theirs.close()
        page.get_by_label("The address you ended at").fill(ended_at)
        page.get_by_role("button", name="Sign in").first.click()

        page.get_by_role("link", name="Accounts").click()
        page.locator("#at-deviantart + a").click()
        page.get_by_role("link", name="To DeviantArt").click()
        page.get_by_role("button", name="Authorize").click()
        expect(page.get_by_text("Signed in.")).to_be_visible()

        page.get_by_role("link", name="On to your sources").click()
        filled = page.locator("#pixiv .list").first
        expect(filled).to_contain_text(re.compile("[1-9][0-9]* posts"), timeout=FILLED)
        expect(page.locator("#deviantart")).to_contain_text("ann")
        page.close()  # it would notice that the demo ends
