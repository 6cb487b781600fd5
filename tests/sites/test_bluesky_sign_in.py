"""Signing in to Bluesky with an app password, and staying so."""

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from artkeep.errors import LoginNeeded, RateLimited, SiteChanged, SiteDown
from artkeep.fakes.bluesky import memory
from artkeep.library import logins
from artkeep.library.sealing import Seal
from artkeep.sites.bluesky import SITE
from artkeep.sites.bluesky.signing_in import FIELDS
from artkeep.workbench.signed_in import Kept
from tests.sites.playing_boorus import as_it_was, playing
from tests.sites.playing_social import Scripted, login

DID = "did:plc:sample"
MIKA = "https://bsky.app/profile/did:plc:mikaaoyama"
CREATE = "pds.example/xrpc/com.atproto.server.createSession"
REFRESH = "pds.example/xrpc/com.atproto.server.refreshSession"
PASTED = {"handle": "sample.example", "app_password": memory.APP_PASSWORD}
SERVER = {"type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://pds.example"}


@pytest.fixture(scope="module")
def one_bluesky():
    with playing(SITE, works=3) as house:
        yield house


@pytest.fixture
def bluesky(one_bluesky):
    as_it_was(one_bluesky, memory.of(one_bluesky.stage), memory.Memory())
    return one_bluesky


@pytest.fixture
def own(bluesky):
    return bluesky.world.collector.handles["bluesky"]


def test_an_app_password_is_exchanged_at_the_server_of_the_account(bluesky, own):
    found = SITE.sign_in(bluesky.way(), PASTED)

    assert f"{memory.server_of(own.id)}/{own.id}" == found.account
    assert "sample.example" == found.name
    assert {"access_token", "refresh_token"} == set(found.secrets)
    ends = (bluesky.clock.now() + memory.ACCESS_LASTS).replace(microsecond=0)
    assert ends == found.expires_at
    assert memory.APP_PASSWORD not in repr(found.secrets)
    assert set(PASTED) == set(FIELDS) == set(SITE.fields)


@pytest.mark.parametrize(
    "pasted",
    [
        {**PASTED, "handle": " @Sample.Example\n"},
        {**PASTED, "app_password": f" {memory.APP_PASSWORD}\n"},
    ],
)
def test_what_is_pasted_may_have_spaces_around(bluesky, pasted):
    assert "sample.example" == SITE.sign_in(bluesky.way(), pasted).name


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"app_password": "wrng-wrng-wrng-wrng"}, "Invalid identifier or password"),
        ({"app_password": "the password of everything"}, "looks like abcd-efgh-ijkl-mnop"),
        ({"app_password": ""}, "looks like abcd-efgh-ijkl-mnop"),
        ({"handle": "nobody.example"}, r"knows nobody called nobody\.example"),
        ({"handle": ""}, "knows nobody called that"),
    ],
)
def test_what_is_pasted_wrong_is_refused(bluesky, changes, said):
    with pytest.raises(LoginNeeded, match=said):
        SITE.sign_in(bluesky.way(), {**PASTED, **changes})


def test_the_password_of_the_account_is_sent_nowhere(bluesky):
    bluesky.served.log.clear()
    with pytest.raises(LoginNeeded):
        SITE.sign_in(bluesky.way(), {**PASTED, "app_password": "correct horse battery"})

    assert [] == bluesky.asked()


def test_an_account_that_is_at_home_nowhere_cannot_sign_in():
    http = Scripted({f"/{DID}": {"service": []}})

    with pytest.raises(LoginNeeded, match="at home nowhere"):
        SITE.sign_in(http, {**PASTED, "handle": DID})


def test_a_suspended_account_cannot_sign_in(bluesky, own):
    memory.of(bluesky.stage).states[own.id] = "takendown"

    with pytest.raises(LoginNeeded, match="taken down"):
        SITE.sign_in(bluesky.way(), PASTED)


def test_a_login_is_renewed_with_a_token_that_is_good_for_once(bluesky):
    first = SITE.sign_in(bluesky.way(), PASTED)
    second = SITE.renew(bluesky.way(), first)

    assert (first.account, first.name) == (second.account, second.name)
    assert not set(first.secrets.values()) & set(second.secrets.values())
    with pytest.raises(LoginNeeded, match="artkeep login bluesky"):
        SITE.renew(bluesky.way(), first)
    assert SITE.renew(bluesky.way(), second).secrets != second.secrets


def test_a_login_that_has_run_out_is_said_in_words_that_have_it_renewed(bluesky):
    way = bluesky.way(SITE.sign_in(bluesky.way(), PASTED))
    bluesky.clock.forward(memory.ACCESS_LASTS.total_seconds())

    with pytest.raises(LoginNeeded, match="Token has expired"):
        SITE.list(way, SITE.parse(MIKA), None)


def test_a_login_that_the_library_holds_is_renewed_by_itself(bluesky, database, clock, tmp_path):
    seal, nobodys = Seal(tmp_path / "home"), bluesky.way()
    first = SITE.sign_in(nobodys, PASTED)
    with database.begin() as tx:
        logins.save(tx, seal, SITE.name, first)
    kept = Kept(database, seal, SITE, first.account, nobodys)
    clock.forward((first.expires_at - clock.now()).total_seconds())
    bluesky.clock.forward(memory.ACCESS_LASTS.total_seconds())
    SITE.list(replace(nobodys, signed_in=kept), SITE.parse(MIKA), None)

    with database.read() as tx:
        held = logins.find(tx, seal, SITE.name, first.account)
    assert (2, first.account) == (held.version, held.login.account)
    assert first.expires_at < held.login.expires_at


def test_the_access_token_is_shown_at_servers_only():
    own = login("pds.example/did:plc:sample", access_token="t", refresh_token="r")

    shown = {at: SITE.headers(own, at) for at in SITE.about.addresses}
    assert {"authorization": "Bearer t"} == shown.pop("pds_url")
    assert {} == {at: headers for at, headers in shown.items() if headers}


def jwt(claims):
    return f"e30.{urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b'=').decode()}.s"


@pytest.mark.parametrize(
    ("token", "ends"),
    [
        (jwt({"exp": 1_793_000_000}), datetime.fromtimestamp(1_793_000_000, UTC)),
        (jwt({}), None),
        (jwt([]), None),
        (jwt({"exp": "soon"}), None),
        (jwt({"exp": 10**30}), None),
        ("opaque", None),
        ("a.\u00fc.c", None),
    ],
)
def test_the_end_of_a_token_is_read_where_it_says_so(token, ends):
    assert ends == SITE.sign_in(answering({"accessJwt": token}), PASTED).expires_at


def answering(changes, status=200):
    answer = {"did": DID, "handle": "sample.example", "accessJwt": "a", "refreshJwt": "r"}
    return Scripted(
        {
            "/xrpc/com.atproto.identity.resolveHandle": {"did": DID},
            f"/{DID}": {"service": [SERVER]},
            CREATE: (status, {**answer, **changes}),
            REFRESH: (status, {**answer, **changes}),
        }
    )


@pytest.mark.parametrize(
    ("status", "changes", "error"),
    [
        (401, {"error": "AuthFactorTokenRequired", "message": "A code was sent"}, LoginNeeded),
        (400, {"error": "AccountNotFound", "message": "Could not find account"}, LoginNeeded),
        (500, {"error": "InternalServerError"}, SiteDown),
        (429, {}, RateLimited),
    ],
)
def test_trouble_with_the_sign_in_has_its_name(status, changes, error):
    own = login(f"pds.example/{DID}")

    with pytest.raises(error):
        SITE.sign_in(answering(changes, status), PASTED)
    with pytest.raises(error):
        SITE.renew(answering(changes, status), replace(own))


def test_a_missing_field_of_the_sign_in_is_named():
    http = answering({})
    del http.answers[CREATE][1]["refreshJwt"]

    with pytest.raises(SiteChanged, match="lacks 'refreshJwt'"):
        SITE.sign_in(http, PASTED)
