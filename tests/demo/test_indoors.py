"""No road of the demo leads into the real web."""

import pytest

from artkeep import demo
from artkeep.collect import follow
from artkeep.demo import indoors
from artkeep.errors import AddressRefused, BadAnswer
from artkeep.sites import SITES


@pytest.mark.parametrize(
    "host", ["example.org", "93.184.216.34", "[2606:2800:220:1::1]", "10.0.0.1"]
)
def test_an_address_elsewhere_is_refused(bench, tmp_path, host):
    with pytest.raises(AddressRefused, match="nobody in the real web"):
        bench.http.stream_to(f"https://{host}/a.png", tmp_path / "a.png", max_bytes=100)


def test_what_only_gallery_dl_would_know_is_asked_nobody(bench):
    with pytest.raises(BadAnswer, match=indoors.WHY):
        follow.address(bench, "gallery-dl:https://example.org/gallery/12")


def test_every_address_of_every_site_leads_to_the_fakes(staged):
    _, served = staged
    told = demo.led(served)
    beside = {"gallery_dl"}  # asks through its program alone, which is another one here
    own = {
        f"ARTKEEP_SITES__{name.upper()}__{key.upper()}"
        for name in SITES.keys() - beside
        for key in SITES[name].about.addresses
    }

    assert set() == own - told.keys()
    assert [] == [name for name in own if not told[name].startswith(served.url)]
