"""What a followed list keeps, said at its page."""

from artkeep.web.app import create_app
from tests.web.browsing import Browser, said
from tests.web.following import SEARCH, follow, held
from tests.working import work


def test_a_list_keeps_what_its_filter_wants(led_bench, collector):
    collector.submit("/searches", name="Foxes", q="fox")

    collector.submit("/sources", address=SEARCH, only="Foxes")
    work(led_bench)

    page = collector.get("/sources").text
    assert "Only Foxes" in said(page)
    assert "1 post 1 picture" in said(page)
    assert "not wanted by the filter" in said(page)
    assert '<option value="Foxes">fox</option>' in page


def test_a_filter_is_taken_away_and_the_rest_comes(led_bench, collector):
    collector.submit("/sources", address=SEARCH, only="nobody_says_this")
    work(led_bench)
    (one,) = held(led_bench)

    answer = collector.submit(f"/sources/{one.id}/filter", only="")
    work(led_bench)

    assert (303, f"/sources#list-{one.id}") == (answer.status_code, answer.headers["location"])
    words = said(collector.get("/sources").text)
    assert "not wanted" not in words
    assert "0 posts" not in words


def test_what_no_filter_can_ask_is_said_where_it_was_written(led_bench, collector):
    refused = collector.submit("/sources", address=SEARCH, only="copies:2")
    assert (400, []) == (refused.status_code, held(led_bench))
    assert "no filter can ask it" in said(refused.text)
    assert 'value="copies:2"' in refused.text

    follow(collector)
    (one,) = held(led_bench)
    refused = collector.submit(f"/sources/{one.id}/filter", only="is:gone")
    assert 400 == refused.status_code
    assert f'id="wrong-{one.id}"' in refused.text
    assert 'value="is:gone"' in refused.text
    assert 1 == refused.text.count("aria-invalid")


def test_strangers_are_not_told_what_a_list_is_filtered_by(led_bench, collector):
    collector.submit("/searches", name="Secret foxes", q="fox")
    collector.submit("/sources", address=SEARCH, only="Secret foxes")
    stranger = Browser(create_app(led_bench, "0.0.0.0", shown=()), "http://192.168.1.7:8600")

    assert "Secret foxes" in collector.get("/sources").text
    assert "Secret foxes" not in stranger.get("/sources").text
