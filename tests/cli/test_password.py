"""Choosing passwords and making tokens on the command line."""

import json

import pytest
from click.testing import CliRunner

from artkeep.cli import cli
from artkeep.cli.up import say_where
from artkeep.library import users
from artkeep.settings import Settings
from artkeep.workbench import open_workbench

PASSWORD = "correct horse"


@pytest.fixture
def run(tmp_path):
    """Run a command as a person would."""

    def run(*words, typed=None):
        return CliRunner().invoke(cli, words, input=typed, env={"ARTKEEP_HOME": str(tmp_path)})

    return run


def test_a_password_is_typed_twice_and_shown_nowhere(run):
    done = run("password", typed=f"{PASSWORD}\n{PASSWORD}\n")

    assert 0 == done.exit_code
    assert "owner signs in at /sign-in now" in done.stderr
    assert PASSWORD not in done.output
    assert {"name": "owner", "role": "owner"} == json.loads(run("password", "--json").stdout)


def test_a_password_is_read_from_stdin_and_given_to_a_guest(run):
    done = run("password", "Mika", "--stdin", typed=f"{PASSWORD}\n")

    assert "mika, a guest" in done.stderr
    assert "mika" in run("password", "--list").stdout


def test_a_password_that_is_no_good_is_refused(run):
    done = run("password", "--stdin", typed="short\n")

    assert "at least 8 characters" in str(done.exception)
    assert "there is no password" in run("password", "--list").stderr


def test_a_password_can_be_taken_away(run):
    run("password", "--stdin", typed=f"{PASSWORD}\n")

    assert 0 == run("password", "--remove").exit_code
    assert "there is no password" in run("password", "--list").stderr
    assert "nobody here" in str(run("password", "mika", "--remove").exception)


def test_a_token_is_told_once(run):
    assert "no password" in str(run("token", "backup").exception)
    run("password", "--stdin", typed=f"{PASSWORD}\n")

    token = run("token", "backup").stdout.strip()

    assert len(token) > 40
    listed = run("token").stdout
    assert "backup" in listed
    assert token not in listed
    assert "worth nothing now" in run("token", "backup", "--remove").stderr
    assert "" == run("token").stdout
    assert "say which token" in str(run("token", "--remove").exception)


@pytest.mark.parametrize(
    ("host", "has_password", "expected"),
    [("127.0.0.1", False, False), ("0.0.0.0", False, True), ("0.0.0.0", True, False)],
)
def test_who_opens_a_library_to_others_is_told_of_passwords(
    tmp_path, capsys, host, has_password, expected
):
    with open_workbench(Settings(home=tmp_path, host=host)) as bench:
        if has_password:
            with bench.db.begin() as tx:
                users.set_password(tx, "owner", "kept")
        say_where(bench, "http://…")

    assert expected == ("artkeep password" in capsys.readouterr().err)
