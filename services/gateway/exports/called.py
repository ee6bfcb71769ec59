"""The table of calls for offers: one row for each party that was asked, as far as its reader may know of it (WM 17)."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.gateway.exports import shared_columns as c
from services.gateway.exports.cells import CellKind, Column, ExportRow


def asked(state: Any) -> Iterable[Mapping[str, Any]]:
    """The parties that were asked."""
    return tuple(state.get("asked", ()))


def _party(entry: ExportRow, _: str) -> list[str]:
    party = entry.part.get("party")
    return [] if party is None else [party]


PARTIES = (
    *c.IDENTITY,
    Column("title", "#activity+name", c.of_content("shown", "title")),
    *c.PLACE,
    *c.requesting_states(c.of_content("requesting_states")),
    c.STATUS,
    Column("request_id", "#meta+id+request", c.of_content("request_id")),
    Column("party", "#org+code+asked", c.of_part("party")),
    Column("party_name", "#org+name+asked", c.named(_party)),
    Column("reach", "#status+code+reach", c.of_part("reach")),
    Column("answer", "#status+code+answer", c.of_part("answer")),
    Column("reason", "#meta+code+reason", c.of_part("reason_code")),
    Column("ask_again_after", "#date+again", c.of_part("ask_again_after"), CellKind.DAY),
    Column("sought_at", "#date+start", c.of_content("sought_at"), CellKind.MOMENT),
    Column("answer_due_at", "#date+due", c.of_content("answer_due_at"), CellKind.MOMENT),
    Column("answered_at", "#date+answered", c.of_part("answered_at"), CellKind.MOMENT),
    Column("ended_at", "#date+end", c.of_content("ended_at"), CellKind.MOMENT),
    c.CHANGED,
)
