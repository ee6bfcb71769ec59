"""The tables: which columns each has, and how an item becomes its rows; a line of an item is a row (WM 7, 8, 11, 16)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.gateway.exports import called, engaged
from services.gateway.exports import shared_columns as c
from services.gateway.exports.cells import CellKind, Column, ExportRow
from services.gateway.read_model.snapshot import SeenItem
from services.gateway.read_model.views import ItemView


@dataclass(frozen=True)
class Table:
    """One export. ``kind`` is the kind of items; ``name`` is that of the file; ``parts`` are what its rows are about, where these
    are not the lines: an item without any has no row then.
    """

    name: str
    kind: str
    columns: tuple[Column, ...]
    parts: Callable[[Any], Iterable[Mapping[str, Any]]] | None = None

    def entries(self, seen: SeenItem) -> Iterator[ExportRow]:
        """The rows of an item: one for each line, or one for an item whose lines are not shown."""
        whole = _entry(seen)
        if self.parts is not None:
            yield from (replace(whole, part=part) for part in self.parts(seen.state))
            return
        parts: Any = whole.content.get("lines") or ({},)
        left = {one["line_id"]: one for one in seen.state.get("capacity", ())}
        for part in parts:
            yield replace(whole, part={**part, "capacity": left.get(part.get("line_id"), {})})


def _entry(seen: SeenItem) -> ExportRow:
    """What is the same on every row of an item. Of an item that is only shown, no more than its fields is known."""
    if seen.view is ItemView.SHOWN:
        return ExportRow(seen.item_id, seen.region, seen.view, None, None, None, seen.shown, {})
    content = seen.state.get("content", seen.state)
    return ExportRow(
        seen.item_id, seen.region, seen.view, seen.status, seen.begun_at, seen.changed_at,
        {**content, "reference": seen.reference, "item": seen.state}, {},
    )  # fmt: skip


def _urgent(entry: ExportRow, _: str) -> str | None:
    found = entry.content.get("urgent")
    return None if found is None else "yes" if found else "no"


def _uptake(entry: ExportRow, _: str) -> str | None:
    """Also for who sees the amounts: a reader compares files without knowing whose token each was made with."""
    state: Any = entry.content["item"]
    word: str | None = state["uptake"] if "uptake" in state else (state.get("for_others") or {}).get("uptake")
    return word


_STATES = c.of_content("requesting_states")
_OFFERERS = c.of_content("offering_parties")

SUPPORT_REQUESTS = Table("support-requests", "request", (
    *c.IDENTITY,
    Column("title", "#activity+name", c.of_content("title")),
    Column("summary", "#description", c.of_content("summary")),
    *c.PLACE,
    *c.requesting_states(_STATES),
    c.STATUS,
    Column("line", "#meta+line", c.of_part("line_id")),
    *c.areas(c.of_part("functional_area")),
    Column("support_type", "#modality+type", c.of_part("support_type")),
    Column("support_form", "#modality+form", c.of_part("support_form")),
    *c.quantities(c.of_part("quantity", "unit"), asked=c.of_part("quantity", "amount")),
    *c.days(c.of_part("period", "start"), c.of_part("period", "end")),
    Column("urgent", "#severity+urgent", _urgent),
    Column("crisis", "#crisis+name", c.of_content("crisis", "emergency")),
    Column("horizon", "#activity+horizon", c.of_content("horizon")),
    Column("engagement", "#activity+engagement", c.of_content("engagement")),
    Column("submitted_at", "#date+reported", lambda e, _: e.begun_at, CellKind.MOMENT),
    c.CHANGED,
    c.SHOWN_AS,
))  # fmt: skip
OFFERS = Table("offers", "offer", (
    *c.IDENTITY,
    Column("title", "#activity+name", c.of_content("title")),
    Column("summary", "#description", c.of_content("summary")),
    *c.PLACE,
    Column("parties", "#org+code+list", c.several(_OFFERERS)),
    Column("party_names", "#org+name+list", c.named(_OFFERERS)),
    c.STATUS,
    Column("line", "#meta+line", c.of_part("line_id")),
    *c.areas(c.of_part("functional_areas")),
    Column("support_type", "#modality+type", c.of_part("support_type")),
    Column("support_form", "#modality+form", c.of_part("support_form")),
    *c.quantities(
        c.of_part("quantity", "unit"), offered=c.of_part("quantity", "amount"), reserved=c.of_part("capacity", "reserved"),
        committed=c.of_part("capacity", "committed"), remaining=c.of_part("capacity", "remaining"),
    ),
    Column("uptake", "#capacity+code+uptake", _uptake),
    *c.days(c.of_content("availability", "start"), c.of_content("availability", "end")),
    Column("countries", "#country+code+list", c.several(c.of_content("countries"))),
    Column("channels", "#channel+code+list", c.several(c.of_content("channels"))),
    Column("delivery_modes", "#modality+delivery+list", c.several(c.of_content("delivery_modes"))),
    Column("cost_borne", "#meta+cost+code", c.of_content("cost_borne")),
    Column("legal_traditions", "#meta+legal_tradition+list", c.several(c.of_content("legal_traditions"))),
    Column("listed_at", "#date+reported", lambda e, _: e.begun_at, CellKind.MOMENT),
    Column("confirmed_at", "#date+approved", c.of_content("item", "confirmed_at"), CellKind.MOMENT),
    c.CHANGED,
))  # fmt: skip
MATCHES = Table("matches", "match", (
    *c.IDENTITY,
    *c.PLACE,
    *c.requesting_states(engaged.side("requester")),
    Column("parties", "#org+code+list", c.several(engaged.side("offerer"))),
    Column("party_names", "#org+name+list", c.named(engaged.side("offerer"))),
    c.STATUS,
    *c.areas(c.of_content("functional_areas")),
    Column("request_id", "#meta+id+request", c.of_part("request_id")),
    Column("offer_id", "#meta+id+offer", c.of_part("offer_id")),
    *c.quantities(c.of_part("quantity", "unit"), matched=c.of_part("quantity", "amount")),
    Column("covers", "#capacity+num+covers", c.of_part("covers", "amount"), CellKind.NUMBER),
    Column("covers_unit", "#capacity+unit+covers", c.of_part("covers", "unit")),
    Column("channel", "#channel+code", c.of_content("channel")),
    Column("delivery_mode", "#modality+delivery", c.of_content("delivery_mode")),
    Column("proposed_at", "#date+start", lambda e, _: e.begun_at, CellKind.MOMENT),
    Column("confirmed_on", "#date+approved",
           lambda e, _: (e.content.get("confirmed_at") or e.content.get("confirmed_on") or "")[:10] or None, CellKind.DAY),
    c.CHANGED,
    c.SHOWN_AS,
))  # fmt: skip
NEEDS = Table("needs", "need", (
    *c.IDENTITY,
    *c.PLACE,
    *c.requesting_states(_STATES),
    c.STATUS,
    Column("line", "#meta+line", c.of_part("line_id")),
    *c.areas(c.of_part("functional_area")),
    Column("support_type", "#modality+type", c.of_part("support_type")),
    *c.quantities(c.of_part("unit"), asked=c.of_part("asked"), reserved=c.of_part("reserved"),
                  committed=c.of_part("committed"), open=c.of_part("open")),
    c.CHANGED,
))  # fmt: skip

ENGAGEMENTS = Table("engagements", "engagement", engaged.LINES)
DELIVERIES = Table("engagement-deliveries", "engagement", engaged.DELIVERIES, engaged.deliveries)
MILESTONES = Table("engagement-milestones", "engagement", engaged.MILESTONES, engaged.milestones)
CALLS = Table("calls-for-offers", "solicitation", called.PARTIES, called.asked)

TABLES: Mapping[str, Table] = {
    one.name: one for one in (SUPPORT_REQUESTS, OFFERS, MATCHES, NEEDS, CALLS, ENGAGEMENTS, DELIVERIES, MILESTONES)
}
