"""The fund (WM 7): contributions and allotments, and a ledger that is only added to. The tables stand empty while the fund is off."""

from alembic import op

from shared.runtime.db.row_security import by_role, once_a_statement
from shared.runtime.db.row_security import statements as s

revision = "0022_fund"
down_revision = "0021_organisations"

SEES = (
    """create or replace function acsg_sees_contribution(state jsonb, reach jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees(reach, 'contribution', state ->> 'region', array['owner=' || (state ->> 'party')], '{}', '{}') $$""",
    """create or replace function acsg_sees_allotment(state jsonb, reach jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees(reach, 'allotment', state ->> 'region', array['requester=' || (state -> 'content' ->> 'state')], '{}', '{}') $$""",
)
TABLES = (
    """create table if not exists fund_contribution (contribution_id uuid not null, reference text not null, version integer not null,
        status text not null, state jsonb not null, updated_at timestamptz default clock_timestamp() not null, party text not null,
        constraint fund_contribution_pkey primary key (contribution_id), constraint fund_contribution_reference_key unique (reference))""",
    """create table if not exists fund_allotment (allotment_id uuid not null, reference text not null, version integer not null,
        status text not null, state jsonb not null, updated_at timestamptz default clock_timestamp() not null,
        contribution_id uuid not null references fund_contribution (contribution_id),
        constraint fund_allotment_pkey primary key (allotment_id), constraint fund_allotment_reference_key unique (reference))""",
    """create table if not exists fund_counter (year smallint not null, party text not null, last integer not null,
        constraint fund_counter_pkey primary key (year, party))""",
    """create table if not exists fund_entry (number bigint generated always as identity, entry_id uuid not null, kind text not null,
        contribution_id uuid not null references fund_contribution (contribution_id),
        allotment_id uuid references fund_allotment (allotment_id), currency text not null, reverses uuid, by_person text not null,
        reason text, at timestamptz not null, constraint fund_entry_pkey primary key (number),
        constraint fund_entry_entry_id_key unique (entry_id), constraint fund_entry_reverses_key unique (reverses),
        constraint fund_entry_reverses_fkey foreign key (reverses) references fund_entry (entry_id))""",
    """create table if not exists fund_posting (number bigint not null references fund_entry (number), place smallint not null,
        account text not null, debit numeric(20, 2) not null, credit numeric(20, 2) not null,
        constraint fund_posting_pkey primary key (number, place),
        constraint fund_posting_one_side check (debit >= 0 and credit >= 0 and (debit = 0) <> (credit = 0)))""",
    "create index if not exists ix_fund_allotment_contribution_id on fund_allotment (contribution_id)",
    "create index if not exists ix_fund_entry_contribution_id on fund_entry (contribution_id)",
    "create index if not exists ix_fund_entry_allotment_id on fund_entry (allotment_id)",
    "create index if not exists ix_fund_posting_account on fund_posting (account)",
    "comment on table fund_entry is 'Never changed: an error is put right by an entry against it'",
    "comment on column fund_entry.reverses is 'An entry is taken back once'",
)
HOLDS = (
    """create function fund_entry_holds() returns trigger language plpgsql as $$
declare
    one text;
begin
    if (select coalesce(sum(debit) = sum(credit) and sum(debit) > 0, false) from fund_posting where number = new.number) is not true then
        raise exception 'entry % does not come to the same', new.number using errcode = 'check_violation';
    end if;
    for one in select account from fund_posting where number = new.number and account not like 'contributed:%' order by account loop
        -- Whoever takes from the same account waits here, and then counts what the other one left.
        perform pg_advisory_xact_lock(hashtextextended(one, 0));
        if (select sum(debit) - sum(credit) from fund_posting where account = one) < 0 then
            raise exception 'less than nothing would be at %', one using errcode = 'check_violation';
        end if;
    end loop;
    return null;
end $$""",
    """create constraint trigger fund_entry_balances after insert on fund_entry deferrable initially deferred
        for each row execute function fund_entry_holds()""",
    """create constraint trigger fund_posting_balances after insert on fund_posting deferrable initially deferred
        for each row execute function fund_entry_holds()""",
    """create function fund_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger of the fund is append-only';
end $$""",
    *(
        f"create trigger {table}_{what}_refused before {what} on {table} for each {each} execute function fund_is_append_only()"
        for table in ("fund_entry", "fund_posting")
        for what, each in (("update", "row"), ("delete", "row"), ("truncate", "statement"))
    ),
)
"""Each entry, and each side of one, is looked at when its transaction ends: also a side that comes later."""


def upgrade() -> None:
    """As a fresh database is made."""
    for statement in (*TABLES, *HOLDS, *SEES):
        op.execute(statement)
    for table, condition in (
        ("fund_contribution", once_a_statement.state("contribution")),
        ("fund_allotment", once_a_statement.state("allotment")),
        ("fund_counter", by_role.SERVICES),
        ("fund_entry", "(select acsg_works_on('fund_entry'))"),
        ("fund_posting", "(select acsg_works_on('fund_entry'))"),
    ):
        for statement in (*s.forced(table), s.for_services(table), s.for_readers(table, condition)):
            op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for table in ("fund_posting", "fund_entry", "fund_counter", "fund_allotment", "fund_contribution"):
        op.execute(f"drop table {table}")
    for function in (
        "fund_entry_holds()",
        "fund_is_append_only()",
        "acsg_sees_contribution(jsonb, jsonb)",
        "acsg_sees_allotment(jsonb, jsonb)",
    ):
        op.execute(f"drop function {function}")
