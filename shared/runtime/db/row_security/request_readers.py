"""Who sees the row of a request, its recipients among them: the function of ``by_role`` worded anew. Frozen as that is (WM 10)."""

from shared.runtime.db.row_security.by_role import SHOWN, STATES

_FUNCTION = """create or replace function acsg_sees_request(state jsonb, reach jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees(reach, 'request', state ->> 'region', {roles}, {shown}, '{{}}') $$"""
_RECIPIENTS = """array(select case one ->> 'answer' when 'pending' then 'invited_recipient=' else 'non_state_recipient=' end
    || (one ->> 'party') from jsonb_array_elements(coalesce(state -> 'recipients', '[]')) one
    where one ->> 'party' is not null and one ->> 'answer' in ('pending', 'agreed'))"""
BEFORE_RECIPIENTS = _FUNCTION.format(roles=STATES["request"], shown=SHOWN["request"])
WITH_RECIPIENTS = _FUNCTION.format(roles=f"{STATES['request']} || {_RECIPIENTS}", shown=SHOWN["request"])
