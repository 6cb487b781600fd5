"""Mastodon's lists through its adapter, over real sockets."""

import pytest

from artkeep.errors import Gone, LoginNeeded, RateLimited, SiteChanged
from artkeep.fakes.mastodon import memory
from artkeep.model.found import PostInfo
from artkeep.model.refs import CollectionRef
from artkeep.sites.mastodon import SITE
from tests.sites.playing_boorus import as_it_was, id_of, playing
from tests.sites.playing_social import Scripted, status

MIKA = "art.example/109000000000004242"
PASTED = {"home": "art.example", "access_token": memory.TOKEN}
MEDIA = "https://art.example/@mika"
STATUSES = "art.example/api/v1/accounts/7/statuses"
OF_SEVEN = CollectionRef("mastodon", "art.example/media/7")


@pytest.fixture(scope="module")
def one_mastodon():
    with playing(SITE, works=520) as house:
        yield house


@pytest.fixture
def mastodon(one_mastodon):
    as_it_was(one_mastodon, memory.of(one_mastodon.stage), memory.Memory())
    return one_mastodon


@pytest.fixture
def http(mastodon):
    return mastodon.way()


@pytest.fixture
def mine(mastodon):
    way = mastodon.way(SITE.sign_in(mastodon.way(), PASTED))
    mastodon.served.log.clear()
    return way


def of(mastodon, account):
    return [post.id for post in mastodon.world.of("mastodon", account) if post.pages]


def test_pictures_of_an_account_are_read_to_the_end_the_newest_first(mastodon, http):
    batches = mastodon.read(http, MEDIA)

    assert of(mastodon, MIKA) == [id_of(post) for batch in batches for post in batch.posts]
    assert {PostInfo} == {type(post) for batch in batches for post in batch.posts}
    assert [40, len(of(mastodon, MIKA)) - 40] == [len(batch.posts) for batch in batches]


def test_a_batch_is_one_question(mastodon, http):
    ref = SITE.settle(http, SITE.parse(MEDIA))
    mastodon.served.log.clear()
    SITE.list(http, ref, None)

    assert [f"/{MIKA.replace('/', '/api/v1/accounts/')}/statuses"] == mastodon.asked()


def test_what_a_list_tells_is_what_a_post_tells(http):
    listed = SITE.list(http, SITE.parse(MEDIA), None).posts[:5]

    assert [SITE.fetch(http, post.ref) for post in listed] == list(listed)


def test_only_what_has_a_tag_is_read(mastodon, http):
    told = [
        post.id
        for post in mastodon.world.of("mastodon", MIKA)
        if post.pages and "landscape" in [tag.name for tag in post.tags]
    ]

    assert told == mastodon.ids(http, f"{MEDIA}/tagged/Landscape")


@pytest.mark.parametrize("kind", ["favourites", "bookmarks"])
def test_what_one_marked_is_read_in_the_order_it_was_made(mastodon, mine, kind):
    told = mastodon.world.lists("mastodon")[kind]

    assert list(told) == mastodon.ids(mine, f"https://art.example/{kind}")
    assert f"art.example/{kind}/109000000000007701" == settled(mine, kind).id


def settled(http, kind):
    return SITE.settle(http, SITE.parse(f"https://art.example/{kind}"))


def test_a_post_that_went_is_not_on_a_list(mastodon, mine):
    told = list(mastodon.world.lists("mastodon")["favourites"])
    mastodon.happen(told[2], "deleted")

    assert told[:2] + told[3:] == mastodon.ids(mine, "https://art.example/favourites")


def test_what_one_marked_is_nobody_elses(mastodon, http, mine):
    with pytest.raises(LoginNeeded, match="run: artkeep login mastodon"):
        settled(http, "favourites")
    with pytest.raises(LoginNeeded, match=r"sketch\.example: shows these"):
        SITE.settle(mine, SITE.parse("https://sketch.example/bookmarks"))
    with pytest.raises(LoginNeeded, match="to whoever they belong to only"):
        SITE.list(mine, CollectionRef("mastodon", "art.example/favourites/5"), None)


def test_a_token_is_shown_to_its_own_home_only(mastodon, mine, tmp_path):
    found = SITE.list(mine, settled(mine, "favourites"), None)
    SITE.list(mine, SITE.parse("https://sketch.example/@saki"), None)
    page = next(page for post in found.posts for page in post.pages)
    mine.stream_to(page.url, tmp_path / "picture", 1 << 24)

    seen = {
        (one.key, one.path.split("/")[1]): "authorization" in one.headers
        for one in mastodon.served.log
    }
    assert seen[("base", "art.example")]
    assert [("base", "art.example")] == [where for where, is_shown in seen.items() if is_shown]


@pytest.mark.parametrize(
    ("url", "title", "owner"),
    [
        (MEDIA, "Mika Aoyama: pictures", MIKA),
        (f"{MEDIA}/tagged/fox", "Mika Aoyama: pictures with #fox", MIKA),
        ("https://art.example/favourites", "Sam Sample: favourites", None),
        ("https://art.example/bookmarks", "Sam Sample: bookmarks", None),
    ],
)
def test_a_list_has_a_title_and_an_owner(mastodon, mine, url, title, owner):
    ref = SITE.settle(mine, SITE.parse(url))
    found = SITE.describe(mine, ref)

    assert (ref, title) == (found.ref, found.title)
    assert ref == SITE.settle(mine, SITE.parse(found.url))
    own = mastodon.world.collector.handles["mastodon"].id
    assert (owner or own) == found.account.ref.id


def test_an_account_that_moved_says_where_to(mastodon, http):
    memory.of(mastodon.stage).moved[MIKA] = "saki@sketch.example"

    title = SITE.describe(http, SITE.parse(MEDIA)).title
    assert "Mika Aoyama: pictures (moved to @saki@sketch.example)" == title


def test_an_account_that_was_suspended_is_gone(mastodon, http):
    ref = SITE.settle(http, SITE.parse(MEDIA))
    memory.of(mastodon.stage).suspended.add(MIKA)

    for ask in (lambda: SITE.describe(http, ref), lambda: SITE.list(http, ref, None)):
        with pytest.raises(Gone, match="suspended"):
            ask()


def test_an_account_that_says_so_itself_is_gone():
    http = Scripted({"/api/v1/accounts/7": {"id": "7", "suspended": True}})

    with pytest.raises(Gone, match="was suspended"):
        SITE.describe(http, OF_SEVEN)


def test_a_name_that_nobody_has_is_gone(http):
    with pytest.raises(Gone, match="@nobody is no longer there"):
        SITE.settle(http, SITE.parse("https://art.example/@nobody"))


@pytest.mark.parametrize(
    ("link", "cursor"),
    [
        ('<https://art.example/x?max_id=5>; rel="next"', "max_id=5"),
        (
            '<https://art.example/x?min_id=9>; rel="prev", <https://x?max_id=5>; rel=next',
            "max_id=5",
        ),
        ('<https://evil.example/x?limit=1&max_id=5&only_media=false>; rel="next"', "max_id=5"),
        ('<https://art.example/x?offset=40>; title="a, b"; rel="last next"', "offset=40"),
        ('<https://art.example/x?max_id=5>; rel="prev"', None),
        ('<https://art.example/x?max_id=5>; rel="nextish"', None),
        ('<https://art.example/x>; rel="next"', None),
        ("", None),
    ],
)
def test_a_list_goes_on_where_its_header_says_and_nowhere_else(link, cursor):
    http = Scripted({STATUSES: (200, [], {"link": link})})

    assert cursor == SITE.list(http, OF_SEVEN, None).cursor


def test_the_next_part_is_asked_for_with_our_question_and_its_place():
    http = Scripted({STATUSES: []})
    SITE.list(http, OF_SEVEN, "max_id=5")

    (where, asked) = http.asked[0]
    assert STATUSES == where
    assert (["5"], True, 40) == (asked["max_id"], asked["only_media"], asked["limit"])


def test_a_list_that_leads_back_is_not_read_forever():
    header = {"link": '<https://art.example/x?max_id=5>; rel="next"'}

    with pytest.raises(SiteChanged, match="leads back"):
        SITE.list(Scripted({STATUSES: (200, [], header)}), OF_SEVEN, "max_id=5")


def test_what_an_account_repeats_is_not_its_own():
    http = Scripted({STATUSES: [status(id="2", reblog=status()), status(id="1")]})

    assert ["art.example/1"] == [id_of(post) for post in SITE.list(http, OF_SEVEN, None).posts]


@pytest.mark.parametrize(("mood", "error"), [("busy", RateLimited), ("changed", SiteChanged)])
def test_trouble_with_a_list_has_its_name(mastodon, http, mood, error):
    ref = SITE.settle(http, SITE.parse(MEDIA))
    mastodon.mood(mood)

    with pytest.raises(error):
        SITE.list(http, ref, None)


@pytest.mark.parametrize("answer", [{}, [{}], [[]]])
def test_a_list_that_is_none_is_said(answer):
    with pytest.raises(SiteChanged):
        SITE.list(Scripted({STATUSES: answer}), OF_SEVEN, None)


def test_a_token_is_tried_before_it_is_kept(http):
    found = SITE.sign_in(
        http, {"home": " @sample@Art.Example", "access_token": f"{memory.TOKEN}\n"}
    )

    assert ("art.example/109000000000007701", "sample@art.example") == (found.account, found.name)
    assert {"access_token": memory.TOKEN} == found.secrets
    assert set(PASTED) == set(SITE.fields)
    assert {} == SITE.headers(found, "pictures_url")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"access_token": "wrong"}, "token is invalid"),
        ({"access_token": " "}, "no access token in that"),
        ({"access_token": "a\nb"}, "no access token in that"),
        ({"access_token": "clé"}, "no access token in that"),
        ({"home": "art"}, "art is no host name"),
        ({"home": "https://art.example/"}, "is no host name"),
        ({"home": ""}, "that is no host name"),
    ],
)
def test_what_is_pasted_wrong_is_refused(http, changes, said):
    with pytest.raises(LoginNeeded, match=said):
        SITE.sign_in(http, {**PASTED, **changes})


def test_a_login_that_is_over_says_so(mastodon, mine):
    mastodon.mood("expired")

    with pytest.raises(LoginNeeded, match="run: artkeep login mastodon"):
        SITE.list(mine, settled(mine, "favourites"), None)
