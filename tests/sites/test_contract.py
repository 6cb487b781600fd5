"""The promises that every adapter keeps, tried on all of them: those about addresses."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artkeep.fakes.world import SITES as PLAYED
from artkeep.fakes.world import World
from artkeep.model.refs import CollectionRef, PostRef
from artkeep.sites import SITES, base
from tests.sites.promises import PROMISED

WORLD = World(12)
POSTS = {name: [post.url for post in WORLD.on(name)] for name in SITES if name in PLAYED}
URLS = {name: [*POSTS.get(name, ()), *PROMISED[name].lists] for name in SITES}
EVERY_URL = [(name, url) for name, urls in URLS.items() for url in urls]
ODD = st.text(st.characters(codec="utf-8"), max_size=40)
HOSTS = sorted({urlsplit(url).hostname for _, url in EVERY_URL})


def test_every_site_is_tried():
    assert set(SITES) == set(PROMISED)


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_a_site_is_what_it_says(site):
    assert isinstance(site, base.Site)
    assert "base_url" == next(iter(site.about.addresses))
    assert [] == [key for key in site.about.addresses if not key.endswith("_url")]
    assert site.about.addresses.keys().isdisjoint(site.about.options)
    assert bool(site.about.login) == isinstance(site, base.LogsIn | base.TakesKey)


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_an_address_of_pictures_is_known_by_its_key(site):
    """The fakes tell pictures from answers by it."""
    assert [] == [
        key
        for key, address in site.about.addresses.items()
        if address.pictures != ("pictures" in key)
    ]


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_every_address_is_paced(site):
    for address in site.about.addresses.values():
        assert address.pace.gap > 0 or address.pace.windows
        assert address.pace.at_once >= 1


@pytest.mark.parametrize(("name", "url"), EVERY_URL)
def test_an_address_written_for_people_is_read_again(name, url):
    ref = SITES[name].parse(url)

    assert name == ref.site
    assert ref == SITES[name].parse(SITES[name].url(ref))


@pytest.mark.parametrize(("name", "url"), EVERY_URL)
def test_a_post_is_a_post_and_a_list_is_a_list(name, url):
    kind = PostRef if url in POSTS.get(name, ()) else CollectionRef

    assert isinstance(SITES[name].parse(url), kind)


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_the_examples_of_a_site_are_addresses_of_it(site):
    assert [] == [url for url in site.about.examples.values() if site.parse(url) is None]


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_foreign_addresses_are_not_read(site):
    foreign = [url for name, url in EVERY_URL if name != site.name]

    assert [] == [url for url in foreign if site.parse(url) is not None]


@pytest.mark.parametrize(("name", "url"), EVERY_URL)
def test_a_host_that_only_looks_alike_is_not_read(name, url):
    host = urlsplit(url).hostname
    alike = [
        f"evil.example/{host}",
        f"{host}@evil.example",
        f"{host}:8443",
        f"evil.example#{host}",
    ]
    others = [] if PROMISED[name].any_host else [f"{host}.evil.example", f"evil{host}"]

    assert [] == [
        fake
        for fake in (*alike, *others)
        if SITES[name].parse(url.replace(host, fake, 1)) is not None
    ]


@pytest.mark.parametrize(("name", "url"), EVERY_URL)
def test_another_scheme_is_not_read(name, url):
    others = [url.replace("https:", scheme, 1) for scheme in ("ftp:", "javascript:", "file:", "")]

    assert [] == [other for other in others if SITES[name].parse(other) is not None]


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
@settings(max_examples=150, deadline=None)
@given(text=ODD, host=st.sampled_from(HOSTS), path=st.lists(ODD, max_size=5), query=ODD)
def test_no_text_whatever_upsets_a_site(site, text, host, path, query):
    for url in (text, f"https://{host}/{'/'.join(path)}?{query}", f"http://{text}/{text}"):
        ref = site.parse(url)
        assert ref is None or ref == site.parse(site.url(ref))
