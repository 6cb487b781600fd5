import re
from datetime import timedelta

import httpx2
import pytest

from artkeep import jobs
from artkeep.collect import refresh, signing_in
from artkeep.errors import LoginNeeded
from artkeep.fakes.pixiv import memory
from artkeep.library import collections, logins
from artkeep.model.records import RunState
from artkeep.web import attempts
from tests.web.browsing import read, said
from tests.working import work

SECRET = b"x" * 32


def code_after_signing_in(browser, world):
    """Do what a person does on the site's page, and return the address it ends at."""
    page = browser.get("/login/pixiv").text
    (url,) = {link for link in read(page).links if "/web/v1/login" in link}
    challenge = re.search(r"code_challenge=([\w-]+)", url)[1]
    theirs = world_page(world, challenge)
    return re.search(r'name="began" value="(\d+)"', page)[1], theirs


def world_page(world, challenge):
    with httpx2.Client(follow_redirects=False) as theirs:
        form = {"code_challenge": challenge, "account": "sample_user"}
        answer = theirs.post(f"{world.url}/pixiv/base/web/v1/login", data=form)
    return answer.headers["location"]


def held(bench, site="pixiv"):
    with bench.db.read() as tx:
        return logins.of_site(tx, site)


def test_the_page_leads_step_by_step(collector):
    page = collector.get("/login/pixiv").text

    words = said(page)
    assert "Sign in to pixiv" in words
    assert "press F12" in words
    assert "never shown again" in words
    assert 1 == page.count('target="_blank"')


def test_who_follows_the_page_is_signed_in(led_bench, collector, world):
    began, ended_at = code_after_signing_in(collector, world)

    answer = collector.submit("/login/pixiv/code", began=began, code=ended_at)

    assert (303, "/login/pixiv?done=yes") == (answer.status_code, answer.headers["location"])
    (one,) = held(led_bench)
    assert world.world.collector.handles["pixiv"].id == one.account
    assert "Signed in." in said(collector.get("/login/pixiv?done=yes").text)


def test_a_code_is_worth_nothing_in_another_browser(led_bench, collector, world):
    began, ended_at = code_after_signing_in(collector, world)
    collector.cookies.clear()

    answer = collector.submit("/login/pixiv/code", began=began, code=ended_at)

    assert 401 == answer.status_code
    assert [] == held(led_bench)


def test_an_address_without_a_code_is_said_at_its_field(collector, world):
    began, _ = code_after_signing_in(collector, world)

    answer = collector.submit("/login/pixiv/code", began=began, code="https://www.pixiv.net/")

    assert 401 == answer.status_code
    assert "there is no code in that" in said(answer.text)
    assert 'aria-invalid="true"' in answer.text


def test_an_attempt_that_took_too_long_begins_again(collector, led_bench):
    began = int((led_bench.clock.now() - timedelta(minutes=16)).timestamp())

    answer = collector.submit("/login/pixiv/code", began=str(began), code="x")

    assert "begun too long ago" in said(answer.text)


def test_a_form_that_is_not_whole_is_refused(collector):
    assert 400 == collector.submit("/login/pixiv/code", code="x").status_code


def test_a_token_that_one_has_signs_in(led_bench, collector):
    collector.submit("/login/pixiv/key", refresh_token=memory.REFRESH_TOKEN)

    assert ["pixiv"] == [one.site for one in held(led_bench)]


def test_what_was_pasted_is_never_shown_again(collector):
    answer = collector.submit("/login/pixiv/key", refresh_token="wrong-token-of-mine")

    assert 401 == answer.status_code
    assert "wrong-token-of-mine" not in answer.text
    assert 'type="password"' in answer.text


def test_something_missing_is_said(collector):
    assert "something is missing: refresh_token" in said(
        collector.submit("/login/pixiv/key", refresh_token=" ").text
    )


def test_who_was_on_the_way_to_a_list_is_led_back(collector):
    address = "https://www.pixiv.net/users/700/bookmarks/artworks?rest=show&p=2"
    collector.get("/login/pixiv", params={"address": address})

    answer = collector.submit("/login/pixiv/key", refresh_token=memory.REFRESH_TOKEN)

    assert answer.headers["location"].startswith("/sources?address=https%3A%2F%2Fwww.pixiv")
    assert "rest=show&amp;p=2" in collector.get(answer.headers["location"]).text
    again = collector.submit("/login/pixiv/key", refresh_token=memory.REFRESH_TOKEN)
    assert "/login/pixiv?done=yes" == again.headers["location"]


def test_a_login_can_be_forgotten(led_bench, collector):
    collector.submit("/login/pixiv/key", refresh_token=memory.REFRESH_TOKEN)
    (one,) = held(led_bench)

    collector.submit("/login/pixiv/out", account=one.account)

    assert [] == held(led_bench)
    assert 404 == collector.submit("/login/pixiv/out", account=one.account).status_code


def test_what_failed_for_want_of_a_login_goes_on(led_bench, collector, world):
    collector.submit("/login/pixiv/key", refresh_token=memory.REFRESH_TOKEN)
    user = world.world.collector.handles["pixiv"].id
    collector.submit("/sources", address=f"https://www.pixiv.net/users/{user}/bookmarks/artworks")
    with led_bench.db.read() as tx:
        (followed,) = collections.followed(tx)
    signing_in.forget(led_bench, "pixiv", user)
    work(led_bench)
    page = collector.get("/sources").text
    assert "nobody is signed in" in said(page)

    collector.submit("/login/pixiv/key", refresh_token=memory.REFRESH_TOKEN)

    with led_bench.db.read() as tx:
        run = jobs.find(tx, refresh.KIND, str(followed.id))
    assert RunState.QUEUED is run.state


def test_accounts_are_listed(collector):
    collector.submit("/login/pixiv/key", refresh_token=memory.REFRESH_TOKEN)

    words = said(collector.get("/login").text)

    assert "sample_user" in words
    assert "Nobody is signed in." in words


@pytest.mark.parametrize(
    ("path", "status"), [("/login/nowhere", 400), ("/login/pixiv/back?state=x&code=y", 401)]
)
def test_what_leads_nowhere_is_refused(newcomer, path, status):
    assert status == newcomer.get(path).status_code


def test_looking_ahead_signs_nobody_in(newcomer):
    assert b"" == newcomer.head("/login/pixiv/back?state=x&code=y").content


def test_an_attempt_is_the_same_for_its_browser_alone():
    first = attempts.begun(SECRET, "a", "pixiv", 1000)

    assert first == attempts.begun(SECRET, "a", "pixiv", 1000)
    others = [
        attempts.begun(SECRET, "b", "pixiv", 1000),
        attempts.begun(SECRET, "a", "deviantart", 1000),
        attempts.begun(SECRET, "a", "pixiv", 1001),
        attempts.begun(b"y" * 32, "a", "pixiv", 1000),
    ]
    assert 5 == len({first.verifier, *(one.verifier for one in others)})
    assert 1000 == attempts.second_of("pixiv", first.state)


@pytest.mark.parametrize("state", ["", "x", "zz.y", "."])
def test_a_state_that_is_none_of_ours_is_refused(state):
    with pytest.raises(LoginNeeded):
        attempts.second_of("pixiv", state)
