"""An artist who leaves a site takes all posts along: that is said, and what is here stays."""

from datetime import timedelta

import sqlalchemy as sa

from artkeep import jobs
from artkeep.collect import follow, recheck, signing_in
from artkeep.db.tables import post
from artkeep.fakes.pixiv.memory import REFRESH_TOKEN
from artkeep.library import checks
from tests.working import work

ARTISTS = ("4301", "4307")


def test_posts_of_an_artist_who_left_say_so(bench, world):
    signing_in.with_key(bench, "pixiv", {"refresh_token": REFRESH_TOKEN})
    for artist in ARTISTS:
        follow.address(bench, f"https://www.pixiv.net/users/{artist}/artworks")
    work(bench)
    world.world.leave("pixiv", ARTISTS[0])
    with bench.db.begin() as tx:
        tx.execute(sa.update(post).values(looked_at=tx.now - recheck.EVERY * 2))
        run_id = recheck.ask(tx, "pixiv")

    work(bench)

    with bench.db.read() as tx:
        counts = jobs.get(tx, run_id).counts
        words = {news.words for news in checks.news(tx, tx.now - timedelta(days=1), 99)}
    assert {"account_gone", "alive"} == counts.keys()
    assert all("nor is its artist's account" in each for each in words)
