"""Something to do, and what became of it."""

import sqlalchemy as sa

from artkeep.db.dialect import Moment
from artkeep.db.tables.schema import Id, metadata, one_of
from artkeep.model.records import OutcomeStatus, RunState

# Something to do, and how it goes (artkeep.jobs).
run = sa.Table(
    "run",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(200), nullable=False),
    sa.Column("arguments", sa.JSON, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("done", sa.BigInteger, nullable=False, default=0),
    sa.Column("total", sa.BigInteger),  # null while unknown
    sa.Column("unit", sa.String(20), nullable=False, default=""),
    sa.Column("counts", sa.JSON, nullable=False, default=dict),  # what the done ones were
    sa.Column("waiting_for", sa.Text),  # why nothing moves, in words
    sa.Column("not_before", Moment),
    sa.Column("failures", sa.Integer, nullable=False, default=0),
    sa.Column("error", sa.Text),
    sa.Column("error_kind", sa.String(40)),  # its class in artkeep.errors; null: not one of ours
    sa.Column("stop_requested", sa.Boolean(name="stop_requested"), nullable=False, default=False),
    sa.Column("turn", sa.BigInteger, nullable=False, default=0),  # raised by whoever takes it
    sa.Column("worker", sa.String(200)),  # which process (artkeep.jobs.worker); null: unknown
    sa.Column("beat_at", Moment),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("started_at", Moment),
    sa.Column("finished_at", Moment),
    sa.UniqueConstraint("kind", "subject"),
    one_of("state", RunState),
    sa.Index("ix_run_state_not_before", "state", "not_before"),
    sa.Index("ix_run_changed_at", "changed_at"),
    sqlite_autoincrement=True,
)

# What became of each file of a run; goes when the run is done anew.
run_outcome = sa.Table(
    "run_outcome",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("run_id", Id, sa.ForeignKey("run.id"), nullable=False),
    sa.Column("ref_key", sa.LargeBinary(16), nullable=False),  # as in post
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("image_id", Id, sa.ForeignKey("image.id")),  # null when refused
    sa.Column("status", sa.String(10), nullable=False),
    sa.Column("reason", sa.Text),
    sa.UniqueConstraint("run_id", "ref_key"),
    one_of("status", OutcomeStatus),
    sa.Index("ix_run_outcome_run_id_id", "run_id", "id"),
    sa.Index("ix_run_outcome_run_id_status_id", "run_id", "status", "id"),
    sqlite_autoincrement=True,
)
