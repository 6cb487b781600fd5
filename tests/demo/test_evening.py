"""What happens while a person looks on."""

from itertools import islice

from artkeep import jobs
from artkeep.collect import refresh
from artkeep.demo import evening
from artkeep.handlers import HANDLERS
from artkeep.library import collections


def test_lists_fill_and_two_say_why_they_cannot(bench, world, tmp_path):
    steps = evening.steps(bench, world, tmp_path)
    assert len(evening.FOLLOWED) == len(list(islice(steps, len(evening.FOLLOWED))))
    jobs.work(bench, {refresh.KIND: HANDLERS[refresh.KIND]})
    with bench.db.read() as tx:
        followed = collections.followed(tx)
        counts = {each.title: collections.count(tx, each.id) for each in followed}
    wrong = {each.ref.site: each.error for each in followed if each.error}

    assert {"pixiv", "twitter"} == wrong.keys()
    assert "artkeep login pixiv" in wrong["pixiv"]
    assert "followers only" in wrong["twitter"]
    assert {*evening.CLOSED.values()} == {title for title, count in counts.items() if not count}


def test_copies_of_works_lie_on_the_disk(bench, world, tmp_path):
    written = list(evening.copied(world, tmp_path))

    assert len(evening.COPIED) == len(written)
    assert [f"IMG_200{number}.jpg" for number in range(8)] == sorted(
        path.name for path in tmp_path.iterdir()
    )
