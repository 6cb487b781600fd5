"""Five places, one winner; unknown names and wrong values are refused in words that help."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from artkeep.cli.settings import command
from artkeep.errors import BadSetting
from artkeep.settings import Settings, known, load_settings, read, shown


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def refusal(environ: dict[str, str], cwd: Path) -> str:
    with pytest.raises(BadSetting) as caught:
        load_settings(environ, cwd)
    return str(caught.value)


def test_the_defaults_need_nothing(tmp_path):
    found = load_settings({}, tmp_path)

    assert ("127.0.0.1", 8600, None, None, "copy") == (
        found.host,
        found.port,
        found.database_url,
        found.blobs_url,
        found.keep,
    )
    assert "artkeep" == found.home.name


def test_each_place_gives_way_to_the_one_above_it(tmp_path, home):
    (home / "artkeep.toml").write_text('port = 1\nlog_level = "error"\n[pictures]\nmax_frames=7\n')
    dot_env = tmp_path / ".env"
    places = {"ARTKEEP_HOME": str(home)}

    assert 1 == load_settings(places, tmp_path).port
    dot_env.write_text("ARTKEEP_PORT=2\nLOG_LEVEL=warning\nDATABASE_URL=\n")
    assert 2 == load_settings(places, tmp_path).port
    places["ARTKEEP_PORT"] = "3"
    assert 3 == load_settings(places, tmp_path).port
    assert 4 == load_settings(places, tmp_path, port=4, host=None).port

    found = read(places, tmp_path)
    assert ("WARNING", 7) == (found.settings.log_level, found.settings.pictures.max_frames)
    assert "ARTKEEP_PORT" == found.origins["port"]
    assert ".env:2: LOG_LEVEL" == found.origins["log_level"]
    assert f"{home / 'artkeep.toml'}:4" == found.origins["pictures.max_frames"]


def test_the_environment_names_settings_inside_groups(tmp_path):
    found = load_settings({"ARTKEEP_PICTURES__MAX_BYTES": "3 MiB"}, tmp_path)

    assert 3 * 2**20 == found.pictures.max_bytes


def test_the_environments_old_names_win_over_the_file_and_lose_to_ours(tmp_path):
    (tmp_path / ".env").write_text("ARTKEEP_LOG_LEVEL=DEBUG\n")
    assert "ERROR" == load_settings({"LOG_LEVEL": "error"}, tmp_path).log_level

    both = {"LOG_LEVEL": "error", "ARTKEEP_LOG_LEVEL": "CRITICAL"}
    assert "CRITICAL" == load_settings(both, tmp_path).log_level


def test_an_empty_variable_counts_as_not_set(tmp_path):
    assert 8600 == load_settings({"ARTKEEP_PORT": ""}, tmp_path).port


def test_home_can_stand_in_the_dot_env_file_and_is_seen_from_there(tmp_path):
    (tmp_path / ".env").write_text("ARTKEEP_HOME=art\n", encoding="utf-8-sig")

    assert tmp_path / "art" == load_settings({}, tmp_path).home


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"DATABASE_PATH": "data/deviant.db"}, "sqlite:///{cwd}/data/deviant.db"),
        ({"DATABASE_TYPE": "sqlite", "DATABASE_URL": "postgresql://h/d"}, None),
        ({"DATABASE_TYPE": "postgresql", "DATABASE_URL": "postgresql://h/d"}, "postgresql://h/d"),
        ({"DATABASE_URL": "postgresql://h/d"}, "postgresql://h/d"),
        ({"DATABASE_URL": "postgresql://h/d", "DATABASE_PATH": "/a.db"}, "sqlite:////a.db"),
        ({"DATABASE_PATH": "/a.db", "ARTKEEP_DATABASE_URL": "sqlite:////b.db"}, "sqlite:////b.db"),
    ],
)
def test_the_old_names_of_the_database_mean_what_they_meant(environ, expected, tmp_path):
    found = load_settings(environ, tmp_path).database_url

    assert (expected.format(cwd=tmp_path) if expected else None) == found


def test_an_old_log_level_that_nobody_knows_is_info_as_it_was(tmp_path):
    assert "INFO" == load_settings({"LOG_LEVEL": "chatty"}, tmp_path).log_level


def test_old_names_that_nothing_uses_yet_are_known(tmp_path):
    found = read({"DONE_DIR": "done", "UPLOAD_DIR": "up", "PATH": "/bin"}, tmp_path)

    assert ("DONE_DIR", "UPLOAD_DIR") == found.unused


def test_the_old_names_of_deviantart_mean_its_keys(tmp_path):
    old = {"DA_CLIENT_ID": "1", "DA_CLIENT_SECRET": "s", "DA_REDIRECT_URI": "r", "DA_SCOPES": "a b"}
    ours = {"ARTKEEP_SITES__DEVIANTART__CLIENT_ID": "2"}
    found = read(old | ours, tmp_path)

    told = {"client_id": "2", "client_secret": "s", "redirect_uri": "r", "scopes": "a b"}
    assert {"deviantart": told} == found.settings.sites
    assert "DA_SCOPES" == found.origins["sites.deviantart.scopes"]


def test_what_a_site_is_told_stands_in_a_table_of_its_own(tmp_path, home):
    (home / "artkeep.toml").write_text('[sites.pixiv]\nbase_url = "http://a"\ngap = 2.5\n')
    environ = {"ARTKEEP_HOME": str(home), "ARTKEEP_SITES__PIXIV__WEB_URL": "http://b"}
    found = read(environ, tmp_path)

    told = {"base_url": "http://a", "gap": "2.5", "web_url": "http://b"}
    assert {"pixiv": told} == found.settings.sites
    assert f"{home / 'artkeep.toml'}:3" == found.origins["sites.pixiv.gap"]
    assert "http://a" not in repr(found.settings)


def test_a_password_can_stand_in_a_file_of_its_own(tmp_path):
    (tmp_path / "secret").write_text("postgresql://me:pw@host/art\n")
    found = load_settings({"ARTKEEP_DATABASE_URL_FILE": str(tmp_path / "secret")}, tmp_path)

    assert "postgresql://me:pw@host/art" == found.database_url


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"ARTKEEP_PRT": "1"}, "ARTKEEP_PRT is not a setting; did you mean ARTKEEP_PORT?"),
        ({"ARTKEEP_XYZZY": "1"}, "known are home, database_url, blobs_url, host"),
        ({"ARTKEEP_PICTURES": "1"}, "did you mean ARTKEEP_PICTURES__"),
        ({"ARTKEEP_PORT_FILE": "/x"}, "did you mean ARTKEEP_PORT?"),
        ({"ARTKEEP_PORT": "many"}, "ARTKEEP_PORT: the value of port should be a valid integer"),
        ({"ARTKEEP_PORT": "70000"}, "less than or equal to 65535"),
        ({"ARTKEEP_KEEP": "both"}, "should be 'copy' or 'reference'"),
        ({"ARTKEEP_BLOBS_URL": "/srv/art"}, "should begin with file:// or s3://"),
        ({"ARTKEEP_PICTURES__MAX_BYTES": "big"}, "such as 268435456 or 256 MiB"),
        ({"ARTKEEP_DATABASE_URL_FILE": "/no/such"}, "/no/such cannot be read"),
        ({"DATABASE_TYPE": "mysql"}, "DATABASE_TYPE: should be sqlite or postgresql"),
        ({"DATABASE_TYPE": "postgresql"}, "needs DATABASE_URL"),
        ({"ARTKEEP_PORT": "1", "artkeep_port": "2"}, "say the same; keep one"),
        ({"ARTKEEP_SITES__PIXIV": "1"}, "write ARTKEEP_SITES__<SITE>__<KEY>"),
        ({"ARTKEEP_SECRET": "too short"}, "ARTKEEP_SECRET: the value of secret"),
    ],
)
def test_a_refusal_says_where_and_what_to_do(environ, words, tmp_path):
    assert words in refusal(environ, tmp_path)


def test_a_wrong_password_address_is_refused_without_saying_it(tmp_path):
    assert "hunter2" not in refusal({"ARTKEEP_DATABASE_URL": "mysql://me:hunter2@h/d"}, tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\n[pictures]\nmax_side = 3\n", ":3: pictures.max_side is not a setting; did you mean"),
        ("\nport = 'x'\n", ":2: the value of port should be"),
        ("pictures.max_frames = 'x'\n", ":1: the value of pictures.max_frames should be"),
        ("port 3\n", "line 1"),
        ("home = '/elsewhere'\n", "set ARTKEEP_HOME instead"),
        ("[sites.pixiv]\ngap = true\n", ":2: the value of sites.pixiv.gap should be a text or"),
        ("[sites]\npixiv = 'x'\n", ":2: sites.pixiv is not a setting"),
    ],
)
def test_a_wrong_line_of_the_librarys_file_is_named(text, words, home, tmp_path):
    (home / "artkeep.toml").write_text(text)

    assert words in refusal({"ARTKEEP_HOME": str(home)}, tmp_path)


def test_a_wrong_line_of_the_dot_env_file_is_named(tmp_path):
    (tmp_path / ".env").write_text("LOG_LEVEL=INFO\n'never closed\n")

    assert refusal({}, tmp_path).startswith(".env:2: not a line of the form NAME=value")


def test_a_settings_file_that_cannot_be_read_is_named(home, tmp_path):
    (home / "artkeep.toml").write_bytes(b"\xff\xfe\x00")

    assert "artkeep.toml cannot be read" in refusal({"ARTKEEP_HOME": str(home)}, tmp_path)


def test_an_option_that_is_no_setting_is_refused(tmp_path):
    with pytest.raises(BadSetting, match="did you mean port"):
        load_settings({}, tmp_path, prt=1)


def test_variables_of_tests_and_benchmarks_are_no_settings(tmp_path):
    names = {"ARTKEEP_CHROMIUM": "/usr/bin/chromium", "ARTKEEP_BENCH_WORKS": "10"}

    assert {} == dict(read(names, tmp_path).origins)


def test_settings_cannot_be_changed_and_do_not_show_passwords(tmp_path):
    found = Settings(home=tmp_path, database_url="postgresql://me:pw@host/art")

    assert "pw" not in repr(found)
    with pytest.raises(ValueError, match="frozen"):
        found.port = 1


def test_what_is_shown_hides_passwords_and_says_where_each_value_is_from(tmp_path):
    environ = {"ARTKEEP_DATABASE_URL": "postgresql://me:p@w@host/art?password=pw"}
    lines = {line.key: line for line in shown(environ, tmp_path)}

    assert "postgresql://me:***@host/art?***" == lines["database_url"].value
    assert "ARTKEEP_DATABASE_URL" == lines["database_url"].origin
    assert (8600, "default") == (lines["port"].value, lines["port"].origin)
    assert list(known()) == list(lines)


def test_every_setting_has_a_sentence():
    assert [] == [key for key, about in known().items() if not about.says.endswith(".")]


@pytest.fixture
def at_home(home, monkeypatch):
    monkeypatch.chdir(home)
    monkeypatch.setenv("ARTKEEP_HOME", str(home))
    return home


def test_the_command_shows_every_setting_as_a_line_of_json(at_home):
    answer = CliRunner().invoke(command, ["show", "--json"])
    lines = [json.loads(line) for line in answer.stdout.splitlines()]

    assert {"setting": "home", "value": str(at_home), "origin": "ARTKEEP_HOME"} == lines[0]
    told = [line for line in lines if line["setting"].startswith("sites.")]
    assert len(known()) + len(told) == len(lines)
    assert "sites.pixiv.base_url" in [line["setting"] for line in told]


def test_the_command_shows_units_to_people(at_home):
    answer = CliRunner().invoke(command, ["show"])

    lines = [" ".join(line.split()) for line in answer.stdout.splitlines()]
    assert "lease_seconds 30.0 seconds (default)" in lines


def test_the_command_checks_what_the_sites_are_told(at_home, monkeypatch):
    monkeypatch.setenv("ARTKEEP_SITES__PIXIV__BAS_URL", "http://127.0.0.1:1")
    answer = CliRunner().invoke(command, ["check"])

    assert isinstance(answer.exception, BadSetting)
    assert "ARTKEEP_SITES__PIXIV__BAS_URL" in str(answer.exception)
    assert "did you mean base_url?" in str(answer.exception)


def test_a_secret_that_is_set_is_not_shown(tmp_path):
    lines = {line.key: line for line in shown({"ARTKEEP_SECRET": "s" * 20}, tmp_path)}

    assert "***" == lines["secret"].value


def test_the_command_checks_and_names_what_nothing_uses(at_home, monkeypatch):
    monkeypatch.setenv("DONE_DIR", "done")
    answer = CliRunner().invoke(command, ["check"])

    assert "The settings are in order: 1 set, the rest as they come.\n" == answer.stdout
    assert "DONE_DIR is set; it is known, and nothing uses it yet.\n" == answer.stderr


def test_the_command_says_where_the_file_is(at_home):
    answer = CliRunner().invoke(command, ["path"])

    assert f"{at_home / 'artkeep.toml'}\n" == answer.stdout
