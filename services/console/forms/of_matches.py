"""What pages of an officer's bench ask: a proposal, a consultation, a confirmation, a proposal taken back (WM 11, 19, 20)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.of_engagements import HOW, REASON
from services.console.forms.questions import Group, Part, Question, Rows, pruned

Q = Question
HELD = (
    Q("party", "choice", "offerers", needed=True),
    Q("held_on", "date", needed=True),
    Q("held_at", needed=True),
    Q("summary", "text", needed=True),
)
ROW = (
    Q("what", "fixed", "said"),
    Q("request_line_id", "hidden"),
    Q("offer_id", "hidden"),
    Q("offer_line_id", "hidden"),
    Group("quantity", (Q("amount", needed=True), Q("unit", "fixed", "units"))),
    Group("covers", (Q("amount", needed=True), Q("unit", "fixed", "units"))),
)
PROPOSAL: tuple[Part, ...] = (
    Rows("lines", ROW, fixed=True),
    Q("reason", "text", needed=True),
    Rows("consultations", HELD, least=0),
)
CONFIRMATION = HOW
WITHDRAWAL = REASON
ALL: tuple[tuple[Part, ...], ...] = (PROPOSAL, HELD, CONFIRMATION, WITHDRAWAL)
"""Every form here; their labels are words of the catalogue."""


def held_body(typed: Mapping[str, Any]) -> dict[str, Any]:
    """A consultation as its owner takes it: its moment is in UTC, as the form says."""
    said = {name: value for name, value in typed.items() if name != "held_on"}
    return said | {"held_at": f"{typed['held_on']}T{typed['held_at']}:00Z"}


def begun(asked: Mapping[str, Any], offer: Mapping[str, Any], offer_line_id: str, what: str) -> dict[str, Any]:
    """A row of a proposal: an offer's line put to a request's, in the smaller of both amounts where their units are one."""
    given = next((one for one in offer["content"]["lines"] if one["line_id"] == offer_line_id), None)
    unit = given["quantity"]["unit"] if given else ""
    same = given is not None and unit == asked["quantity"]["unit"]
    amount = min(asked["quantity"]["amount"], given["quantity"]["amount"], key=float) if given and same else ""
    return {
        "what": what, "request_line_id": asked["line_id"], "offer_id": offer["offer_id"], "offer_line_id": offer_line_id,
        "quantity": {"amount": amount, "unit": unit},
        "covers": {"amount": amount, "unit": asked["quantity"]["unit"]},
    }  # fmt: skip


def proposal_body(request_id: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Lines and consultations as their owner takes them."""
    lines = [
        {name: value for name, value in one.items() if name != "what"} | {"request_id": request_id}
        for one in typed["lines"]
    ]
    held = [held_body(one) for one in typed["consultations"]]
    return {"lines": [pruned(one) or {} for one in lines], "consultations": held or None}
