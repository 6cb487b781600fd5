"""Programs that ask in our place: what they see and say, and that they end."""

import os
import sys

import pytest

from artkeep.errors import AnswerTooLarge, BadSetting, Unreachable
from artkeep.net import programs


def run(code, **limits):
    return programs.run("site", [sys.executable, "-c", code], **limits)


def test_a_program_is_heard_to_its_end():
    ran = run("import sys; print('fox'); print('snow', file=sys.stderr); sys.exit(4)")

    assert (4, b"fox\n", "snow\n") == (ran.status, ran.out, ran.said)


def test_of_what_it_said_beside_its_answer_the_end_is_kept():
    ran = run("import sys; sys.stderr.write('x' * 100_000 + 'the end')")

    assert (8192, True) == (len(ran.said), ran.said.endswith("x" + "the end"))


def test_it_hears_nothing_and_sees_none_of_our_secrets():
    environ = {**os.environ, "ARTKEEP_KEY": "secret", "DA_CLIENT_SECRET": "secret", "LC_ALL": "C"}
    ran = run("import os, sys; print(dict(os.environ), sys.stdin.read())", environ=environ)

    assert (False, True) == (b"secret" in ran.out, b"'LC_ALL': 'C'" in ran.out)


def test_one_that_takes_too_long_is_ended_with_all_it_has_started():
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'], stdin=None)"
    forever = "import signal; signal.pause()"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {forever!r}])"

    assert 0 == run(code).status
    with pytest.raises(Unreachable, match="took longer than 0 s"):
        run(child, seconds=0.3)


def test_one_that_says_too_much_is_ended():
    with pytest.raises(AnswerTooLarge, match="more than 1 MiB"):
        run("while True: print('fox' * 1000)", max_bytes=1 << 20)


@pytest.mark.parametrize("program", ["no-such-program-anywhere", "/"])
def test_a_program_that_cannot_be_started_is_named(program):
    with pytest.raises(BadSetting, match=f"the program {program} cannot be started"):
        programs.run("site", [program])


def test_a_word_is_never_read_by_a_shell():
    words = [sys.executable, "-c", "import sys; print(sys.argv[1])", "$(echo fox); `x`"]

    assert b"$(echo fox); `x`" == programs.run("site", words).out.strip()
