"""Which kinds the table of items takes: a migration lets one kind in, whatever came before it and beside it. Frozen, as migrations are."""

import sqlalchemy as sa
from alembic import op

_CHANGE = """do $kinds$ declare kinds text[]; begin
    select array_agg(distinct said[1]) into kinds from pg_constraint,
        regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g') said
    where conname = 'item_kind' and conrelid = 'item'::regclass;
    kinds := {changed};
    alter table item drop constraint item_kind;
    execute format('alter table item add constraint item_kind check (kind in (%s))',
        (select string_agg(quote_literal(one), ', ' order by one) from unnest(kinds) one));
end $kinds$"""


def let_in(kind: str) -> None:
    """Takes one more kind."""
    op.execute(_CHANGE.format(changed=f"array(select distinct unnest(kinds || '{kind}'::text))"))


def turn_out(kind: str) -> None:
    """Takes it no more, and forgets what there is of it."""
    for forget in ("delete from item_version where kind = :kind", "delete from item where kind = :kind"):
        op.execute(sa.text(forget).bindparams(kind=kind))
    op.execute(_CHANGE.format(changed=f"array_remove(kinds, '{kind}')"))
