"""Who may sign in, who is signed in, and what the owner chose in the browser."""

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.tables.schema import Id, metadata, one_of
from artkeep.model.users import Role

# Somebody who may sign in. The owner is row 1, there from the first day.
user = sa.Table(
    "user",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.String(80), nullable=False, unique=True),
    sa.Column("role", sa.String(12), nullable=False),
    sa.Column("password", sa.Text),  # argon2id in its usual text; null: cannot sign in
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),  # when the password was set
    one_of("role", Role),
    sqlite_autoincrement=True,
)

# A browser that is signed in. It holds the token; we hold its SHA-256.
session = sa.Table(
    "session",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("user_id", Id, sa.ForeignKey("user.id"), nullable=False),
    sa.Column("digest", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Index("ix_session_user_id", "user_id"),
    sa.Index("ix_session_expires_at", "expires_at"),
    sqlite_autoincrement=True,
)

# What a script shows instead of a password; it may do what its user may.
api_token = sa.Table(
    "api_token",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("user_id", Id, sa.ForeignKey("user.id"), nullable=False),
    sa.Column("name", sa.String(80), nullable=False, unique=True),
    sa.Column("digest", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Index("ix_api_token_user_id", "user_id"),
    sqlite_autoincrement=True,
)

# How often somebody has tried to get in, and from when on they may try again.
knock = sa.Table(
    "knock",
    metadata,
    sa.Column("who", sa.String(200), primary_key=True),  # an address, an account, a browser
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("last_at", Moment, nullable=False),
    sa.Column("open_at", Moment, nullable=False),
    sa.Index("ix_knock_last_at", "last_at"),
)

# What the owner chose in the browser: it goes before the setting of that name.
preference = sa.Table(
    "preference",
    metadata,
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
)
