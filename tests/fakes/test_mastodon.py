"""The copy of Mastodon is as strict as Mastodon, and tells what it tells."""

from datetime import UTC, datetime
from importlib import import_module

import pytest

from artkeep.fakes.mastodon import memory
from artkeep.fakes.web import serving
from tests.fakes.asking import ask

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
MIKA = "109000000000004242"
# https://docs.joinmastodon.org/entities/Status/, November 2026
OF_A_STATUS = {
    *("id", "uri", "created_at", "account", "content", "visibility", "sensitive", "spoiler_text"),
    *("media_attachments", "application", "mentions", "tags", "emojis", "reblogs_count"),
    *("favourites_count", "replies_count", "quotes_count", "url", "in_reply_to_id"),
    *("in_reply_to_account_id", "reblog", "poll", "card", "language", "edited_at"),
}
# https://docs.joinmastodon.org/entities/MediaAttachment/, with what older apps still read
OF_AN_ATTACHMENT = {
    *("id", "type", "url", "preview_url", "remote_url", "meta", "description", "blurhash"),
    *("preview_remote_url", "text_url"),
}
# https://docs.joinmastodon.org/entities/Account/
OF_AN_ACCOUNT = {
    *("id", "username", "acct", "url", "uri", "display_name", "note", "avatar", "avatar_static"),
    *("header", "header_static", "locked", "fields", "emojis", "bot", "group", "discoverable"),
    *("noindex", "indexable", "created_at", "last_status_at", "statuses_count", "roles"),
    *("followers_count", "following_count"),
}


@pytest.fixture(scope="module")
def all_tests():
    played = {"mastodon": import_module("artkeep.fakes.mastodon").routes}
    with serving(works=60, now=lambda: AT, played=played) as served:
        yield served


@pytest.fixture
def mastodon(all_tests):
    all_tests.moods.clear()
    return all_tests


def home(served, path, name="art.example", *, token="", **params):
    """Ask a home."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    address = f"{served.url}/mastodon/base/{name}/api/v1{path}"
    return ask(address, headers=headers, **params)


def test_a_post_has_the_fields_of_the_real_ones(mastodon):
    _, _, told = home(mastodon, f"/statuses/{mastodon.world.fox('mastodon').own_id}")

    assert set(told) == OF_A_STATUS
    assert set(told["media_attachments"][0]) == OF_AN_ATTACHMENT
    assert set(told["account"]) == OF_AN_ACCOUNT


def test_a_profile_names_others(mastodon):
    _, _, told = home(mastodon, "/accounts/lookup", acct="mika")

    assert MIKA == told["id"]
    assert "bsky.app/profile/mika.example" in told["fields"][0]["value"]


def test_a_home_knows_what_was_posted_at_another_under_numbers_of_its_own(mastodon):
    post = next(
        post
        for post in mastodon.world.on("mastodon")
        if post.place == "sketch.example" and not post.account.is_private
    )
    _, _, there = home(mastodon, f"/statuses/{post.own_id}", "sketch.example")
    _, _, here = home(mastodon, f"/statuses/{memory.id_of('art.example', post)}")

    assert there["url"] == here["url"]
    assert there["id"] != here["id"]
    assert post.account.handle == here["account"]["acct"]
    assert post.account.handle.partition("@")[0] == there["account"]["acct"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/statuses/1", 404),
        ("/statuses/x", 404),
        ("/accounts/1", 404),
        ("/accounts/1/statuses", 404),
        ("/favourites", 401),
        ("/bookmarks", 401),
        ("/accounts/verify_credentials", 401),
    ],
)
def test_what_is_not_there_or_not_for_strangers(mastodon, path, status):
    found, _, told = home(mastodon, path)

    assert status == found
    assert {"error"} == set(told)


def test_a_token_is_good_at_its_own_home_only(mastodon):
    path = "/accounts/verify_credentials"

    assert 200 == home(mastodon, path, token=memory.TOKEN)[0]
    assert 401 == home(mastodon, path, token="x")[0]
    assert 401 == home(mastodon, path, "sketch.example", token=memory.TOKEN)[0]
    assert 404 == home(mastodon, path, "nowhere.example")[0]


@pytest.mark.parametrize("path", [f"/accounts/{MIKA}", f"/accounts/{MIKA}/statuses"])
def test_a_closed_home_tells_strangers_nothing(mastodon, path):
    memory.of(mastodon.stage).secure.add("art.example")
    found = home(mastodon, path)[0]
    memory.of(mastodon.stage).secure.clear()

    assert 401 == found


def test_a_private_account_shows_strangers_no_posts(mastodon):
    noor = next(one for one, _ in memory.people(mastodon.stage).values() if one.is_private)
    path = f"/accounts/{noor.id.partition('/')[2]}/statuses"

    assert [] == home(mastodon, path, "sketch.example")[2]


def test_an_account_repeats_a_post_unless_that_is_left_out(mastodon):
    path = f"/accounts/{MIKA}/statuses"
    whole = home(mastodon, path, limit=40)[2]
    own = home(mastodon, path, limit=40, exclude_reblogs=1)[2]

    assert ["Fox in the Snow" in each["reblog"]["content"] for each in whole if each["reblog"]]
    assert [each["id"] for each in whole if not each["reblog"]] == [each["id"] for each in own]


def test_a_part_of_a_list_names_the_next_and_is_never_too_long(mastodon):
    path = f"/accounts/{MIKA}/statuses"
    _, headers, first = home(mastodon, path, limit=2, only_media="true")

    assert 2 == len(first)
    assert f'max_id={first[-1]["id"]}>; rel="next"' in headers["link"]
    assert f'min_id={first[0]["id"]}>; rel="prev"' in headers["link"]
    assert "limit=2&only_media=true" in headers["link"]
    assert len(home(mastodon, path, limit=500)[2]) <= 40


def test_a_page_is_found_by_pleromas_lasting_name(mastodon):
    fox = mastodon.world.fox("mastodon")
    base = f"{mastodon.url}/mastodon/base/art.example"
    status, headers, _ = ask(f"{base}/objects/{memory.object_of(fox)}")

    assert 302 == status
    assert headers["location"].endswith(f"/notice/{fox.own_id}")
    assert 200 == ask(headers["location"])[0]


def test_a_file_that_is_not_there_is_not_given(mastodon):
    assert 404 == ask(f"{mastodon.url}/mastodon/pictures/media_attachments/x.jpeg")[0]


def test_a_video_is_no_picture(mastodon):
    fox = mastodon.world.fox("mastodon")
    memory.of(mastodon.stage).kinds[fox.id] = "gifv"
    told = home(mastodon, f"/statuses/{fox.own_id}")[2]["media_attachments"][0]
    memory.of(mastodon.stage).kinds.clear()

    assert "video/mp4" == ask(told["url"])[1]["content-type"]
    assert "image/jpeg" == ask(told["preview_url"])[1]["content-type"]
