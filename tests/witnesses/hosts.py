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
HOSTS = {**PIXIV, **IMAGEFAP, **DANBOORU, **PHILOMENA}
