"""How sites may be asked: when again, and as whom."""

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.tables.schema import Id, metadata

# How soon a host may be asked again, for everybody who works on this library (artkeep.jobs.lanes).
lane = sa.Table(
    "lane",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("site", sa.String(40), nullable=False),
    sa.Column("login", sa.String(200), nullable=False),  # our account there; "" for nobody
    sa.Column("place", sa.String(300), nullable=False),  # an address's key, then its host if many
    sa.Column("booked", sa.BigInteger, nullable=False),  # how many requests were ever let through
    sa.Column("last_at", Moment),  # when the latest of them begins
    sa.Column("day", sa.Date),  # the day (UTC) that `spent` is about
    sa.Column("spent", sa.Integer, nullable=False),  # requests of that day
    sa.Column("per_day", sa.Integer),  # its budget, as last heard; null: there is none
    sa.Column("cooling_until", Moment),  # not before then, because of what the site said
    sa.Column("cooling_why", sa.Text),  # in words
    sa.Column("strikes", sa.Integer, nullable=False),  # how often in a row the site had to say so
    sa.Column("struck_at", Moment),  # the last time
    sa.Column("calm", sa.Integer, nullable=False),  # requests since then
    sa.UniqueConstraint("site", "login", "place"),
    sqlite_autoincrement=True,
)

# A request that was let through; it goes when it is over and no window of its lane reaches it.
lane_request = sa.Table(
    "lane_request",
    metadata,
    sa.Column("lane_id", Id, sa.ForeignKey("lane.id"), primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True),  # as `booked` counts them
    sa.Column("at", Moment, nullable=False),  # when it may be sent
    sa.Column("over_at", Moment, nullable=False),  # when its answer has come, or will not any more
    sa.Column("worker", sa.String(200)),  # which process (artkeep.jobs.worker); null: unknown
    sa.Index("ix_lane_request_lane_id_over_at", "lane_id", "over_at"),
)

# A login of ours. What it is made of is sealed (artkeep.library.sealing).
login = sa.Table(
    "login",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("site", sa.String(40), nullable=False),
    sa.Column("account", sa.String(200), nullable=False),  # the site's own id of it
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("expires_at", Moment),  # when it has to be renewed; null: it lasts
    sa.Column("version", sa.Integer, nullable=False),  # raised with each renewal
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("checked_at", Moment, nullable=False),  # when the site last gave or renewed it
    sa.Column("broken", sa.Text),  # why it no longer holds, in words; null: it does
    sa.Column("renewing_until", Moment),  # nobody else renews it before then
    sa.Column("renewing_by", sa.String(200)),  # which process does
    sa.UniqueConstraint("site", "account"),
    sqlite_autoincrement=True,
)
