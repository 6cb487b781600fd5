"""The small copy of DeviantArt: what it gives to whom, and what it forgets."""

import io
import json
import re
from urllib.parse import quote

import pytest
from PIL import Image

from artkeep.fakes.deviantart import files, memory
from tests.fakes.asking_deviantart import api, ask


@pytest.fixture
def house(deviantart):
    return deviantart


def fox(house):
    return house.world.fox("deviantart")


def test_a_token_in_the_address_is_not_looked_at(house, given):
    url = f"{house.url}/deviantart/base/placebo?access_token={given.access}"

    assert 401 == ask(url)[0]


def test_an_access_token_lasts_an_hour(house, given, clock):
    clock.forward(memory.ACCESS_LASTS.total_seconds())
    status, answer = api(house, "/placebo", given.access)

    assert (401, "invalid_token") == (status, answer["error"])
    assert answer["error_description"].startswith("Expired oAuth2 user token.")


def test_a_client_without_a_name_is_kept_out(house, given):
    url = f"{house.url}/deviantart/base/placebo"
    status, headers, _ = ask(url, authorization=f"Bearer {given.access}", **{"user-agent": ""})

    assert (403, True) == (status, headers["content-type"].startswith("text/html"))


def test_a_version_that_is_not_known_is_said(house, given):
    url = f"{house.url}/deviantart/base/placebo"
    headers = {"authorization": f"Bearer {given.access}", "da-minor-version": "19990101"}
    status, _, content = ask(url, **headers)

    assert (404, "version_error") == (status, json.loads(content)["error"])


def test_an_application_is_nobody_and_sees_what_is_mature_blurred(house, given):
    own = memory.application(memory.of(house.stage), house.stage.now()).access
    mature = next(post for post in house.world.on("deviantart") if post.rating == "explicit")
    for_all = api(house, f"/deviation/{mature.uuid}", own)[1]["content"]["src"]
    for_ann = api(house, f"/deviation/{mature.uuid}", given.access)[1]["content"]["src"]

    assert (403, "insufficient_scope") == (
        api(house, "/user/whoami", own)[0],
        api(house, "/user/whoami", own)[1]["error"],
    )
    assert (True, False) == (",blur_30" in for_all, ",blur_30" in for_ann)
    seen, hidden = (Image.open(io.BytesIO(ask(src)[2])) for src in (for_ann, for_all))
    assert (seen.width, True) >= (hidden.width, True)
    assert 401 == ask(for_all.replace(",blur_30", ""))[0]


def test_a_list_without_the_word_leaves_out_what_is_mature(house, given):
    def told(**asked):
        query = {"username": "ann", "limit": 24, **asked}
        answer = api(house, "/collections/all", given.access, **query)[1]
        return [(one["deviationid"], one["is_mature"]) for one in answer["results"]]

    every, not_mature = told(mature_content="true"), told()
    assert any(is_mature for _, is_mature in every)
    rest = [one for one in every if not one[1]]
    assert rest == not_mature[: len(rest)]
    assert not any(is_mature for _, is_mature in not_mature)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/gallery/all", {"limit": 25}),
        ("/gallery/all", {"offset": 10_000, "limit": 24}),
        ("/gallery/folders", {"limit": 51}),
        ("/collections/all", {"offset": -1}),
        ("/deviation/metadata", {"deviationids[]": ["X"] * 51}),
        ("/deviation/metadata", {"deviationids[]": ["X"] * 11, "ext_stats": 1}),
        ("/deviation/metadata", {}),
    ],
)
def test_too_much_at_once_is_refused(house, given, path, asked):
    status, answer = api(house, path, given.access, **asked)

    assert (400, "invalid_request") == (status, answer["error"])


def test_a_folder_begins_with_what_is_liked_most_unless_it_is_told(house, given):
    (folder,) = api(house, "/gallery/folders", given.access, username="saki-tanaka")[1]["results"]

    def liked(**asked):
        query = {"username": "saki-tanaka", "mature_content": 1, **asked}
        answer = api(house, f"/gallery/{folder['folderid']}", given.access, **query)[1]
        return [one["stats"]["favourites"] for one in answer["results"]]

    assert sorted(liked(), reverse=True) == liked() != liked(mode="newest")


def test_only_so_many_originals_are_given_away(house, given):
    memory.of(house.stage).downloads_left = 1
    path = f"/deviation/download/{fox(house).uuid}"
    status, told = api(house, path, given.access)
    _, _, content = ask(told["src"])

    assert (200, fox(house).pages[0].bytes()) == (status, content)
    assert (told["filesize"], True) == (len(content), told["filename"].endswith(".png"))
    assert "Free download limit reached." == api(house, path, given.access)[1]["error_description"]


def test_a_picture_needs_its_own_token_and_no_older_one(house, clock):
    address = files.original(house.stage, fox(house), 0)
    other = files.original(house.stage, house.world.on("deviantart")[5], 0)
    bare, _, query = address.partition("?")

    assert 200 == ask(address)[0]
    assert [401, 401, 401] == [
        ask(bare)[0],
        ask(f"{bare}?{other.partition('?')[2]}")[0],
        ask(f"{bare}?{query}x")[0],
    ]
    clock.forward(files.LASTS.total_seconds())
    assert 401 == ask(address)[0]


def test_a_token_for_a_small_picture_opens_no_larger_one(house, given):
    shown = api(house, f"/deviation/{fox(house).uuid}", given.access)[1]["content"]
    width = shown["width"]

    assert 200 == ask(shown["src"])[0]
    assert 401 == ask(shown["src"].replace(f"w_{width}", f"w_{width + 1}"))[0]
    assert 401 == ask(re.sub(r"/v1/[^?]+", "", shown["src"]))[0]


def test_a_number_leads_to_the_page_that_names_the_long_id(house):
    status, headers, _ = ask(f"{house.url}/deviantart/web/deviation/900000001")
    content = ask(headers["location"])[2].decode()

    assert (301, True) == (status, headers["location"].endswith("/art/Fox-in-the-Snow-900000001"))
    assert f"DeviantArt://deviation/{fox(house).uuid}" in content


def test_other_sites_are_told_of_works_alone(house):
    url = f"{house.url}/deviantart/backend/oembed?url="
    told = json.loads(ask(url + quote(fox(house).url, safe=""))[2])

    assert ("photo", "mika-aoyama") == (told["type"], told["author_name"])
    assert 404 == ask(url + quote("https://www.deviantart.com/mika-aoyama", safe=""))[0]
