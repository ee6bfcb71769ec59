"""The form of an offer, and the body made of it (WM 7, 18, 19, 20)."""

from typing import Any

from services.console.forms.again import AWAITED
from services.console.forms.questions import Group, Question, Rows, Section, pruned
from shared.modalities.access.actor import Actor

Q = Question
EXPERTS = Q("experts", "several", "own_experts")
"""Those of the party that leads."""
SECTIONS = (
    Section("offered", (
        Q("title", needed=True),
        Q("language", "choice", "languages", needed=True),
        Q("summary", "text"),
        Rows("lines", (
            Q("functional_areas", "many", "functional_areas", needed=True),
            Q("support_type", "choice", "support_type", needed=True),
            Q("support_form", "choice", "support_forms"),
            Group("quantity", (Q("amount", needed=True), Q("unit", "choice", "units", needed=True))),
            Q("description", "text"),
            EXPERTS,
        ), needed=True),
    ), "18"),
    Section("terms", (
        Group("availability", (Q("start", "date", needed=True), Q("end", "date"))),
        Q("languages", "many", "languages"),
        Q("channels", "many", "channel"),
        Q("delivery_modes", "many", "delivery_mode"),
        Q("conditions", "text"),
        Q("cost_borne", "choice", "cost_borne"),
        Q("visibility", "choice", "visibility"),
        Group("focal_point", (Q("name"), Q("email"))),
    ), "19"),
)  # fmt: skip


def begun(language: str) -> dict[str, Any]:
    """What a new form holds."""
    return {"language": language, "languages": [language], "visibility": "mechanism"}


def body(content: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """The body as its owner takes it: who offers is the party that the person speaks for."""
    made: dict[str, Any] = pruned(content) or {}
    made.pop(AWAITED, None)
    made.setdefault("offering_parties", [actor.party])
    made["lines"] = [{**line, "line_id": line.get("line_id", str(number + 1))}
                     for number, line in enumerate(made.get("lines", []))]  # fmt: skip
    return made
