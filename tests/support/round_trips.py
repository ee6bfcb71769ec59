"""How often a block goes to the database and back: statements, and the begin and end of transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from shared.runtime.db.database import Database

BEGIN, COMMIT, ROLLBACK = "BEGIN", "COMMIT", "ROLLBACK"


@contextmanager
def round_trips(database: Database) -> Iterator[list[str]]:
    """What is sent from here to the end of the block, one after the other; the driver waits for each."""
    found: list[str] = []
    engine = database.engine.sync_engine

    def sent(_: Any, __: Any, statement: str, *___: Any) -> None:
        found.append(" ".join(statement.split()))

    said = {"before_cursor_execute": sent, "savepoint": lambda *_: found.append("SAVEPOINT"),
            "rollback_savepoint": lambda *_: found.append("ROLLBACK TO"),
            "begin": lambda _: found.append(BEGIN), "commit": lambda _: found.append(COMMIT),
            "rollback": lambda _: found.append(ROLLBACK)}  # fmt: skip
    for name, heard in said.items():
        sa.event.listen(engine, name, heard)
    try:
        yield found
    finally:
        for name, heard in said.items():
            sa.event.remove(engine, name, heard)
