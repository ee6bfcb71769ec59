"""Policies of the owners' and notifications' tables: a reader sees a row that the policy lets it read, by role and party.

Frozen, as ``statements`` is. What stands in a state as which party is said by ``shared.modalities.access.resources``; the
functions here say the same of the document that is stored, and a test holds both equal.
"""

from collections.abc import Iterable, Mapping

from shared.runtime.db.row_security import statements as s

SEES = (
    """create function acsg_sees(kind text, region text, roles text[], shown_to text[], serving text[])
    returns boolean language sql stable parallel safe as $$
    select coalesce((acsg_reach() -> 'whole') ? kind or (acsg_reach() -> 'regions') ? (kind || ':' || region)
        or acsg_may_read(acsg_reach() -> 'of' -> kind, roles, shown_to, serving), false) $$""",
    """create function acsg_role_words(role text, parties jsonb) returns text[] language sql immutable parallel safe as $$
    select array(select role || '=' || one from jsonb_array_elements_text(coalesce(parties, '[]')) one) $$""",
    """create function acsg_audience(said jsonb) returns text[] language sql immutable parallel safe as $$
    select array(select jsonb_array_elements_text(coalesce(said -> 'audiences', '[]')))
        || acsg_role_words('kind', said -> 'kinds') || acsg_role_words('party', said -> 'parties')
        || acsg_role_words('but', said -> 'but')
        || case when jsonb_array_length(coalesce(said -> 'but', '[]')) > 0 and jsonb_array_length(coalesce(said -> 'kinds', '[]')) = 0
            and jsonb_array_length(coalesce(said -> 'parties', '[]')) = 0 then array['offerers'] else array[]::text[] end $$""",
    """create function acsg_parties(kind text) returns text[] language sql stable parallel safe as $$
    select array(select split_part(word, '=', 2) from jsonb_array_elements_text(acsg_reach() -> 'of' -> kind -> 'words') word
        where word like 'owner=%' or word like 'recipient=%') $$""",
    """create function acsg_works_on(kind text) returns boolean language sql stable parallel safe as $$
    select coalesce(acsg_serves() or (acsg_reach() -> 'whole') ? kind
        or (acsg_reach() -> 'regions') ? (kind || ':' || current_setting('acsg.deployment', true)), false) $$""",
)
"""``acsg_works_on``: all rows of a kind that are kept for parties here are a service's, or an officer's of this deployment."""

_NAMED = """array(select 'invited_' || (one ->> 'role') || '=' || (one ->> 'party')
    from jsonb_array_elements(coalesce(state -> 'named', '[]')) one where one ->> 'answer' = 'pending')"""
_MOVED = "coalesce(state -> 'handed_over_to', 'null') <> 'null'"

STATES = {
    "request": f"""acsg_role_words('requester', state -> 'content' -> 'requesting_states')
        || acsg_role_words('supporter', state -> 'content' -> 'supporters')
        || ('lead_requester=' || (state -> 'content' -> 'requesting_states' ->> 0)) || {_NAMED}""",
    "offer": f"""acsg_role_words('offerer', state -> 'content' -> 'offering_parties')
        || ('lead_offerer=' || (state -> 'content' -> 'offering_parties' ->> 0)) || {_NAMED}""",
    "match": """array(select case one ->> 'role' when 'requester' then 'requesting_side=' else 'offering_side=' end
        || (one ->> 'party') from jsonb_array_elements(state -> 'sides') one)""",
    "meeting": """array(select 'invited=' || (one ->> 'party') from jsonb_array_elements(state -> 'invitations') one
        union all select 'moderator=' || (one ->> 'party') from jsonb_array_elements(state -> 'moderators') one)""",
    "engagement": """array(select case one ->> 'role' when 'requester' then 'requesting_side=' else 'offering_side=' end
        || (one ->> 'party') from jsonb_array_elements(state -> 'sides') one
        union all select case one ->> 'answer' when 'accepted' then 'champion=' else 'asked_champion=' end || (one ->> 'party')
        from jsonb_array_elements(coalesce(state -> 'champions', '[]')) one where one ->> 'answer' in ('accepted', 'pending'))""",
    "solicitation": "acsg_role_words('approached', state -> 'approached')",
    "commitment": "array['committed=' || (state -> 'content' ->> 'party')]",
}
"""Of each kind the parties in their roles, from its state."""

SHOWN = {
    "request": f"""case when {_MOVED} or coalesce(state -> 'shown', 'null') = 'null' then '{{}}'
        else acsg_audience(state -> 'shown') end""",
    "offer": f"""case when {_MOVED} or exists (select from jsonb_array_elements(coalesce(state -> 'named', '[]')) one
            where one ->> 'answer' = 'pending' and one ->> 'role' = 'offerer') then '{{}}'
        else case state -> 'content' ->> 'visibility' when 'public' then array['public'] when 'mechanism' then array['offerers']
            else '{{}}' end end""",
    "commitment": "array['public']",
}
SERVING = {
    "match": "array(select one ->> 'offer_region' from jsonb_array_elements(state -> 'reservations') one)",
    "meeting": """array(select one ->> 'region' from jsonb_array_elements(state -> 'invitations') one
        where one ->> 'region' is not null)""",
    "engagement": """array(select served from (select one ->> 'offer_region' from jsonb_array_elements(state -> 'lines') one
        union all select one ->> 'region' from jsonb_array_elements(state -> 'sides') one) every (served)
        where served <> state ->> 'region')""",
}


def functions(*kinds: str) -> Iterable[str]:
    """What ``sees`` asks of a state of these kinds. The deployment is the database's own where a state names none."""
    yield s.MAY_READ_IN_AUDIENCE
    yield from SEES
    for kind in kinds:
        region = "current_setting('acsg.deployment', true)" if kind == "solicitation" else "state ->> 'region'"
        shown, serving = SHOWN.get(kind, "'{}'"), SERVING.get(kind, "'{}'")
        yield f"""create function acsg_sees_{kind}(state jsonb) returns boolean language sql stable parallel safe as $$
            select acsg_sees('{kind}', {region}, {STATES[kind]}, {shown}, {serving}) $$"""


def no_functions(*kinds: str) -> Iterable[str]:
    """Takes them away again."""
    for kind in kinds:
        yield f"drop function acsg_sees_{kind}(jsonb)"
    yield "drop function acsg_works_on(text)"
    yield "drop function acsg_parties(text)"
    yield "drop function acsg_audience(jsonb)"
    yield "drop function acsg_role_words(text, jsonb)"
    yield "drop function acsg_sees(text, text, text[], text[], text[])"
    yield s.MAY_READ_BEFORE


def readers(table: str, condition: str) -> Iterable[str]:
    """Instead of every row in any context a reader sees those of the condition."""
    yield f'drop policy of_readers on "{table}"'
    yield f'create policy of_readers on "{table}" for select using ({condition})'


def state(kind: str) -> str:
    """Rows with the state of one thing, which a service reads whole."""
    return f"(select acsg_serves()) or acsg_sees_{kind}(state)"


def beside(table: str, parent: str, key: str) -> str:
    """Rows that stand beside one of a thing: whoever sees that sees them. By the keys as they are: a cast would scan."""
    found = f"select from {parent} p where p.{key} = {table}.{key}"
    return f"(select acsg_serves()) or exists ({found})"


CONTACTS = """(select acsg_serves()) or exists (select from engagement e, jsonb_array_elements(e.state -> 'sides') mine,
    jsonb_array_elements(e.state -> 'sides') whose where e.engagement_id = released_contact.engagement_id
    and whose ->> 'party' = released_contact.party
    and (mine ->> 'party' = released_contact.party or mine ->> 'role' <> whose ->> 'role')
    and coalesce((acsg_reach() -> 'of' -> 'partner_contact' -> 'words') ?
        ((case mine ->> 'role' when 'requester' then 'requesting_side=' else 'offering_side=' end) || (mine ->> 'party')), false))"""
"""Contacts of an engagement: a side's own, and what the other side let it read; no officer's, no champion's (WM 11)."""


def of_party(kind: str, column: str = "party") -> str:
    """Rows that are kept for a party, or that it is told."""
    return f"(select acsg_works_on('{kind}')) or {column} = any((select acsg_parties('{kind}'))::text[])"


SERVICES = "(select acsg_serves())"
"""Rows that no reader reads: what is shown of them is what a service says."""


def as_before(table: str) -> Iterable[str]:
    """Every row in any context again."""
    yield from readers(table, "(select acsg_in_context())")


def narrowed(kinds: Iterable[str], tables: Mapping[str, str], new: Iterable[str] = ()) -> Iterable[str]:
    """A service's database by role: ``tables`` with what a reader sees of each; ``new``: secured for the first time, for services."""
    yield from functions(*kinds)
    for table, condition in tables.items():
        yield from readers(table, condition)
    for table in new:
        yield from (*s.forced(table), s.for_services(table))


def widened(kinds: Iterable[str], tables: Iterable[str], new: Iterable[str] = ()) -> Iterable[str]:
    """Every row in any context again, and the new tables as they were."""
    for table in new:
        yield from s.free(table, "of_services")
    for table in tables:
        yield from as_before(table)
    yield from no_functions(*kinds)
