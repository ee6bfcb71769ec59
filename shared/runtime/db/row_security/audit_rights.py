"""Who may do what with the audit, said by the database. Frozen, as ``statements`` is; migrations run it.

A service writes rows of its own and of the actor its transaction speaks for, and changes none; the sealer's role gives
rows their place and reads them; nobody takes one away. The owner of the database could undo this: heads that somebody
else keeps tell of that.
"""

from collections.abc import Iterable

WRITTEN = ("at, actor, role, party, action, paragraph, aggregate, aggregate_version, correlation_id, detail")  # fmt: skip
"""Columns that a service gives; a row's number, its place and its hash it cannot."""

SPEAKERS = """create function acsg_speakers() returns text[] language sql stable parallel safe as $$
    select case
        when coalesce(current_setting('acsg.speakers', true), '') <> ''
            then array(select jsonb_array_elements(current_setting('acsg.speakers')::jsonb)::text)
        when coalesce(current_setting('acsg.actor', true), '') <> ''
            then array[jsonb_build_array(current_setting('acsg.actor'), current_setting('acsg.role'),
                nullif(current_setting('acsg.party'), ''))::text]
        else '{}' end $$"""
"""For whom the transaction speaks, each as a JSON list of actor, role and party: one, or those of a batch."""

ROLES = """do $do$
declare mine text := regexp_replace(current_user::text, '_owner$', ''); sealer text := mine || '_sealer';
begin
    if not exists (select from pg_roles where rolname = sealer) or not exists (select from pg_roles where rolname = mine) then
        raise exception 'the roles % and % have to be there before this migration', mine, sealer
            using hint = 'Make them as deploy/postgres/roles.sh does';
    end if;
    execute format('revoke all on audit from %I', mine);
    execute format('grant select, insert (@written) on audit to %I', mine);
    execute format('grant usage on schema public to %I', sealer);
    execute format('grant select, update (sealed, hash) on audit to %I', sealer);
    execute format('create policy of_sealer on audit for update to %I using (true) with check (true)', sealer);
end $do$""".replace("@written", WRITTEN)

NO_ROLES = """do $do$
declare mine text := regexp_replace(current_user::text, '_owner$', ''); sealer text := mine || '_sealer';
begin
    drop policy of_sealer on audit;
    execute format('revoke all on audit from %I', sealer);
    execute format('revoke all on schema public from %I', sealer);
    execute format('revoke all (@written) on audit from %I', mine);
    execute format('grant select, insert, update, delete on audit to %I', mine);
end $do$""".replace("@written", WRITTEN)


def tied(service: str) -> Iterable[str]:
    """Rows of the audit are tied to their transaction: its actor's, or the service's own where nobody set it off."""
    yield SPEAKERS
    yield "drop policy of_services on audit"
    yield "drop policy of_readers on audit"
    yield "create policy of_services on audit for select using ((select acsg_serves()))"
    yield f"""create policy of_speakers on audit for insert with check (
        jsonb_build_array(actor, role, party)::text = any((select acsg_speakers())::text[])
        or (role = 'system' and party is null and actor ~ '^/acsg/[a-z0-9][a-z0-9-]*/{service}$'
            and (select acsg_serves() and coalesce(current_setting('acsg.actor', true), '') = '')))"""
    yield ROLES


def untied() -> Iterable[str]:
    """Takes it away again."""
    yield NO_ROLES
    yield "drop policy of_speakers on audit"
    yield "drop policy of_services on audit"
    yield "drop function acsg_speakers()"
    yield "create policy of_services on audit using ((select acsg_serves())) with check ((select acsg_serves()))"
    yield "create policy of_readers on audit for select using ((select acsg_in_context()))"
