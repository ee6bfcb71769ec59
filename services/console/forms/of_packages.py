"""What pages of packages of support ask, and the body made of it (WM 7, 18)."""

from typing import Any

from services.console.forms.questions import Part, Question, Rows, pruned

Q = Question
PACKAGE: tuple[Part, ...] = (
    Rows("wordings", (
        Q("language", "choice", "languages", needed=True),
        Q("title", needed=True),
        Q("summary", "text"),
        Q("conditions", "text"),
    ), needed=True),
    Rows("lines", (
        Q("line_id", "hidden"),
        Q("functional_areas", "many", "functional_areas", needed=True),
        Q("support_type", "choice", "support_type", needed=True),
        Q("support_form", "choice", "support_forms"),
        Q("unit", "choice", "units", needed=True),
        Rows("years", (Q("year", needed=True), Q("amount", needed=True)), needed=True),
        Q("description", "text"),
        Q("experts", "several", "own_experts"),
    ), needed=True),
    Q("cost_borne", "choice", "cost_borne"),
    Q("quality_characteristics", "many", "quality_characteristics"),
    Q("languages", "many", "languages"),
    Q("legal_traditions", "many", "legal_traditions"),
    Q("channels", "many", "channel"),
    Q("delivery_modes", "many", "delivery_mode"),
    Q("countries", "several", "states"),
)  # fmt: skip
OFFER: tuple[Part, ...] = (
    Q("in_response_to", "hidden"),
    Q("language", "hidden"),
    Q("visibility", "choice", "visibility", needed=True),
)
ALL: tuple[tuple[Part, ...], ...] = (PACKAGE, OFFER)
"""Every form here; their labels are words of the catalogue."""


def body(typed: dict[str, Any], kept: dict[str, Any] | None = None) -> dict[str, Any]:
    """The body as its owner takes it; ``kept``: what of the package no question asks."""
    made: dict[str, Any] = dict(kept or {}) | (pruned(typed) or {})
    lines = made.get("lines", [])
    used = {line["line_id"] for line in lines if "line_id" in line}
    free = (str(n) for n in range(1, 1000) if str(n) not in used)
    made["lines"] = [
        {**line, "line_id": line.get("line_id") or next(free), "years": [_year(one) for one in line.get("years", [])]}
        for line in lines
    ]
    return made


def _year(one: dict[str, Any]) -> dict[str, Any]:
    """A year is a number; what was typed otherwise is the owner's to name."""
    typed = str(one.get("year", ""))
    return one | ({"year": int(typed)} if typed.isascii() and typed.isdigit() else {})
