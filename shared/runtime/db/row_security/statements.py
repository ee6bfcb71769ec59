"""The SQL of row-level security, as migrations run it. Frozen: what changes is a new statement of a new migration."""

from collections.abc import Iterable

FUNCTIONS = (
    """create function acsg_serves() returns boolean language sql stable parallel safe as
    $$ select coalesce(current_setting('acsg.service', true), '') <> '' $$""",
    """create function acsg_reach() returns jsonb language sql stable parallel safe as
    $$ select coalesce(nullif(current_setting('acsg.reach', true), ''), '{"whole": []}')::jsonb $$""",
    """create function acsg_in_context() returns boolean language sql stable parallel safe as
    $$ select acsg_serves() or coalesce(current_setting('acsg.reach', true), '') <> '' $$""",
    """create function acsg_list(name text) returns text[] language sql stable parallel safe as
    $$ select array(select jsonb_array_elements_text(acsg_reach() -> name)) $$""",
    """create function acsg_may_read(given jsonb, roles text[], shown_to text[], serving text[])
    returns boolean language sql immutable parallel safe as $$
    select coalesce((given -> 'words') ?| roles or (given -> 'shown') ?| shown_to or (given -> 'serving') ?| serving, false) $$""",
)
"""What the policy gives an actor (``reach``), to be compared with the columns of a row."""

MAY_READ_IN_AUDIENCE = """create or replace function acsg_may_read(given jsonb, roles text[], shown_to text[], serving text[])
    returns boolean language sql immutable parallel safe as $$
    select coalesce((given -> 'words') ?| roles or (given -> 'serving') ?| serving
        or ((given -> 'shown') ?| shown_to
            and ('public' = any(shown_to) or not coalesce((given -> 'barred') ?| shown_to, false))), false) $$"""
"""The same where a request is shown to all but named parties: a word that shuts the reader out stands over one that opens."""

MAY_READ_BEFORE = next(one for one in FUNCTIONS if "acsg_may_read(" in one).replace("create", "create or replace", 1)

READS = """kind = any((select acsg_list('whole'))::text[]) or kind || ':' || region = any((select acsg_list('regions'))::text[])
    or ((roles && (select acsg_list('words')) or shown_to && (select acsg_list('shown'))
        or serving && (select acsg_list('serving')))
    and acsg_may_read((select acsg_reach()) -> 'of' -> kind, roles, shown_to, serving))"""
"""Rows with the columns of a resource that a reader sees. Lists are made once for a statement; what a word gives in a row of
this kind is looked at only where there is such a word."""

NO_FUNCTIONS = (
    "drop function acsg_may_read(jsonb, text[], text[], text[])",
    "drop function acsg_list(text)",
    "drop function acsg_in_context()",
    "drop function acsg_reach()",
    "drop function acsg_serves()",
)


def forced(table: str) -> Iterable[str]:
    """Row security that binds the table's owner too."""
    yield f'alter table "{table}" enable row level security'
    yield f'alter table "{table}" force row level security'


def free(table: str, *policies: str) -> Iterable[str]:
    """Takes it away again."""
    for policy in policies:
        yield f'drop policy {policy} on "{table}"'
    yield f'alter table "{table}" no force row level security'
    yield f'alter table "{table}" disable row level security'


def for_services(table: str) -> str:
    """A service reads and writes every row."""
    return f'create policy of_services on "{table}" using ((select acsg_serves())) with check ((select acsg_serves()))'


def for_readers(table: str, condition: str) -> str:
    """A reader sees the rows that the condition gives, and writes none."""
    return f'create policy of_readers on "{table}" for select using ({condition})'


def in_context(table: str) -> Iterable[str]:
    """Rows that are read one by one, each decided by the policy function: nothing without a context, no word by a reader."""
    yield from forced(table)
    yield for_services(table)
    yield for_readers(table, "(select acsg_in_context())")
