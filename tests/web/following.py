"""Follow a list as somebody at the pages does."""

from artkeep.library import collections

SEARCH = "https://danbooru.donmai.us/posts?tags=aoyama_mika"


def follow(browser, address=SEARCH):
    return browser.submit("/sources", address=address)


def held(bench):
    with bench.db.read() as tx:
        return collections.followed(tx)
