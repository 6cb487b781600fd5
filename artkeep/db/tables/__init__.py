"""The whole schema on one page; each column with its meaning where its name does not say it.

Times are aware UTC (`Moment`). Digests are raw bytes. Closed sets are checked by the database
with the same words as the enums of `artkeep.model.records`. Nothing cascades. An id never comes
again (`sqlite_autoincrement`): indexes, addresses and sleeping workers remember it.
"""

from artkeep.db.tables.lists import collection, collection_item, tally
from artkeep.db.tables.moving import heirloom
from artkeep.db.tables.people import person_joined
from artkeep.db.tables.pictures import artwork, image, image_pair, library
from artkeep.db.tables.posts import (
    account,
    account_name,
    page,
    person,
    post,
    post_check,
    post_raw,
    post_revision,
    post_site_tag,
    site_tag,
)
from artkeep.db.tables.reading import reading
from artkeep.db.tables.schema import Id, metadata
from artkeep.db.tables.searches import saved_search
from artkeep.db.tables.sites import lane, lane_request, login
from artkeep.db.tables.terms import artwork_term, term
from artkeep.db.tables.users import api_token, knock, preference, session, user
from artkeep.db.tables.work import run, run_outcome

__all__ = [
    "Id",
    "account",
    "account_name",
    "api_token",
    "artwork",
    "artwork_term",
    "collection",
    "collection_item",
    "heirloom",
    "image",
    "image_pair",
    "knock",
    "lane",
    "lane_request",
    "library",
    "login",
    "metadata",
    "page",
    "person",
    "person_joined",
    "post",
    "post_check",
    "post_raw",
    "post_revision",
    "post_site_tag",
    "preference",
    "reading",
    "run",
    "run_outcome",
    "saved_search",
    "session",
    "site_tag",
    "tally",
    "term",
    "user",
]
