"""The workbench hands out ways to sites, as its settings and logins are."""

import stat
from pathlib import Path

import pytest

from artkeep.errors import BadSetting, LoginNeeded, UnknownAddress
from artkeep.library import logins
from artkeep.model.refs import PostRef
from artkeep.settings import Settings
from artkeep.sites import SITES
from artkeep.sites.base import Login
from artkeep.workbench import open_workbench
from tests.net.site import Site, body
from tests.workbench.mini import HOMES, MINI, moved

MINIS = {site.name: site for site in (MINI, HOMES)}


def test_a_site_is_handed_out_with_its_way(server: Site, tmp_path: Path) -> None:
    server.answers["/base/post"] = body(b'{"title": "Fox"}')
    settings = Settings(home=tmp_path, sites={"mini": {**moved(server), "pace": "none"}})
    with open_workbench(settings, sites=MINIS) as bench:
        site, way = bench.site("mini")
        post = site.fetch(way, PostRef("mini", "1"))

    assert ("Fox", None, None) == (post.title, way.lanes, way.login)


def test_a_login_of_the_library_is_used(server: Site, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, sites={"mini": moved(server)})
    with open_workbench(settings, sites=MINIS) as bench:
        with bench.db.begin() as tx:
            logins.save(tx, bench.seal, "mini", Login("7", "Ann", {"access": "t"}))
        bench.site("mini", account="7")[1].ask("GET", "/x")
        bench.site("mini", login=Login("8", "Bo", {"access": "u"}))[1].ask("GET", "/x")

        with pytest.raises(LoginNeeded, match="nobody is signed in as 9"):
            bench.site("mini", account="9")
    assert ["Bearer t", "Bearer u"] == [each.headers["authorization"] for each in server.asked]
    assert 0o600 == stat.S_IMODE((tmp_path / "secret.key").stat().st_mode)


def test_a_site_that_nobody_knows_is_said(tmp_path: Path) -> None:
    with open_workbench(Settings(home=tmp_path)) as bench:
        assert set(SITES) == set(bench.sites)
        with pytest.raises(UnknownAddress, match="did you mean pixiv"):
            bench.site("pixv")


def test_what_a_site_cannot_be_told_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", sites={"pixiv": {"bas_url": "http://a.example"}})

    with pytest.raises(BadSetting, match="did you mean base_url"), open_workbench(settings):
        pass
    assert not settings.home.exists()
