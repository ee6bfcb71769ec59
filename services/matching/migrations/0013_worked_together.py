"""Who worked together, and how it ended, as rows."""

from alembic import op

from shared.runtime.db.row_security import statements as s

revision = "0013_worked_together"
down_revision = "0012_given_back"

READERS = "(select acsg_works_on('engagement'))"
"""Officers of this deployment rank, and nobody else: what a side may know of it stands in the match (WM 11)."""


def upgrade() -> None:
    """Confirmed matches of before are rows, too; how theirs ended comes when delivery says its engagements again."""
    op.execute(
        "create table if not exists worked_together (region text not null, about text not null, party text not null,"
        " version integer not null, ended text not null, reason text, ended_by text,"
        " constraint worked_together_pkey primary key (region, about, party))"
    )
    op.execute("create index if not exists ix_worked_together_party on worked_together (party)")
    for name, words in (
        ("column worked_together.about", "match_id, or engagement_id of one without a match of ours"),
        ("column worked_together.version", "Of the engagement; 0: of the match alone"),
        ("column worked_together.ended_by", "The side that ended it"),
        (
            "table worked_together",
            "Parties of each engagement, and how it ended: what the ranking says of earlier work",
        ),
    ):
        op.execute(f"comment on {name} is '{words}'")
    for statement in (*s.forced("worked_together"), s.for_services("worked_together")):
        op.execute(statement)
    op.execute(s.for_readers("worked_together", READERS))
    op.execute(
        "insert into worked_together (region, about, party, version, ended)"
        " select distinct m.state ->> 'region', m.match_id, side ->> 'party', 0, 'not_known'"
        " from match m, jsonb_array_elements(m.state -> 'sides') side where m.status = 'confirmed'"
        " on conflict do nothing"
    )


def downgrade() -> None:
    """Takes it away."""
    op.execute("drop table worked_together")
