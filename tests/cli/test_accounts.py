"""Signing in and out on the command line, against the copy of pixiv."""

import json

import pytest
from click.testing import CliRunner

from artkeep.cli import cli
from artkeep.fakes import pixiv
from artkeep.fakes.pixiv import memory
from artkeep.fakes.web import serving


@pytest.fixture
def run(tmp_path):
    """Run a command as a person would, led to the copy."""
    with serving(works=5, played={"pixiv": pixiv.routes}) as world:
        environ = {**world.settings(), "ARTKEEP_HOME": str(tmp_path / "home")}
        environ["ARTKEEP_SITES__PIXIV__PACE"] = "none"

        def run(*words, typed=None):
            return CliRunner().invoke(cli, words, input=typed, env=environ)

        yield run


def test_nobody_is_signed_in_at_first(run):
    assert "nobody is signed in anywhere" in run("accounts").stderr


def test_a_token_is_read_from_stdin(run):
    done = run("login", "pixiv", "--token-stdin", typed=f"{memory.REFRESH_TOKEN}\n")

    assert (0, "") == (done.exit_code, done.stdout)
    assert "signed in to pixiv as sample_user" in done.stderr
    assert memory.REFRESH_TOKEN not in done.output
    (line,) = run("accounts", "--json").stdout.splitlines()
    assert ("pixiv", "sample_user", None) == tuple(
        json.loads(line)[key] for key in ("site", "name", "broken")
    )


def test_a_key_can_be_typed_and_is_not_shown(run):
    done = run("login", "pixiv", "--key", typed=f"{memory.REFRESH_TOKEN}\n")

    assert "signed in to pixiv" in done.stderr
    assert memory.REFRESH_TOKEN not in done.output


def test_without_a_key_the_sites_page_is_named(run):
    done = run("login", "pixiv", typed="https://www.pixiv.net/\n")

    assert "press F12" in done.stderr
    assert "code_challenge=" in done.stderr
    assert "there is no code in that" in str(done.exception)


def test_signing_out_forgets(run):
    run("login", "pixiv", "--token-stdin", typed=f"{memory.REFRESH_TOKEN}\n")

    assert "signed out of pixiv, sample_user" in run("logout", "pixiv").stderr

    assert "" == run("accounts").stdout
    assert "nobody is signed in to pixiv" in str(run("logout", "pixiv").exception)


def test_a_wrong_token_signs_nobody_in(run):
    done = run("login", "pixiv", "--token-stdin", typed="wrong\n")

    assert 0 != done.exit_code
    assert "" == run("accounts").stdout


def test_a_site_without_that_way_says_so(run):
    done = run("login", "deviantart", "--key")

    assert "there is nothing to paste" in str(done.exception)
