"""Row types are made from tables: one member for each column, of the type of what it holds; a stale file is found."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, INT8MULTIRANGE, JSONB

from shared.runtime.db.tables import moment
from tools.generated import stale
from tools.rows import render
from tools.rows.render import files, kept, member, tables_of


def of(*columns: sa.Column[object], twice: frozenset[str] = frozenset()) -> str:
    return render.render("roster", "tables.py", [sa.Table("expert_share", sa.MetaData(), *columns)], twice)


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (sa.Column("party", sa.Text, nullable=False), "party: str"),
        (sa.Column("party", sa.Text, primary_key=True), "party: str"),
        (sa.Column("party", sa.Text), "party: str | None"),
        (sa.Column("version", sa.BigInteger, nullable=False), "version: int"),
        (sa.Column("main", sa.Boolean, nullable=False), "main: bool"),
        (sa.Column("secret", sa.LargeBinary, nullable=False), "secret: bytes"),
        (sa.Column("areas", ARRAY(sa.Text), nullable=False), "areas: list[str]"),
        (sa.Column("areas", ARRAY(sa.Text)), "areas: list[str] | None"),
        (sa.Column("share", sa.Numeric(5, 2)), "share: Decimal | None"),
        (sa.Column("said", JSONB, nullable=False), "said: Any"),
        (sa.Column("said", JSONB), "said: Any | None"),
        (sa.Column("took_s", sa.Float), "took_s: float | None"),
        (sa.Column("missing", INT8MULTIRANGE, nullable=False), "missing: Any"),
        (sa.Column("due_on", sa.Date), "due_on: date | None"),
        (moment("at", nullable=False), "at: datetime"),
        (sa.Column("kind", sa.Text, info={"type": "shared.things:Kind"}), "kind: Kind | None"),
        (sa.Column("kind", sa.Text, nullable=False, info={"type": "shared.things:Kind"}), "kind: Kind"),
    ],
)
def test_a_column_is_a_member_of_the_type_of_what_it_holds(column: sa.Column[object], said: str) -> None:
    assert member(column) == f"    {said}"


def test_a_file_has_what_its_members_name() -> None:
    text = of(
        sa.Column("expert_id", sa.Text, primary_key=True), moment("at"), sa.Column("share", sa.Numeric), sa.Column("said", JSONB),
        sa.Column("kind", sa.Text, info={"type": "shared.things:Kind"}),
    )  # fmt: skip
    assert "from datetime import datetime\nfrom decimal import Decimal\nfrom typing import Any, Protocol\n" in text
    assert "\n\nfrom shared.things import Kind\n" in text
    assert "class ExpertShareRow(Protocol):" in text
    compile(text, "table_rows.py", "exec")


def test_a_table_that_stands_in_two_services_is_named_with_its_service() -> None:
    assert "class RosterExpertShareRow(Protocol):" in of(sa.Column("a", sa.Text), twice=frozenset({"expert_share"}))


def test_a_table_says_another_name_of_its_rows() -> None:
    table = sa.Table("item", sa.MetaData(), sa.Column("id", sa.Text), info={"row": "StoredItemRow"})
    assert "class StoredItemRow(Protocol):" in render.render("gateway", "tables.py", [table], frozenset())


def test_a_table_that_a_file_has_from_elsewhere_is_not_its_own() -> None:
    from services.notifications.storage import mail_tables, webhook_tables

    assert {one.name for one in tables_of(webhook_tables)} == {"webhook_secret", "webhook_queue", "delivery_attempt"}
    assert "mailbox" in {one.name for one in tables_of(mail_tables)}


def test_what_is_kept_is_what_is_made() -> None:
    made: Mapping[Path, str] = files()
    assert len(made) >= 13
    assert {str(path.name) for path in made} >= {"mail_table_rows.py", "token_table_rows.py"}
    assert set(kept()) == set(made)


@pytest.mark.control
def test_a_planted_column_makes_the_file_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    from services.notifications.storage import token_tables

    assert stale(files(), kept()) == []
    wider = sa.Table("access_token", sa.MetaData(), sa.Column("planted", sa.Numeric))
    monkeypatch.setattr(token_tables, "access_token", wider)
    [said] = stale(files(), kept())
    assert said == "stale: services/notifications/storage/token_table_rows.py (run `make contracts`)"
