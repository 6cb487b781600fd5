"""Lists inside a list, at the page of lists."""

from tests.web.browsing import said
from tests.web.following import follow, held
from tests.working import work


def test_lists_inside_a_list_are_folded_below_it(led_bench, collector, world):
    user = world.world.collector.handles["imagefap"].id
    follow(collector, f"https://www.imagefap.com/showfavorites.php?userid={user}")
    work(led_bench)

    words = said(collector.get("/sources").text)

    (outer,) = [each for each in held(led_bench) if each.inside_id is None]
    inside = [each for each in held(led_bench) if each.inside_id == outer.id]
    assert len(inside) > 1
    assert f"{len(inside)} lists inside" in words


def test_lists_inside_go_and_come_with_their_list(led_bench, collector, world):
    user = world.world.collector.handles["imagefap"].id
    follow(collector, f"https://www.imagefap.com/showfavorites.php?userid={user}")
    work(led_bench)
    before = held(led_bench)
    (outer,) = [each for each in before if each.inside_id is None]

    collector.submit(f"/sources/{outer.id}/remove")
    assert [] == held(led_bench)
    collector.submit(f"/sources/{outer.id}/follow")

    assert {each.id for each in before} == {each.id for each in held(led_bench)}


def test_a_list_given_up_by_itself_stays_so_when_the_one_around_it_is_read(
    led_bench, collector, world
):
    user = world.world.collector.handles["imagefap"].id
    follow(collector, f"https://www.imagefap.com/showfavorites.php?userid={user}")
    work(led_bench)
    (outer,) = [each for each in held(led_bench) if each.inside_id is None]
    inner = next(each for each in held(led_bench) if each.inside_id == outer.id)

    collector.submit(f"/sources/{inner.id}/remove")
    collector.submit(f"/sources/{outer.id}/read", full="yes")
    work(led_bench)

    assert inner.id not in {each.id for each in held(led_bench)}
