"""By which words an item is read: a party in a role, an audience. Rows of their own, since row security lets an index answer
equality of texts and nothing that looks into a list.
"""

from alembic import op

from shared.runtime.db.row_security import statements as s

revision = "0014_item_words"
down_revision = "0013_steps"

TABLE = (
    """create table item_word (
        word text not null, kind text not null, region text not null, id text not null,
        primary key (word, kind, region, id))""",
    "comment on table item_word is 'By which words an item is read: role=party, shown=audience'",
    "create index item_word_of on item_word (region, kind, id)",
)
ROLES = ("requester", "invited_requester", "supporter", "invited_supporter", "offerer", "invited_offerer", "requesting_side",
         "offering_side", "invited", "moderator", "committed", "recipient")  # fmt: skip
FILL = """insert into item_word (word, kind, region, id)
select distinct word, kind, region, id
from item, unnest(roles || array(select 'shown=' || one from unnest(shown_to) as one)) as word
where split_part(word, '=', 1) = any('{shown,%s}') order by 1, 2, 3, 4"""
READERS = """kind = any((select acsg_list('whole'))::text[])
    or kind || ':' || region = any((select acsg_list('regions'))::text[])
    or word = any((select acsg_list('words'))::text[])
    or word = any((select array(select 'shown=' || one from unnest(acsg_list('shown')) as one))::text[])"""


def upgrade() -> None:
    """The table, what is in it, and its policies."""
    for statement in TABLE:
        op.execute(statement)
    # The policies of items bind their owner too, who moves nobody's data but here.
    op.execute("select set_config('acsg.service', 'migration', true)")
    op.execute(FILL % ",".join(ROLES))
    op.execute("select set_config('acsg.service', '', true)")
    for statement in (*s.forced("item_word"), s.for_services("item_word"), s.for_readers("item_word", READERS)):
        op.execute(statement)


def downgrade() -> None:
    """Takes it away again."""
    op.execute("drop table item_word")
