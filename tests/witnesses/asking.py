"""Run a witness in a process of its own and hear what it read."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.witnesses.leading import ADDRESSES

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 120  # seconds


def told_by(witness, served, *words):
    """Return what `tests/witnesses/run_<witness>.py` prints: one object a line.

    `served` are the fakes; `words` are the program's arguments.
    """
    done = subprocess.run(
        [sys.executable, "-m", f"tests.witnesses.run_{witness}", *words],
        cwd=ROOT,
        env={**os.environ, ADDRESSES: json.dumps(served.addresses())},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
