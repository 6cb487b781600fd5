"""Lists that are followed, what is on them, and how much there is."""

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.tables.schema import Id, metadata

# A list that is followed.
collection = sa.Table(
    "collection",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("site", sa.String(40), nullable=False),
    sa.Column("site_collection_id", sa.Text, nullable=False),
    sa.Column("ref_key", sa.LargeBinary(16), nullable=False, unique=True),  # as in post
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("inside_id", Id, sa.ForeignKey("collection.id")),  # the list that it was found in
    sa.Column("account", sa.String(200), nullable=False),  # whose login reads it
    sa.Column("every", sa.Integer, nullable=False),  # seconds from one reading to the next
    sa.Column("next_at", Moment),  # when it is read again by itself; null: when told
    sa.Column("followed_at", Moment, nullable=False),
    sa.Column("removed_at", Moment),  # no longer followed; its posts stay
    sa.Column("reading", sa.Integer, nullable=False),  # how often it was read, or begun to be
    sa.Column(
        "is_full", sa.Boolean(name="is_full"), nullable=False
    ),  # this reading goes to the end
    sa.Column("cursor", sa.Text),  # where this reading goes on; null: it has ended or not begun
    sa.Column("again", sa.Text),  # where to look for what is new; null: at the top
    sa.Column("seen", sa.Integer, nullable=False),  # how many posts this reading has seen
    sa.Column("total", sa.Integer),  # how many its site says there are
    sa.Column("read_at", Moment),  # when a reading last ended well
    sa.Column("full_at", Moment),  # when one last went to the end
    sa.Column("error", sa.Text),
    # a query: which of its posts are kept; "": all
    sa.Column("filter", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("filter_search_id", Id),  # the kept search that the filter is, and stays
    sa.Column("filter_at", Moment),  # when the filter last became another one, or none
    sa.Index("ix_collection_next_at", "next_at"),
    sa.Index("ix_collection_inside_id", "inside_id"),
    sqlite_autoincrement=True,
)

# A post on a list. The highest `position` is the top of the list.
collection_item = sa.Table(
    "collection_item",
    metadata,
    sa.Column("collection_id", Id, sa.ForeignKey("collection.id"), primary_key=True),
    sa.Column("post_id", Id, sa.ForeignKey("post.id"), primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),  # reading * 2**32 - place in it
    sa.Column("added_at", Moment, nullable=False),
    sa.Column("removed_at", Moment),
    sa.Index("ix_collection_item_collection_id_position", "collection_id", "position"),
    sa.Index("ix_collection_item_post_id", "post_id"),
)

# How much there is on each list and of each site. The database keeps it itself, whatever changes
# (triggers, migrations 0008, 0014 and 0016): nobody counts a library to show a page. What stands
# here is the sum over `part`: on PostgreSQL those who write at once write different ones, and do
# not wait.
tally = sa.Table(
    "tally",
    metadata,
    sa.Column("collection_id", Id, primary_key=True, autoincrement=False),  # 0: all of a site
    sa.Column("site", sa.String(40), primary_key=True),  # "": the library, what it looked at
    sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("posts", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("pictures", sa.BigInteger, nullable=False, server_default="0"),  # that are here
    sa.Column("kept", sa.BigInteger, nullable=False, server_default="0"),  # of them in our store
    sa.Column("missing", sa.BigInteger, nullable=False, server_default="0"),  # asked for in vain
    sa.Column("asking", sa.BigInteger, nullable=False, server_default="0"),  # posts to ask for
    sa.Column("waiting", sa.BigInteger, nullable=False, server_default="0"),  # pictures to fetch
    sa.Column("passed", sa.BigInteger, nullable=False, server_default="0"),  # posts passed over
)
