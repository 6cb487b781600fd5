"""A login is renewed when its time has come, by one of all who use it, and kept before use."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from artkeep.db.engine import Database
from artkeep.errors import LoginNeeded, SiteDown, Unreachable
from artkeep.library import logins
from artkeep.library.logins import Found
from artkeep.library.sealing import Seal
from artkeep.workbench.signed_in import Kept
from artkeep.workbench.way import Way
from tests.clocks import HandClock
from tests.net.site import Site, body, raw
from tests.workbench import mini
from tests.workbench.conftest import Open
from tests.workbench.mini import MINI
from tests.workbench.tokens import Tokens, login_of

SignIn = Callable[[], Way]


@pytest.fixture
def seal(tmp_path: Path) -> Seal:
    return Seal(tmp_path / "home")


@pytest.fixture
def tokens(server: Site) -> Tokens:
    made = Tokens()
    made.play(server)
    return made


@pytest.fixture
def sign_in(database: Database, seal: Seal, tokens: Tokens, way: Open, clock: HandClock) -> SignIn:
    """`sign_in()`: the way to the site with the login that the library holds, an hour good."""
    with database.begin() as tx:
        logins.save(tx, seal, "mini", login_of(tokens, clock.now() + timedelta(hours=1)))

    def open_way() -> Way:
        nobodys = way()
        return replace(nobodys, signed_in=Kept(database, seal, MINI, "7", nobodys))

    return open_way


def stored(database: Database, seal: Seal) -> Found:
    with database.read() as tx:
        return logins.find(tx, seal, "mini", "7")


def test_a_good_login_is_used_as_it_is(sign_in: SignIn, tokens: Tokens) -> None:
    assert {"ok": True} == sign_in().json("/x")
    assert 0 == tokens.given


def test_a_login_is_renewed_some_minutes_early_and_kept(
    sign_in: SignIn, tokens: Tokens, clock: HandClock, database: Database, seal: Seal
) -> None:
    signed_in = sign_in()
    clock.forward(3600 - 299)

    assert [{"ok": True}] * 2 == [signed_in.json("/x") for _ in range(2)]
    found = stored(database, seal)
    assert (1, 2) == (tokens.given, found.version)
    assert signed_in.login == found.login
    assert tokens.refresh == found.login.secrets["refresh"]


def test_tokens_that_last_a_moment_are_used_for_that_moment(
    sign_in: SignIn, tokens: Tokens, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mini, "LASTS", timedelta(seconds=60))
    signed_in = sign_in()
    clock.forward(3400)

    for _ in range(5):
        signed_in.json("/x")
    assert 1 == tokens.given
    clock.forward(61)
    signed_in.json("/x")
    assert 2 == tokens.given


def test_a_login_that_the_site_refuses_is_renewed_once(
    sign_in: SignIn, tokens: Tokens, server: Site
) -> None:
    tokens.access = "the site has forgotten it"

    assert {"ok": True} == sign_in().json("/x")
    assert ["/base/x", "/oauth/token", "/base/x"] == [each.path for each in server.asked]


def test_a_login_that_is_refused_all_the_same_is_not_renewed_again(
    sign_in: SignIn, tokens: Tokens, server: Site
) -> None:
    server.answers["/base/x"] = body(b"no", 401)

    assert 401 == sign_in().ask("GET", "/x").status
    assert 1 == tokens.given


@pytest.mark.parametrize(
    "words", [b"invalid_grant", b'{"error":"ExpiredToken"}', b"Error at the OAuth process"]
)
def test_other_ways_of_saying_that_it_ran_out_are_known(
    sign_in: SignIn, tokens: Tokens, server: Site, words: bytes
) -> None:
    server.answers["/base/x"] = body(words, 400)

    sign_in().ask("GET", "/x")

    assert 1 == tokens.given


def test_what_another_process_renewed_is_read(
    sign_in: SignIn, tokens: Tokens, clock: HandClock
) -> None:
    first, second = sign_in(), sign_in()
    clock.forward(3400)

    assert [{"ok": True}] * 2 == [each.json("/x") for each in (first, second)]
    assert (1, 0) == (tokens.given, tokens.refused)
    assert first.login == second.login


def test_of_all_who_need_it_at_once_one_renews(
    sign_in: SignIn, tokens: Tokens, clock: HandClock
) -> None:
    ways = [sign_in() for _ in range(4)]
    clock.forward(3400)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda number: ways[number % 4].json("/x"), range(16)))

    assert [{"ok": True}] * 16 == answers
    assert (1, 0) == (tokens.given, tokens.refused)


def test_a_sign_in_that_is_over_says_so_and_stays_so(
    sign_in: SignIn, tokens: Tokens, clock: HandClock, server: Site
) -> None:
    signed_in = sign_in()
    tokens.refresh = "revoked"
    clock.forward(3400)

    for _ in range(2):
        with pytest.raises(LoginNeeded, match="the sign-in is over; run: artkeep login mini"):
            signed_in.json("/x")
    with pytest.raises(LoginNeeded, match="the sign-in is over"):
        sign_in_again_without_saving(signed_in)
    assert ["/oauth/token"] == [each.path for each in server.asked]


def sign_in_again_without_saving(way: Way) -> None:
    kept = way.signed_in
    assert isinstance(kept, Kept)
    Kept(kept._database, kept._seal, MINI, "7", way)  # noqa: SLF001 - another process's view


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (body(b"", 500), SiteDown),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", b"acc"), Unreachable),
    ],
    ids=["down", "broken off"],
)
def test_a_renewal_that_did_not_come_through_is_tried_again(
    sign_in: SignIn, tokens: Tokens, clock: HandClock, server: Site, answer, error
) -> None:
    signed_in = sign_in()
    clock.forward(3400)
    server.answers["/oauth/token"] = answer
    with pytest.raises(error):
        signed_in.json("/x")
    tokens.play(server)

    assert {"ok": True} == signed_in.json("/x")


def test_an_answer_that_was_lost_is_told_from_a_sign_in_that_is_over(
    sign_in: SignIn, tokens: Tokens, clock: HandClock, server: Site
) -> None:
    signed_in = sign_in()
    clock.forward(3400)
    server.answers["/oauth/token"] = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", b"acc")
    with pytest.raises(Unreachable):
        signed_in.json("/x")
    tokens.play(server)
    tokens.refresh = "given, and lost on the way"

    with pytest.raises(LoginNeeded, match="an earlier renewal was cut off before its answer"):
        signed_in.json("/x")


def test_a_login_that_cannot_be_renewed_is_left_as_it_is(
    database: Database, seal: Seal, way: Open, clock: HandClock, server: Site
) -> None:
    class Keyed:
        """A site with keys, which last."""

        name, about, headers = "mini", MINI.about, MINI.headers
        parse, url, fetch = MINI.parse, MINI.url, MINI.fetch

    with database.begin() as tx:
        logins.save(tx, seal, "mini", login_of(Tokens(), clock.now()))
    nobodys = replace(way(), site=Keyed())
    server.answers["/base/x"] = body(b"no", 401)
    signed_in = replace(nobodys, signed_in=Kept(database, seal, Keyed(), "7", nobodys))

    assert 401 == signed_in.ask("GET", "/x").status
    assert 1 == len(server.asked)


def test_nobody_who_is_not_signed_in_gets_a_way(database: Database, seal: Seal, way: Open) -> None:
    with pytest.raises(LoginNeeded, match="nobody is signed in as 7; run: artkeep login mini"):
        Kept(database, seal, MINI, "7", way())
