import pytest

from artkeep.model.viewing import Allow, NsfwPolicy, Road, Viewer

# the matrix of the program whose policies these are: lists, pages, previews, and whether the
# list and the page of a work offer the choice
MATRIX = [
    ("enabled", False, True, True, True, False, False),
    ("enabled", True, True, True, True, False, False),
    ("hidden", False, False, True, True, True, False),
    ("hidden", True, True, True, True, True, False),
    ("required", False, False, False, False, True, True),
    ("required", True, True, True, True, True, True),
    ("disabled", False, False, False, False, False, False),
    ("disabled", True, False, False, False, False, False),
]


@pytest.mark.parametrize("row", MATRIX)
def test_lists_and_pages_are_as_the_matrix_says(row):
    policy, wants, lists, page, preview, *choices = row
    viewer = Viewer(NsfwPolicy(policy), wants)

    assert Allow(nsfw=lists) == viewer.may(Road.LIST)
    assert Allow(nsfw=page) == viewer.may(Road.PAGE)
    assert Allow(nsfw=preview) == viewer.may(Road.PREVIEW)
    assert choices == [viewer.may_choose, viewer.may_choose_on_pages]


@pytest.mark.parametrize("row", MATRIX)
def test_other_roads_follow_lists_and_pages(row):
    policy, wants, lists, page, *_ = row
    viewer = Viewer(NsfwPolicy(policy), wants)

    assert {lists} == {viewer.may(road).nsfw for road in (Road.FEED, Road.RANDOM)}
    assert {page} == {viewer.may(road).nsfw for road in (Road.FILE, Road.EXPORT)}


@pytest.mark.parametrize("policy", NsfwPolicy)
@pytest.mark.parametrize("wants", [False, True])
@pytest.mark.parametrize("road", Road)
def test_no_road_is_less_open_than_lists(policy, wants, road):
    viewer = Viewer(policy, wants)

    assert viewer.may(Road.LIST).nsfw <= viewer.may(road).nsfw
