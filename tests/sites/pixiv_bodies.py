"""Answers of pixiv as it gives them, made up but whole."""

PICTURES = "https://i.pximg.net"
DATE = "img/2025/03/01/12/00/05"
USER = {
    "id": 7001,
    "name": "Aoi",
    "account": "aoi_draws",
    "profile_image_urls": {"medium": f"{PICTURES}/user-profile/{DATE}/111_0a1b2c_170.jpg"},
    "is_followed": True,
}
PREVIEWS = {
    "square_medium": f"{PICTURES}/c/360x360_10_webp/img-master/{DATE}/910001_p0_square1200.jpg",
    "medium": f"{PICTURES}/c/540x540_70/img-master/{DATE}/910001_p0_master1200.jpg",
    "large": f"{PICTURES}/c/600x1200_90_webp/img-master/{DATE}/910001_p0_master1200.jpg",
}
WORK = {
    "id": 910001,
    "title": "Harbour lights",
    "type": "illust",
    "image_urls": PREVIEWS,
    "caption": "night sketch<br />see more",
    "restrict": 0,
    "user": USER,
    "tags": [{"name": "風景", "translated_name": "scenery"}],
    "tools": ["CLIP STUDIO PAINT"],
    "create_date": "2025-03-01T12:00:05+09:00",
    "page_count": 1,
    "width": 1600,
    "height": 2400,
    "sanity_level": 2,
    "x_restrict": 0,
    "series": None,
    "meta_single_page": {
        "original_image_url": f"{PICTURES}/img-original/{DATE}/910001-0a1b2c_p0.png"
    },
    "meta_pages": [],
    "total_view": 1234,
    "total_bookmarks": 321,
    "is_bookmarked": True,
    "visible": True,
    "is_muted": False,
    "illust_ai_type": 1,
    "illust_book_style": 0,
}


def limited(word, **changes):
    """Return the stub that a list holds in the place of a work."""
    picture = f"https://s.pximg.net/common/images/limit_{word}_360.png"
    nobody = {"id": 0, "name": "", "account": "", "profile_image_urls": {"medium": picture}}
    hidden = {
        "title": "",
        "user": nobody,
        "tags": [],
        "visible": False,
        "image_urls": dict.fromkeys(PREVIEWS, picture),
        "meta_single_page": {"original_image_url": picture},
    }
    return {**WORK, **hidden, **changes}


def without(record, name):
    """Return a record that lacks a field."""
    return {key: value for key, value in record.items() if key != name}
