"""The statement by which a transaction ends gives every column that a service gives, each by an array of its own."""

import re
from dataclasses import fields

import pytest
import sqlalchemy as sa

from shared.runtime.db.closing import ANSWERS, AUDIT, CLOSE, DOCUMENTS, OUTBOX
from shared.runtime.db.outbox import OutboxRow
from shared.runtime.db.tables import runtime_tables

TABLES = runtime_tables(sa.MetaData())
GIVEN_LATER = {"audit": {"id", "sealed", "hash"}, "idempotency": {"created_at"},
               "outbox": {"id", "epoch", "sequence", "created_at", "published_at", "set_aside_at", "set_aside_cause"}}  # fmt: skip
INSERTED = re.compile(r"insert into (\w+) \(([^)]*)\)")
EACH = [(TABLES.audit, AUDIT), (TABLES.outbox, OUTBOX), (TABLES.idempotency, ANSWERS)]


@pytest.mark.parametrize(("table", "columns"), EACH, ids=lambda one: getattr(one, "name", ""))
def test_every_column_that_a_service_gives_is_written(table: sa.Table, columns: tuple[str, ...]) -> None:
    assert set(columns) == {one.name for one in table.columns} - GIVEN_LATER[table.name]
    inserted = dict(INSERTED.findall(CLOSE))
    assert tuple(re.split(r",\s*", inserted[table.name])) == columns
    documents = {one.name for one in table.columns if isinstance(one.type, sa.JSON) and one.name in columns}
    assert documents == DOCUMENTS & set(columns)


def test_each_has_an_array_of_its_own() -> None:
    numbers = [int(one) for one in re.findall(r"\$(\d+)::", CLOSE)]
    assert numbers == list(range(1, len(AUDIT) + len(OUTBOX) + len(ANSWERS) + 1))
    assert tuple(one.name for one in fields(OutboxRow)) == OUTBOX
