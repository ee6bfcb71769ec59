"""Who speaks for an aggregate; reservations and ended matches are told apart by the region that asked (WM 6, 11)."""

from alembic import op

revision = "0006_speakers"
down_revision = "0005_set_aside"


def upgrade() -> None:
    """From here on an identifier belongs to the deployment that speaks for it."""
    op.execute(
        "create table speaker (topic text not null, aggregate_id text not null, deployment text not null, "
        "until integer, primary key (topic, aggregate_id, deployment))"
    )
    op.execute(
        "alter table reservation drop constraint reservation_pkey, add primary key (match_region, reservation_id)"
    )
    op.execute("alter table ended_match add column if not exists match_region text not null default ''")
    op.execute(
        "update ended_match e set match_region = r.match_region from reservation r where r.match_id = e.match_id"
    )
    op.execute("alter table ended_match drop constraint ended_match_pkey, add primary key (match_region, match_id)")
    op.execute("alter table ended_match alter column match_region drop default")


def downgrade() -> None:
    """Believes everybody again."""
    op.execute("delete from ended_match e using ended_match o where e.match_id = o.match_id and e.ctid > o.ctid")
    op.execute("alter table ended_match drop constraint ended_match_pkey, drop column match_region")
    op.execute("alter table ended_match add primary key (match_id)")
    op.execute("alter table reservation drop constraint reservation_pkey, add primary key (reservation_id)")
    op.execute("drop table speaker")
