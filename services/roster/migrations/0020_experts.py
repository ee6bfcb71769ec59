"""Experts (WM 7), secured by row: as an offer is shown. Who one is: its party's, and of the side that receives where it is released."""

from alembic import op

from shared.runtime.db.row_security import by_role, once_a_statement
from shared.runtime.db.row_security import statements as s

revision = "0020_experts"
down_revision = "0019_packages"

SEES = """create or replace function acsg_sees_expert(state jsonb, reach jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees(reach, 'expert', state ->> 'region',
        array['owner=' || (state ->> 'party')] || array(select 'requesting_side=' || (received ->> 'party')
            from jsonb_array_elements(state -> 'deployments') one, jsonb_array_elements(one -> 'receivers') received),
        case when state ->> 'status' = 'listed' and state -> 'content' ->> 'visibility' = 'mechanism'
            then array['offerers'] else '{}' end,
        array(select distinct received ->> 'region' from jsonb_array_elements(state -> 'deployments') one,
            jsonb_array_elements(one -> 'receivers') received
            where received ->> 'region' is not null and received ->> 'region' <> state ->> 'region')) $$"""
PERSON = """(select acsg_serves()) or exists (select from expert e where e.expert_id = expert_person.expert_id and (
    coalesce((select acsg_reach()) -> 'of' -> 'expert_person' -> 'words' ? ('owner=' || (e.state ->> 'party')), false)
    or exists (select from jsonb_array_elements(e.state -> 'deployments') one, jsonb_array_elements(one -> 'receivers') received
        where (one ->> 'number')::integer = expert_person.number and (one ->> 'person_released')::boolean
        and coalesce((select acsg_reach()) -> 'of' -> 'expert_person' -> 'words' ?
            ('requesting_side=' || (received ->> 'party')), false))))"""
TABLES = (
    """create table if not exists expert (expert_id uuid not null, reference text not null, version integer not null,
        status text not null, party text not null, state jsonb not null,
        updated_at timestamptz default clock_timestamp() not null, constraint expert_pkey primary key (expert_id),
        constraint expert_reference_key unique (reference))""",
    """create table if not exists expert_person (expert_id uuid not null, number integer not null, person jsonb not null,
        released_at timestamptz not null, constraint expert_person_pkey primary key (expert_id, number),
        constraint expert_person_expert_id_fkey foreign key (expert_id) references expert (expert_id))""",
    """create table if not exists expert_counter (year smallint not null, party text not null, last integer not null,
        constraint expert_counter_pkey primary key (year, party))""",
    """create table if not exists known_engagement (engagement_id text not null, version integer not null, reference text not null,
        givers text[] not null, receivers jsonb not null, constraint known_engagement_pkey primary key (engagement_id))""",
)
COMMENTS = {
    "table expert_person": "Who an expert is, for both sides of one engagement; taken back, it is gone",
    "column expert_person.number": "Of the deployment",
    "column known_engagement.engagement_id": "Engagements, of any deployment, in which a party served here gives",
    "column known_engagement.receivers": "Each with the deployment that serves it, where that is another",
}


def upgrade() -> None:
    """As a fresh database is made."""
    for statement in TABLES:
        op.execute(statement)
    for place, words in COMMENTS.items():
        op.execute(f"comment on {place} is '{words}'")
    op.execute(SEES)
    for table, condition in (
        ("expert", once_a_statement.state("expert")),
        ("expert_person", PERSON),
        ("expert_counter", by_role.SERVICES),
        ("known_engagement", by_role.SERVICES),
    ):  # fmt: skip
        for statement in (*s.forced(table), s.for_services(table), s.for_readers(table, condition)):
            op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for table in ("known_engagement", "expert_counter", "expert_person", "expert"):
        op.execute(f"drop table {table}")
    op.execute("drop function acsg_sees_expert(jsonb, jsonb)")
