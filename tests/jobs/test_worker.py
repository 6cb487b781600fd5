import os
import subprocess
import sys

import pytest

from artkeep.jobs.worker import has_died, ourselves

NAME_ITSELF = "from artkeep.jobs.worker import ourselves; print(ourselves(), flush=True); input()"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")


def named() -> str:
    name = ourselves()
    assert name is not None
    return name


def test_a_process_lives_until_it_is_killed_and_after_that_it_has_died() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", NAME_ITSELF],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert not has_died(name)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it ended, nobody took notice
        assert has_died(name)
    assert has_died(name)


def test_we_live() -> None:
    assert not has_died(named())


def test_another_process_with_the_same_number_is_another_one() -> None:
    room_and_number, _, started = named().rpartition(" ")

    assert has_died(f"{room_and_number} {int(started) - 1}")


@pytest.mark.parametrize("part", [0, 1, 2])
def test_nobody_knows_of_another_machine_or_container(part: int) -> None:
    words = named().split(" ")
    words[part] = "another"
    words[-2] = "4194305"  # no process has this number

    assert not has_died(" ".join(words))


def test_nobody_knows_of_a_worker_without_a_name() -> None:
    assert not has_died(None)
