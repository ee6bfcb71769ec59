"""Parties of an item stand in it by their role: being named in it gives nothing any more (review of access, WM 3, 8, 11)."""

from alembic import op

revision = "0008_roles"
down_revision = "0007_meetings"

COLUMNS = (
    "alter table item add column if not exists roles text[] not null default '{}'",
    "alter table item_version add column if not exists roles text[] not null default '{}'",
    "create index if not exists item_roles on item using gin (roles)",
)
BY_ROLE = """update {0} as i set roles = found.roles from (
    select region, kind, id, {1} array_agg(role || '=' || party order by role || '=' || party) as roles from (
        select region, kind, id, {1} 'lead_requester' as role, state #>> '{{content,requesting_states,0}}' as party
        from {0} where kind = 'request'
        union select region, kind, id, {1} 'requester', jsonb_array_elements_text(state #> '{{content,requesting_states}}')
        from {0} where kind = 'request'
        union select region, kind, id, {1} 'supporter', jsonb_array_elements_text(state #> '{{content,supporters}}')
        from {0} where kind = 'request'
        union select region, kind, id, {1} 'lead_offerer', state #>> '{{content,offering_parties,0}}'
        from {0} where kind = 'offer'
        union select region, kind, id, {1} 'offerer', jsonb_array_elements_text(state #> '{{content,offering_parties}}')
        from {0} where kind = 'offer'
        union select region, kind, id, {1} case side ->> 'role' when 'requester' then 'requesting_side' else 'offering_side' end,
            side ->> 'party' from {0}, jsonb_array_elements(state -> 'sides') as side where kind = 'match'
        union select region, kind, id, {1} 'requester', unnest(parties) from {0} where kind = 'need'
        union select region, kind, id, {1} role, unnest(parties)
        from {0}, (values ('owner'), ('recipient')) as told(role) where kind = 'delivery'
        union select region, kind, id, {1} 'committed', unnest(parties) from {0} where kind = 'commitment'
        union select region, kind, id, {1} 'invited', one ->> 'party'
        from {0}, jsonb_array_elements(state -> 'invitations') as one where kind = 'meeting'
        union select region, kind, id, {1} 'moderator', one ->> 'party'
        from {0}, jsonb_array_elements(state -> 'moderators') as one where kind = 'meeting'
    ) as named where party is not null group by region, kind, id{2}
) as found where (i.region, i.kind, i.id{3}) = (found.region, found.kind, found.id{4})"""
SEALED = """update item set seal = md5(concat_ws('|', epoch, version, reference, status, array_to_string(areas, ','),
    array_to_string(parties, ','), {roles}array_to_string(shown_to, ','), array_to_string(serving, ','), figures))"""


def upgrade() -> None:
    """Adds the column and fills it from the states that are there."""
    for statement in COLUMNS:
        op.execute(statement)
    op.execute(BY_ROLE.format("item", "", "", "", ""))
    keys = ("epoch, version, ", ", epoch, version", ", i.epoch, i.version", ", found.epoch, found.version")
    op.execute(BY_ROLE.format("item_version", *keys))
    op.execute(SEALED.format(roles="array_to_string(roles, ','), "))


def downgrade() -> None:
    """Takes it away."""
    op.execute("drop index item_roles")
    for table in ("item", "item_version"):
        op.execute(f"alter table {table} drop column roles")
    op.execute(SEALED.format(roles=""))
