"""What is still to be had, and in which order."""

import sqlalchemy as sa

from artkeep.db.tables import post
from artkeep.library import checks, told, wanted
from artkeep.model.found import AccountInfo, PageInfo, PostInfo
from artkeep.model.records import CheckState
from artkeep.model.refs import AccountRef, PostRef


def test_what_is_at_risk_is_asked_for_first(database, clock):
    def told_by(name, artist):
        by = AccountInfo(AccountRef("pixiv", artist), artist, artist, f"https://pixiv.me/{artist}")
        page = PageInfo(f"https://i.pximg.net/{name}.png")
        ref = PostRef("pixiv", name)
        return PostInfo(ref, f"https://pixiv.net/{name}", name, (page,), account=by)

    with database.begin() as tx:
        lost = told.save(tx, told_by("lost", "mika")).post_id
        told.save(tx, told_by("another", "mika"))
        asked = told.save(tx, told_by("asked", "mika")).post_id
    clock.forward(60)
    with database.begin() as tx:
        told.save(tx, told_by("newer", "ann"))
        told.listed(tx, PostRef("pixiv", "of nobody"), "https://pixiv.net/of")
        tx.execute(sa.update(post).where(post.c.id == asked).values(wanted_at=tx.now))
    clock.forward(60)

    with database.begin() as tx:
        checks.note(tx, lost, CheckState.REMOVED, "not found")

    with database.read() as tx:
        pages = [each.ref.id for each in wanted.pages(tx, "pixiv", 9)]
        posts = [each.ref.id for each in wanted.posts(tx, "pixiv", 9)]
    assert {"lost", "another"} == set(pages[:2])
    assert ["newer"] == pages[2:]
    assert ["asked", "of nobody"] == posts
