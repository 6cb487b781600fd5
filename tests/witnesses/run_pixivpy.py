"""pixivpy, led to the fake of pixiv.

python -m tests.witnesses.run_pixivpy TOKEN WORD…

Words: `work ID`, `frames ID`, `user ID`, `works USER`, `bookmarks USER RESTRICT [TAG]`,
`folders USER RESTRICT`, `picture URL FOLDER`, `bookmark ID RESTRICT [LABEL]`,
`unbookmark ID`. What is a list is told to its end, one object a line.
"""

import json
import sys
from pathlib import Path

from pixivpy3 import AppPixivAPI

from tests.witnesses.leading import lead


def main(token, word, *rest):
    """Sign in with a refresh token, and say what the site tells."""
    api = AppPixivAPI()
    lead(api.requests)
    api.set_accept_language("en")
    api.auth(refresh_token=token)
    for told in WORDS[word](api, *rest):
        print(json.dumps(told, ensure_ascii=False))


def work(api, number):
    yield api.illust_detail(number)["illust"]


def frames(api, number):
    yield api.ugoira_metadata(number)["ugoira_metadata"]


def user(api, number):
    yield api.user_detail(number)["user"]


def works(api, number):
    return all_of(api.user_illusts, "illusts", user_id=number, type=None, filter=None)


def bookmarks(api, number, restrict, tag=None):
    asked = {"user_id": number, "restrict": restrict, "tag": tag, "filter": None}
    return all_of(api.user_bookmarks_illust, "illusts", **asked)


def folders(api, number, restrict):
    asked = {"user_id": number, "restrict": restrict}
    return all_of(api.user_bookmark_tags_illust, "bookmark_tags", **asked)


def picture(api, url, folder):
    api.download(url, path=folder)
    yield {"bytes": (Path(folder) / url.rpartition("/")[2]).stat().st_size}


def bookmark(api, number, restrict, *labels):
    yield api.illust_bookmark_add(number, restrict=restrict, tags=list(labels) or None)


def unbookmark(api, number):
    yield api.illust_bookmark_delete(number)


def all_of(call, key, **asked):
    """Go from batch to batch as its manual says."""
    while asked:
        answer = call(**asked)
        yield from answer[key]
        asked = AppPixivAPI.parse_qs(answer["next_url"])


WORDS = {
    "work": work,
    "frames": frames,
    "user": user,
    "works": works,
    "bookmarks": bookmarks,
    "folders": folders,
    "picture": picture,
    "bookmark": bookmark,
    "unbookmark": unbookmark,
}


if __name__ == "__main__":
    main(*sys.argv[1:])
