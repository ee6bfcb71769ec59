"""Plans over all open needs: for the officers of the deployment that keeps them, one under way at a time (WM 6, 11)."""

from alembic import op

from shared.runtime.db.row_security import statements as s

revision = "0016_allocation_plans"
down_revision = "0015_begun_at_once"

COMMENTS = {
    "lines": "Lines with what each offer would give, and the offers, packed",
    "problem": "What a second plan is made from, packed; gone once superseded",
    "lease_by": "Which worker makes it",
    "lease_until": "Until when, unless it says more",
}


def upgrade() -> None:
    """As the release that first keeps plans makes it."""
    op.execute(
        """create table if not exists allocation_plan (plan_id uuid not null, region text not null, version integer not null,
        status text not null, state jsonb not null, lines bytea, problem bytea, lease_by text, lease_until timestamptz,
        constraint allocation_plan_pkey primary key (plan_id))"""
    )
    op.execute(
        """create unique index if not exists allocation_plan_under_way on allocation_plan (region)
        where status in ('waiting', 'running')"""
    )
    for column, words in COMMENTS.items():
        op.execute(f"comment on column allocation_plan.{column} is '{words}'")
    for statement in (*s.forced("allocation_plan"), s.for_services("allocation_plan")):
        op.execute(statement)
    op.execute(
        s.for_readers("allocation_plan", "(select acsg_serves()) or acsg_sees('allocation', region, '{}', '{}', '{}')")
    )


def downgrade() -> None:
    """Takes them away: proposals that were made of them stay."""
    op.execute("drop table allocation_plan")
