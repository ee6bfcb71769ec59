"""What matching keeps and readers of other deployments may ask for (WM 6, 11, 16, 17)."""

from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from services.matching.domain.need import ZERO
from services.matching.storage import tables as t
from shared.contracts.fitting import FittingRequestFound
from shared.contracts.matching import MatchProposed, OffersSought, OpenNeedChanged
from shared.contracts.shapes.match import NeedLine
from shared.runtime.federation.kept import KeptAggregate
from shared.runtime.federation.tables import federation_table

digest_table = federation_table(t.metadata)


def _lines() -> sa.ScalarSelect[Any]:
    line = t.need_line
    texts: list[Any] = []
    for name in ("line_id", "functional_area", "support_type", "unit", "asked", "reserved", "committed"):
        texts += [sa.literal_column(f"'{name}'"), sa.cast(line.c[name], sa.Text)]
    one = sa.func.jsonb_build_object(*texts)
    ordered = sa.func.jsonb_agg(aggregate_order_by(one, line.c.position))
    return sa.select(ordered).where(line.c.request_id == t.need.c.request_id).scalar_subquery()


class KeptNeed(Protocol):
    """A need as ``_NEEDS`` reads it; ``lines`` is None while it has none."""

    id: str
    version: int
    handed_over_to: str | None
    reference: str
    region: str
    states: Any
    lines: list[dict[str, Any]] | None


def _need(row: KeptNeed) -> dict[str, object]:
    """The need as OpenNeedChanged carries it."""
    lines = [NeedLine.model_validate(found | {"open": ZERO}) for found in row.lines or ()]
    lines = [x.model_copy(update={"open": max(ZERO, x.asked - x.reserved - x.committed)}) for x in lines]
    said = OpenNeedChanged(
        aggregate_id=row.id,
        aggregate_version=row.version,
        request_id=row.id,
        reference=row.reference,
        region=row.region,
        requesting_states=row.states,
        lines=tuple(lines),
        handed_over_to=row.handed_over_to,
    )
    return said.model_dump(mode="json")


_STATE = t.known_request.c.state
_NEEDS = sa.select(
    t.need.c.request_id.label("id"), t.need.c.version, t.need.c.handed_over_to, _STATE["reference"].astext.label("reference"),
    _STATE["region"].astext.label("region"), _STATE["content"]["requesting_states"].label("states"),
    _lines().label("lines"),
).join_from(t.need, t.known_request, t.known_request.c.request_id == t.need.c.request_id)  # fmt: skip
_MATCHES = sa.select(t.match.c.match_id.label("id"), t.match.c.version, t.match.c.state)
_CALLS = sa.select(t.solicitation.c.solicitation_id.label("id"), t.solicitation.c.version, t.solicitation.c.state)

_FITTING = sa.select(t.fitting_request.c.fitting_id.label("id"), t.fitting_request.c.version, t.fitting_request.c.state)

KEPT = (
    KeptAggregate("need", OpenNeedChanged.wire_type, None, _NEEDS, t.need.c.request_id, _need),
    KeptAggregate("match", MatchProposed.wire_type, "match", _MATCHES, t.match.c.match_id),
    KeptAggregate("solicitation", OffersSought.wire_type, "solicitation", _CALLS, t.solicitation.c.solicitation_id),
    KeptAggregate("fitting", FittingRequestFound.wire_type, "fitting", _FITTING, t.fitting_request.c.fitting_id),
)
