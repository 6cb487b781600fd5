"""Which fake stands for which host: what a witness asks there is led here.

A name is a host, `*.host` for any below it, or `host/path` for a part of one; the longest one
that fits is taken, and the path stays whole. The fake is (site, key) as in `Served.addresses()`.
"""

PIXIV = {
    "app-api.pixiv.net": ("pixiv", "base"),
    "oauth.secure.pixiv.net": ("pixiv", "oauth"),
    "www.pixiv.net": ("pixiv", "web"),
    "i.pximg.net": ("pixiv", "pictures"),
    "s.pximg.net": ("pixiv", "pictures"),
    "pixiv.me": ("pixiv", "short"),
}
IMAGEFAP = {
    "www.imagefap.com": ("imagefap", "base"),
    "imagefap.com": ("imagefap", "base"),
    "beta.imagefap.com": ("imagefap", "base"),
    "*.imagefap.com": ("imagefap", "pictures"),
}
DANBOORU = {
    "danbooru.donmai.us": ("danbooru", "base"),
    "cdn.donmai.us": ("danbooru", "pictures"),
}
PHILOMENA = {
    "derpibooru.org": ("philomena", "base"),
    "furbooru.org": ("philomena", "base"),
    "derpicdn.net": ("philomena", "pictures"),
    "furrycdn.org": ("philomena", "pictures"),
}
DEVIANTART = {
    "www.deviantart.com": ("deviantart", "web"),
    "www.deviantart.com/api/v1/oauth2": ("deviantart", "base"),
    "www.deviantart.com/oauth2": ("deviantart", "oauth"),
    "backend.deviantart.com": ("deviantart", "backend"),
}
_BLOBS = "xrpc/com.atproto.sync.getBlob"
BLUESKY = {
    "public.api.bsky.app": ("bluesky", "base"),
    "api.bsky.app": ("bluesky", "base"),
    "plc.directory": ("bluesky", "plc"),
    "cdn.bsky.app": ("bluesky", "pictures"),
    "bsky.social": ("bluesky", "pds"),
    "*.host.bsky.network": ("bluesky", "pds"),
    "pds.example": ("bluesky", "pds"),
    f"*.host.bsky.network/{_BLOBS}": ("bluesky", "pds_pictures"),
    f"pds.example/{_BLOBS}": ("bluesky", "pds_pictures"),
}
MASTODON = {
    "art.example": ("mastodon", "base"),
    "sketch.example": ("mastodon", "base"),
    "files.mastodon.social": ("mastodon", "pictures"),
}
TWITTER = {
    "api.x.com": ("twitter", "base"),
    "api.twitter.com": ("twitter", "base"),
    "x.com": ("twitter", "web"),
    "pbs.twimg.com": ("twitter", "pictures"),
}
HOSTS = {
    **PIXIV,
    **IMAGEFAP,
    **DANBOORU,
    **PHILOMENA,
    **TWITTER,
    **DEVIANTART,
    **BLUESKY,
    **MASTODON,
}
