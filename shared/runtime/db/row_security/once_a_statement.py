"""What a reader may see is read once for a statement and handed to the policies, not parsed again for every row.

Frozen, as ``statements`` is. ``acsg_sees_<kind>`` takes the reach as its second argument: the policy reads it in a subselect,
which the planner works out once. With a reach of 4 kB sixty rows took 12 to 23 ms, and take 2 to 4.
"""

from collections.abc import Iterable

SEES = """create function acsg_sees(reach jsonb, kind text, region text, roles text[], shown_to text[], serving text[])
    returns boolean language sql stable parallel safe as $$
    select coalesce((reach -> 'whole') ? kind or (reach -> 'regions') ? (kind || ':' || region)
        or acsg_may_read(reach -> 'of' -> kind, roles, shown_to, serving), false) $$"""

_FUNCTIONS = """for one in select p.proname, p.prosrc from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = current_schema() and p.proname like 'acsg\\_sees\\_%' and p.pronargs = {args} loop"""
_POLICIES = """for one in select tablename, policyname, qual from pg_policies where schemaname = current_schema()
        and qual ~ '{found}' loop
        execute format('alter policy %I on %I using (%s)', one.policyname, one.tablename, {changed});
    end loop;"""
_DROP = """execute format('drop function %I({args})', one.proname);
    end loop;"""

ONCE = (
    """do $once$ declare one record; begin """
    + _FUNCTIONS.format(args=1)
    + """ execute format('create function %I(state jsonb, reach jsonb) returns boolean language sql stable parallel safe as %L',
            one.proname, replace(one.prosrc, 'acsg_sees(', 'acsg_sees(reach, '));
    end loop; """
    + _POLICIES.format(
        found=r"acsg_sees_[a-z_]+\(state\)|(?<!SELECT )acsg_reach\(\)",
        changed=r"""regexp_replace(regexp_replace(one.qual, '(?<!SELECT )acsg_reach\(\)', '(select acsg_reach())', 'g'),
            '(acsg_sees_[a-z_]+)\(state\)', '\1(state, (select acsg_reach()))', 'g')""",
    )
    + " "
    + _FUNCTIONS.format(args=1)
    + " "
    + _DROP.format(args="jsonb")
    + " end $once$"
)
"""Every kind's function with the reach as an argument, and every policy that reads it once."""
EACH_ROW = (
    """do $each$ declare one record; begin """
    + _FUNCTIONS.format(args=2)
    + """ execute format('create function %I(state jsonb) returns boolean language sql stable parallel safe as %L',
            one.proname, replace(one.prosrc, 'acsg_sees(reach, ', 'acsg_sees('));
    end loop; """
    + _POLICIES.format(
        found=r"acsg_sees_[a-z_]+\(state, ",
        changed=r"""regexp_replace(one.qual, '(acsg_sees_[a-z_]+)\(state, \( ?SELECT acsg_reach\(\)( AS acsg_reach)?\)\)',
            '\1(state)', 'g')""",
    )
    + " "
    + _FUNCTIONS.format(args=2)
    + " "
    + _DROP.format(args="jsonb, jsonb")
    + " end $each$"
)
"""As it was."""


def once() -> Iterable[str]:
    """What a service's database runs that has kinds by role."""
    yield SEES
    yield ONCE


def each_row() -> Iterable[str]:
    """Takes it back."""
    yield EACH_ROW
    yield "drop function acsg_sees(jsonb, text, text, text[], text[], text[])"


def state(kind: str) -> str:
    """The condition of rows with the state of one thing: ``acsg_sees_<kind>(state jsonb, reach jsonb)`` says who sees it, out of
    ``acsg_sees(reach, '<kind>', ...)``.
    """
    return f"(select acsg_serves()) or acsg_sees_{kind}(state, (select acsg_reach()))"
