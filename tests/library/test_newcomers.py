"""Posts that are new to us are recorded together; the others stay as they are."""

import sqlalchemy as sa

from artkeep.db.tables import account, artwork, page, post
from artkeep.library import newcomers, site_tags, told, wanted
from artkeep.model.found import AccountInfo, PageInfo, PostInfo, TagInfo
from artkeep.model.refs import AccountRef, PostRef

MIKA = AccountInfo(AccountRef("pixiv", "42"), "mika", "Mika", "https://p.example/42")


def one(name, *, pages=1, title=None, tags=("fox",)):
    url = f"https://p.example/{name}"
    shown = tuple(PageInfo(f"{url}/{number}.png", f"{name}-{number}") for number in range(pages))
    return PostInfo(
        ref=PostRef("pixiv", name),
        url=url,
        title=title or f"Work {name}",
        pages=shown,
        account=MIKA,
        tags=tuple(TagInfo(tag) for tag in tags),
        raw=f'{{"id": "{name}"}}',
    )


def test_each_gets_its_tags_its_answer_and_one_work_of_its_pages(database):
    with database.begin() as tx:
        new = newcomers.add(tx, [one("1", pages=3, tags=("fox", "雪")), one("2", tags=("雪",))])

        assert [PostRef("pixiv", "1"), PostRef("pixiv", "2")] == list(new)
        first, second = new.values()
        assert ["fox", "雪"] == [tag.name for tag in site_tags.of_post(tx, first)]
        assert ["雪"] == [tag.name for tag in site_tags.of_post(tx, second)]
        assert '{"id": "2"}' == told.raw(tx, second)
        shown = sa.select(page.c.post_id, artwork.c.title).join(
            artwork, artwork.c.id == page.c.artwork_id
        )
        works = [(row.post_id, row.title) for row in tx.execute(shown.order_by(page.c.id))]
        assert [(first, "Work 1")] * 3 + [(second, "Work 2")] == works
        assert 1 == tx.execute(sa.select(sa.func.count()).select_from(account)).scalar_one()


def test_their_pictures_are_wanted_and_stand_in_the_order_of_the_list(database):
    with database.begin() as tx:
        newcomers.add(tx, [one("9", pages=2), one("1")])

        some = sorted(wanted.pages(tx, "pixiv", 9), key=lambda each: each.id)

    assert [("9", 0), ("9", 1), ("1", 0)] == [(each.ref.id, each.position) for each in some]


def test_what_is_known_stays_as_it_is(database):
    with database.begin() as tx:
        newcomers.add(tx, [one("1")])

        new = newcomers.add(tx, [one("1", title="another", pages=4), one("2")])

        assert [PostRef("pixiv", "2")] == list(new)
        titles = tx.execute(sa.select(post.c.title).order_by(post.c.title)).scalars().all()
        assert ["Work 1", "Work 2"] == titles


def test_one_that_a_list_names_twice_is_recorded_once(database):
    with database.begin() as tx:
        saved = told.save_all(tx, [one("1"), one("2"), one("1")])

        assert [True, True, False] == [each.is_new for each in saved]
        assert saved[0].post_id == saved[2].post_id
        assert 2 == tx.execute(sa.select(sa.func.count()).select_from(page)).scalar_one()


def test_one_that_shows_nothing_begins_no_work(database):
    with database.begin() as tx:
        newcomers.add(tx, [one("1", pages=0, tags=())])

        assert 0 == tx.execute(sa.select(sa.func.count()).select_from(artwork)).scalar_one()
