"""When the officers of a deployment last spoke with each party, of the contacts that they noted (WM 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from services.gateway.domain.parties_served import SCHEMES, parties_served, served_by
from services.gateway.read_model.places import PRESENT
from services.gateway.read_model.reader import ItemReader, perhaps

MOST = 1000


@dataclass(frozen=True)
class QuietFor:
    """Which parties are asked for. ``days``: not spoken with for so many; ``kind``: of ``SCHEMES``; ``region``: whose bureau serves them."""

    days: int
    kind: str | None = None
    region: str | None = None


@dataclass(frozen=True)
class LastContact:
    """A party, and the last contact with it; ``owed``: how many contacts with it make something owed still."""

    party: str
    held_on: date | None = None
    item_id: str | None = None
    contacts: int = 0
    owed: int = 0


async def last_contacts(
    reader: ItemReader, deployment: str, today: date, asked: QuietFor
) -> tuple[list[LastContact], bool]:
    """Parties without a contact for so long, those that were never spoken with first, then the longest ago; and whether there are more."""
    found = await _by_party(reader)
    known = {*parties_served(deployment, today), *found}
    since = today - timedelta(days=asked.days)
    those = [
        one
        for party in known
        if _asked_for(party, asked, today)
        for one in [found.get(party) or LastContact(party)]
        if one.held_on is None or one.held_on <= since
    ]
    those.sort(key=lambda one: (one.held_on or date.min, one.party))
    return those[:MOST], len(those) > MOST


def _asked_for(party: str, asked: QuietFor, today: date) -> bool:
    of_kind = asked.kind is None or party.startswith(SCHEMES[asked.kind] + ":")
    return of_kind and (asked.region is None or served_by(party, today) == asked.region)


async def _by_party(reader: ItemReader) -> Mapping[str, LastContact]:
    columns = PRESENT.columns
    party, held = columns.parties[1], columns.state["content"]["held_on"].astext
    newest: Any = sa.func.array_agg(
        sa.dialects.postgresql.aggregate_order_by(columns.id, held.desc(), columns.id.desc())
    )
    query = sa.select(
        party.label("party"), sa.func.max(held).label("held_on"), newest.label("ids"), sa.func.count().label("contacts"),
        sa.func.count().filter(columns.status == "owed").label("owed"),
    ).select_from(PRESENT.source).where(columns.kind == "liaison", perhaps(reader.actor, "liaison", PRESENT)).group_by(party)  # fmt: skip
    return {
        row.party: LastContact(row.party, date.fromisoformat(row.held_on), row.ids[0], row.contacts, row.owed)
        for row in await reader.rows(query)
    }
