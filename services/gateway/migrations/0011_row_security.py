"""Row-level security behind the policy: a reader sees of the read model what the policy gives."""

from alembic import op

from shared.runtime.db.row_security import statements as s

revision = "0011_row_security"
down_revision = "0010_speakers"

PUBLISHED = """exists (select from published p
    where p.region = item.region and p.kind = item.kind and p.id = item.id and p.fields is not null)"""
READERS = {
    # What a match's parties show to the public is read beside its row (WM 11).
    "item": f"""{s.READS}
        or (kind = 'match' and (select acsg_in_context()) and {PUBLISHED})""",
    # Earlier states and what happened are as open as the item is now, also where it was before it moved (WM 6).
    "item_version": "acsg_may_read_item(id)",
    "history": "acsg_may_read_item(item_id)",
    "vanished": "((select acsg_reach()) -> 'whole') ? 'vanished'",
}
"""Of each table the rows that a reader sees."""

# A look at the index for each row: written as a condition, the planner may gather every item that one may read first.
ITEM = """create function acsg_may_read_item(wanted text) returns boolean language plpgsql stable parallel safe as $$
begin
    return exists (select from item where item.id = wanted);
end $$"""
CONTEXT = ("published", "pulse_item", "rollup", "audit", "idempotency")


def upgrade() -> None:
    """The policies, and a view that asks as its reader."""
    for statement in (*s.FUNCTIONS, ITEM):
        op.execute(statement)
    for table, condition in READERS.items():
        for statement in (*s.forced(table), s.for_services(table), s.for_readers(table, condition)):
            op.execute(statement)
    for table in CONTEXT:
        for statement in s.in_context(table):
            op.execute(statement)
    op.execute("alter view request_version set (security_invoker = true)")


def downgrade() -> None:
    """Takes them away again."""
    op.execute("alter view request_version reset (security_invoker)")
    freed = (one for table in (*READERS, *CONTEXT) for one in s.free(table, "of_services", "of_readers"))
    for statement in (*freed, "drop function acsg_may_read_item(text)", *s.NO_FUNCTIONS):
        op.execute(statement)
