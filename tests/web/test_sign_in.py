"""Signing in to the library: who may change what, from where, and how often one may guess."""

from dataclasses import replace

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from artkeep.library import knocks, sessions, users
from artkeep.model.users import OWNER
from artkeep.web import admitting, sign_in
from artkeep.web.app import create_app
from tests.web.browsing import HERE, Browser, said

THERE = "http://192.168.1.7:8600"
PASSWORD = "correct horse"
GUESTS = "battery staple"


@pytest.fixture
def engine():
    """One of them: what differs between the two lies below the pages, and is tried there."""
    return "sqlite"


@pytest.fixture
def guarded(bench, clock, passwords):
    """A library with an owner and a guest, whose clock has a hand."""
    bench.db.clock = clock
    with bench.db.begin() as tx:
        users.set_password(tx, OWNER, passwords.hashed(PASSWORD))
        users.set_password(tx, "mika", passwords.hashed(GUESTS))
    return replace(bench, clock=clock)


@pytest.fixture
def owner_app(guarded, passwords):
    """Its pages on this machine."""
    return create_app(guarded, shown=(), passwords=passwords)


@pytest.fixture
def exposed_app(guarded, passwords):
    """Its pages on the network."""
    return create_app(guarded, "0.0.0.0", shown=(), passwords=passwords)


def enter(browser, name=OWNER, password=PASSWORD, **more):
    return browser.submit("/sign-in", name=name, password=password, **more)


def may_change(browser):
    """Say whether a browser may change something: here, what is gone anyway."""
    answer = browser.submit("/trash/empty")
    assert answer.status_code in {400, 401, 403}
    return 400 == answer.status_code  # it was let in, and asked whether it is sure


def test_without_a_password_this_machine_may_change_everything(bench):
    assert may_change(Browser(create_app(bench, shown=()), HERE))


def test_with_a_password_this_machine_has_to_sign_in(owner_app):
    browser = Browser(owner_app, HERE)

    assert not may_change(browser)
    enter(browser)
    assert may_change(browser)


def test_the_owner_may_change_from_the_network(exposed_app):
    browser = Browser(exposed_app, THERE)

    assert not may_change(browser)
    enter(browser)
    assert may_change(browser)


def test_a_guest_may_look_and_not_change(exposed_app):
    browser = Browser(exposed_app, THERE)
    enter(browser, "Mika", GUESTS)

    assert not may_change(browser)
    assert "mika" in said(browser.get("/").text)


def test_what_a_proxy_passes_on_is_not_from_this_machine(bench):
    browser = Browser(create_app(bench, shown=()), HERE)
    browser.headers["x-forwarded-for"] = "203.0.113.9"

    assert not may_change(browser)


def test_behind_a_proxy_only_the_owner_changes(guarded, passwords):
    settings = guarded.settings.model_copy(update={"public_url": "https://art.example"})
    app = create_app(replace(guarded, settings=settings), shown=(), passwords=passwords)
    browser = Browser(app, "https://art.example")

    assert not may_change(browser)
    answer = enter(browser)
    assert all("Secure" in line for line in answer.headers.get_list("set-cookie"))
    assert may_change(browser)


def test_a_library_that_is_only_looked_at_is_so_for_its_owner_too(guarded, passwords):
    settings = guarded.settings.model_copy(update={"read_only": True})
    browser = Browser(
        create_app(replace(guarded, settings=settings), shown=(), passwords=passwords), HERE
    )
    enter(browser)

    assert not may_change(browser)


def test_a_script_on_this_machine_needs_a_token_once_there_is_a_password(guarded, owner_app):
    with guarded.db.begin() as tx:
        token = users.add_token(tx, "backup")
    script = TestClient(owner_app, base_url=HERE)

    assert 401 == script.post("/api/pictures", content=b"x", params={"name": "x"}).status_code
    script.headers["authorization"] = f"Bearer {token}"
    assert 200 == script.post("/api/pictures", content=b"x", params={"name": "x"}).status_code
    script.headers["authorization"] = "Bearer wrong"
    assert 401 == script.post("/api/pictures", content=b"x", params={"name": "x"}).status_code


def test_a_token_does_not_help_the_page_of_another_site(guarded, owner_app):
    with guarded.db.begin() as tx:
        token = users.add_token(tx, "backup")
    script = TestClient(owner_app, base_url=HERE)
    headers = {"authorization": f"Bearer {token}", "origin": "https://evil.example"}

    answer = script.post("/api/pictures", content=b"x", params={"name": "x"}, headers=headers)

    assert 403 == answer.status_code


@pytest.fixture
def private(guarded, passwords):
    """A library that only those may look at who have signed in."""
    settings = guarded.settings.model_copy(update={"visitors": "named"})
    app = create_app(replace(guarded, settings=settings), "0.0.0.0", shown=(), passwords=passwords)
    return Browser(app, THERE)


def test_a_private_library_leads_to_its_door(private):
    answer = private.get("/gone?site=pixiv")

    assert (303, "/sign-in?r=%2Fgone%3Fsite%3Dpixiv") == (
        answer.status_code,
        answer.headers["location"],
    )
    assert 401 == private.get("/api/gallery").status_code
    assert 401 == private.get(f"/image/{'0' * 64}", headers={"accept": "image/*"}).status_code
    assert 200 == private.get("/healthz").status_code


def test_a_guest_may_look_at_a_private_library(private):
    enter(private, "mika", GUESTS)

    assert 200 == private.get("/").status_code
    assert 200 == private.get("/api/gallery").status_code


def test_signing_in_leads_back(owner_app):
    browser = Browser(owner_app, HERE)
    answer = enter(browser, r="/trash?after=x")

    assert (303, "/trash?after=x") == (answer.status_code, answer.headers["location"])
    cookie = next(line for line in answer.headers.get_list("set-cookie") if "session" in line)
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert f"Max-Age={30 * 24 * 3600}" in cookie


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\n//evil.example",
        "javascript:alert(1)",
        "evil",
    ],
)
def test_nobody_is_led_to_another_site(address):
    assert "/" == sign_in.same_site(address)


def test_a_wrong_name_and_a_wrong_password_read_the_same(owner_app):
    answers = [
        enter(Browser(owner_app, HERE), OWNER, "wrong password"),
        enter(Browser(owner_app, HERE), "nobody", PASSWORD),
    ]

    assert [400, 400] == [answer.status_code for answer in answers]
    assert all(admitting.WRONG in said(answer.text) for answer in answers)
    assert all("set-cookie" not in answer.headers for answer in answers)


def test_nobody_signs_in_without_a_password(bench, passwords):
    browser = Browser(create_app(bench, shown=(), passwords=passwords), HERE)

    assert 400 == enter(browser, OWNER, "").status_code
    assert "no password yet" in said(browser.get("/sign-in").text)


def test_signing_out_holds_at_once_and_everywhere_if_asked(owner_app):
    here, there = Browser(owner_app, HERE), Browser(owner_app, HERE)
    enter(here)
    enter(there)

    here.submit("/sign-out")
    assert [False, True] == [may_change(here), may_change(there)]
    enter(here)
    here.submit("/sign-out", everywhere="yes")
    assert [False, False] == [may_change(here), may_change(there)]


def test_a_session_ends_after_its_time(owner_app, clock):
    browser = Browser(owner_app, HERE)
    enter(browser)
    clock.forward(sessions.LASTS.total_seconds())

    assert not may_change(browser)


def test_a_password_that_is_taken_away_signs_out(guarded, exposed_app):
    browser = Browser(exposed_app, THERE)
    enter(browser)
    with guarded.db.begin() as tx:
        users.remove(tx, OWNER)

    assert not may_change(browser)


def test_the_form_needs_its_token(owner_app):
    answer = Browser(owner_app, HERE).post("/sign-in", data={"name": OWNER, "password": PASSWORD})

    assert 403 == answer.status_code


def test_guessing_is_slowed_down_and_outlives_a_restart(guarded, owner_app, passwords, clock):
    for _ in range(knocks.FREE):
        assert 400 == enter(Browser(owner_app, HERE), OWNER, "a guess").status_code
    again = create_app(guarded, shown=(), passwords=passwords)
    answer = enter(Browser(again, HERE))

    assert (429, "1") == (answer.status_code, answer.headers["retry-after"])
    clock.forward(1)
    assert 303 == enter(Browser(again, HERE)).status_code


def test_others_who_guess_do_not_lock_out_a_browser_of_the_owner(guarded, owner_app):
    own = Browser(owner_app, HERE)
    enter(own)
    own.submit("/sign-out")
    for _ in range(knocks.FREE):
        enter(Browser(owner_app, HERE), OWNER, "a guess")
    with guarded.db.begin() as tx:
        knocks.forget(tx, "address testclient")  # as if they guessed from elsewhere

    assert 429 == enter(Browser(owner_app, HERE)).status_code
    with guarded.db.begin() as tx:
        knocks.forget(tx, "address testclient")
    assert 303 == enter(own).status_code


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_counts_with_all_that_one_customer_has(host, expected):
    request = Request({"type": "http", "client": (host, 5)})

    assert expected == admitting.network(request)


def test_a_password_hashed_more_lightly_is_hashed_again(guarded):
    app = create_app(guarded, shown=())
    enter(Browser(app, HERE))

    with guarded.db.read() as tx:
        known = users.known(tx, OWNER)
    assert known is not None
    assert "m=65536" in str(known[1])
