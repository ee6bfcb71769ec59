"""A match whose capacity two offers' owners hold: the first one's word is kept without a new version (WM 11)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.local.postgres import Postgres
from services.matching.actions.hear_owner import hear_reserved
from services.matching.storage import tables as t
from services.matching.storage.repository import BoardRepository
from shared.contracts.event import Event
from shared.contracts.matching import MatchProposed
from shared.contracts.roster import CapacityReserved
from shared.contracts.shapes.match import MatchState
from tests.support.databases import environment
from tests.support.happenings import Request, match

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MATCH = "01890000-0000-7000-8000-000000000001"


class Heard:
    """Events that were recorded."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def record(self, event: Event) -> None:
        """Keeps it."""
        self.events.append(event)


def of_two_offers() -> MatchState:
    """A proposal that waits for two owners."""
    proposed = match(MatchProposed, Request("r1", NOW), NOW, {"iso3166:TCD": "pending"}, status="reserving").match
    (line,), (asked,) = proposed.lines, proposed.reservations
    other = {"offer_id": "offer-002"}
    return proposed.model_copy(
        update={
            "match_id": MATCH,
            "lines": (line, line.model_copy(update=other)),
            "reservations": tuple(
                asked.model_copy(update={"status": "requested", "reservation_id": name, **more})
                for name, more in (("r-1", {}), ("r-2", other))
            ),
        }
    )


def held(reservation_id: str) -> CapacityReserved:
    """An owner's word."""
    return CapacityReserved.model_construct(match_id=MATCH, reservation_id=reservation_id)


@pytest.mark.paragraph("11")
async def test_sides_are_asked_once_both_hold(postgres: Postgres, tmp_path: Path) -> None:
    given = await environment(postgres, tmp_path, "matching", "two_owners")
    url = given["database_url"].replace("postgresql:", "postgresql+asyncpg:", 1)
    engine = create_async_engine(url, connect_args={"server_settings": {"acsg.service": "matching"}})
    heard = Heard()
    async with engine.begin() as connection:
        board = BoardRepository(connection)
        await board.keep_match(of_two_offers(), 1)
        await hear_reserved(board, heard, held("r-1"))
        first = await board.match(MATCH)
        assert first is not None
        assert heard.events == []
        assert ([one.status for one in first[0].reservations], first[1]) == (["held", "requested"], 1)
        await hear_reserved(board, heard, held("r-2"))
        both = await board.match(MATCH)
        assert both is not None
        assert [event.wire_type for event in heard.events] == ["acsg.matching.match-reserved"]
        assert (both[0].status, both[1]) == ("reserved", 2)
        lines = (await connection.execute(sa.select(t.match_line.c.offer_id))).scalars()
        assert sorted(lines) == ["offer-001", "offer-002"]
    await engine.dispose()
