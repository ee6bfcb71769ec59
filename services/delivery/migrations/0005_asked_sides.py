"""Whom a notice names reads it by row-level security, too, before it answers (WM 19)."""

from alembic import op

revision = "0005_asked_sides"
down_revision = "0004_rows_by_role"

SIDES = """select case one ->> 'role' when 'requester' then 'requesting_side=' else 'offering_side=' end || (one ->> 'party')
    from jsonb_array_elements(state -> 'sides') one
    union all select case one ->> 'answer' when 'accepted' then 'champion=' else 'asked_champion=' end || (one ->> 'party')
    from jsonb_array_elements(coalesce(state -> 'champions', '[]')) one where one ->> 'answer' in ('accepted', 'pending')"""
ASKED = """union all select 'asked_side=' || (one ->> 'party')
    from jsonb_array_elements(coalesce(state -> 'asked_sides', '[]')) one where one ->> 'answer' = 'pending'"""
SERVED = """select one ->> 'offer_region' from jsonb_array_elements(state -> 'lines') one
    union all select one ->> 'region' from jsonb_array_elements(state -> 'sides') one"""
SERVED_ASKED = """union all select one ->> 'region'
    from jsonb_array_elements(coalesce(state -> 'asked_sides', '[]')) one where one ->> 'answer' = 'pending'"""


def _function(parties: str, served: str) -> str:
    return f"""create or replace function acsg_sees_engagement(state jsonb) returns boolean
        language sql stable parallel safe as $$ select acsg_sees('engagement', state ->> 'region', array({parties}), '{{}}',
        array(select served from ({served}) every (served) where served <> state ->> 'region')) $$"""  # noqa: S608


def upgrade() -> None:
    """Parties that are asked, and their bureaux."""
    op.execute(_function(f"{SIDES} {ASKED}", f"{SERVED} {SERVED_ASKED}"))


def downgrade() -> None:
    """Sides and champions alone."""
    op.execute(_function(SIDES, SERVED))
