"""What a site is told is checked against what it knows, and what is secret stays so."""

from dataclasses import replace

import pytest

from artkeep.errors import BadSetting
from artkeep.model.pace import Pace
from artkeep.settings import read as read_settings
from artkeep.sites import SITES
from artkeep.workbench import site_settings
from artkeep.workbench.site_settings import PACES, check, known, read, shown
from tests.workbench.mini import HOMES, MINI

ALL = {site.name: site for site in (MINI, HOMES)}
HERE = "http://127.0.0.1:1/mini/base"


def test_what_nobody_says_is_as_the_site_has_it() -> None:
    told = read(MINI, {})

    assert MINI.about.addresses == told.reach.addresses
    assert ({"client_id": "mini-1"}, True) == (told.options, told.is_paced)


def test_an_address_can_lead_elsewhere_and_then_has_no_other_hosts() -> None:
    told = read(MINI, {"pictures_url": "http://127.0.0.1:1/p/", "color": "red"})

    pictures = told.reach.addresses["pictures_url"]
    assert ("http://127.0.0.1:1/p", ()) == (pictures.url, pictures.more_hosts)
    assert "red" == told.options["color"]


def test_the_sites_own_address_leads_nowhere_else() -> None:
    usual = MINI.about.addresses["base_url"].url

    assert {} == read(MINI, {"base_url": usual}).reach.own


def test_a_longer_gap_and_a_budget_are_kept_for_answers_alone() -> None:
    addresses = read(MINI, {"gap": "2.5", "per_day": "100"}).reach.addresses

    assert Pace(gap=2.5, per_day=100) == addresses["base_url"].pace == addresses["oauth_url"].pace
    assert MINI.about.addresses["pictures_url"].pace == addresses["pictures_url"].pace


def test_elsewhere_the_gap_may_be_shorter_or_none() -> None:
    addresses = read(MINI, {"base_url": HERE, "gap": "0"}).reach.addresses

    assert (0.0, 1.0) == (addresses["base_url"].pace.gap, addresses["oauth_url"].pace.gap)
    assert not read(MINI, {"base_url": HERE, "pace": "none"}).is_paced


@pytest.mark.parametrize(
    ("site", "told", "words"),
    [
        ("mini", {"bas_url": HERE}, "sites.mini.bas_url (ARTKEEP_SITES__MINI__BAS_URL) is not a"),
        ("mini", {"bas_url": HERE}, "did you mean base_url?"),
        ("mini", {"xyzzy": "1"}, "known are base_url, oauth_url, pictures_url, client_id"),
        ("minni", {"base_url": HERE}, "there is no such site; did you mean mini?"),
        ("xyzzy", {}, "known are homes, mini"),
        ("mini", {"base_url": "ftp://a.example"}, "is not the address of a site"),
        ("mini", {"base_url": "http://me:pw@a.example"}, "is not the address of a site"),
        ("mini", {"gap": "0.5"}, "should be at least 1"),
        ("mini", {"gap": "soon"}, "should be a number"),
        ("mini", {"gap": "nan"}, "should be at least 1"),
        ("mini", {"gap": "inf"}, "should be at least 1"),
        ("mini", {"per_day": "0"}, "should be at least 1"),
        ("mini", {"pace": "none"}, "goes with a base_url other than that of mini"),
        ("mini", {"pace": "quick", "base_url": HERE}, "can only be none"),
        ("homes", {"base_url": HERE}, "needs {home} where the name of the host goes"),
        ("mini", {"client_secret_file": "/no/such"}, "/no/such cannot be read"),
        ("mini", {"color_file": "/no/such"}, "sites.mini.color_file"),
    ],
)
def test_what_cannot_be_meant_is_refused(site: str, told: dict[str, str], words: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        check({site: told}, ALL)

    assert words in str(refusal.value)
    assert "pw" not in str(refusal.value)


def test_a_secret_can_stand_in_a_file(tmp_path) -> None:
    (tmp_path / "key").write_text("s3cret\n")

    told = read(MINI, {"client_secret_file": str(tmp_path / "key")})

    assert "s3cret" == told.options["client_secret"]
    assert "s3cret" not in repr(told)


def test_every_key_is_shown_and_no_secret(tmp_path) -> None:
    (tmp_path / "key").write_text("s3cret")
    environ = {
        "ARTKEEP_SITES__MINI__BASE_URL": "http://127.0.0.1:1/v1?token=s3cret",
        "ARTKEEP_SITES__MINI__CLIENT_SECRET": "s3cret",
        "ARTKEEP_SITES__HOMES__GAP": "3",
    }
    lines = {line.key: line for line in shown(read_settings(environ, tmp_path), ALL)}

    assert {f"sites.{name}.{key}" for name in ALL for key in known(ALL[name].about)} == set(lines)
    assert "s3cret" not in str(lines)
    secret = lines["sites.mini.client_secret"]
    assert ("***", "ARTKEEP_SITES__MINI__CLIENT_SECRET") == (secret.value, secret.origin)
    assert ("mini-1", "default") == (
        lines["sites.mini.client_id"].value,
        lines["sites.mini.client_id"].origin,
    )
    assert None is lines["sites.mini.color"].value


def test_a_secret_in_a_file_is_shown_to_be_set(tmp_path) -> None:
    environ = {"ARTKEEP_SITES__MINI__CLIENT_SECRET_FILE": str(tmp_path / "key")}
    lines = {line.key: line for line in shown(read_settings(environ, tmp_path), ALL)}

    secret = lines["sites.mini.client_secret"]
    assert ("***", "ARTKEEP_SITES__MINI__CLIENT_SECRET_FILE") == (secret.value, secret.origin)


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_no_key_of_a_site_means_two_things(site) -> None:
    about = site.about

    assert len(about.addresses) + len(about.options) + len(PACES) == len(known(about))
    assert "base_url" == next(iter(about.addresses))
    assert [] == [key for key in known(about) if key.endswith(site_settings.FILE)]


def test_the_keys_of_a_site_that_changes_its_table_follow() -> None:
    about = replace(MINI.about, options={})

    assert {*MINI.about.addresses, *PACES} == set(known(about))
