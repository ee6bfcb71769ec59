"""The form of a support request, in sections of at most seven questions, and the body made of it (WM 8, 13, 15)."""

from typing import Any

from services.console.forms.again import AWAITED
from services.console.forms.questions import Group, Question, Rows, Section, pruned
from shared.contracts.vocabulary import OFFICE, office_of
from shared.modalities.access.actor import Actor

Q = Question
SECTIONS = (
    Section("who", (
        Q("title", needed=True),
        Q("language", "choice", "languages", needed=True),
        Group("competent_authority", (
            Q("name", needed=True),
            Group("focal_point", (Q("name"), Q("post"), Q("email"))),
        )),
        Q("requesting_states", "several", "states"),
    ), "8"),
    Section("route", (
        Group("submission_route", (Q("route", "choice", "route", needed=True), Q("reason", "text"))),
    ), "8"),
    Section("ground", (
        Group("national_plan", (Q("title"), Q("reference"), Q("recorded_as", called="plan_recorded_as"))),
        Group("assessment", (Q("reference"), Q("conducted_on", "date"), Q("summary", "text"), Q("recorded_as"))),
    ), "13"),
    Section("commitments", (Rows("own_commitments", (Q("description", "text"), Q("resources", "text"), Q("recorded_as", called="pledge_recorded_as"), Q("for_line"))),), "13"),
    Section("gap", (Q("summary", "text"), Q("gap", "text")), "15.ii"),
    Section("lines", (
        Rows("lines", (
            Q("functional_area", "choice", "functional_areas", needed=True),
            Q("support_type", "choice", "support_type", needed=True),
            Q("support_form", "choice", "support_forms"),
            Group("quantity", (Q("amount", needed=True), Q("unit", "choice", "units", needed=True))),
            Group("period", (Q("start", "date", needed=True), Q("end", "date"))),
            Q("description", "text"),
            Q("assessed_as"),
        ), needed=True),
    ), "15.ii"),
    Section("objectives", (
        Rows("objectives", (
            Q("text", "text"),
            Rows("milestones", (
                Q("text", "text"), Q("kind", "choice", "milestone"), Q("due_on", "date"), Q("target"),
            ), least=2),
        )),
    ), "15.ii"),
    Section("lasting", (
        Group("sustainability", (Q("statement", "text"), Q("exit_arrangement", "text"))),
        Group("coordination", (Q("how_coordinated", "text"), Q("duplication_mitigation", "text"))),
        Group("monitoring", (Q("report_schedule", "text"),)),
        Rows("beneficiaries", (
            Q("name"), Q("project_with_authorities", "text"), Q("party", "choice", "organisations", called="recipient_party"),
        )),
    ), "15.iii"),
    Section("timing", (
        Q("horizon", "choice", "horizon"), Q("urgent", "flag"), Q("urgency", "text"), Q("languages", "many", "languages"),
    ), "9"),
    Section("crisis", (
        Group("crisis", (Q("emergency", "text"), Q("reference", called="crisis_reference"), Q("response_plan", "text"), Q("complementarity", "text"))),
    ), "12"),
)  # fmt: skip
"""Section -> what it asks."""


OF_WORKBOOK = "workbook"
"""Where a draft keeps what came with its workbook; no part of its body."""


PREPARED = "prepared"
"""Where a draft keeps what its owner has of it: ``id`` and ``version`` there, ``sent`` as it was sent, ``text`` as it stands there, and
``contested``, what others wrote where the person wrote too; no part of its body."""


def begun(language: str) -> dict[str, Any]:
    """What a new form holds."""
    return {"language": language, "languages": [language], "submission_route": {"route": "country_office"},
            "horizon": "long_term"}  # fmt: skip


def lead_for(actor: Actor) -> str | None:
    """The State for which somebody prepares: its own, or that of its country office."""
    party = actor.party
    return f"iso3166:{party.removeprefix(OFFICE)}" if party is not None and party.startswith(OFFICE) else party


def _asking(content: dict[str, Any], actor: Actor) -> list[str | None]:
    """Who asks, the lead first. A list that was chosen in a form is in the order of names: those who stood there before keep theirs,
    so that nobody signs anew for that.
    """
    before = ((content.get(PREPARED) or {}).get("text") or {}).get("requesting_states") or []
    lead, chosen = (before or [lead_for(actor)])[0], content.get("requesting_states") or []
    others = [one for one in (*before, *chosen) if one in chosen and one != lead]
    return [lead, *dict.fromkeys(others)]


def body(content: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """The body as its owner takes it: who asks is the State that the person prepares for, and leads."""
    made: dict[str, Any] = pruned(content) or {}
    made.pop(OF_WORKBOOK, None)
    made.pop(AWAITED, None)
    made.pop(PREPARED, None)
    made["requesting_states"] = _asking(content, actor)
    lead = made["requesting_states"][0]
    made["lines"] = [{**line, "line_id": line.get("line_id", str(number + 1))}
                     for number, line in enumerate(made.get("lines", []))]  # fmt: skip
    route = made.get("submission_route", {})
    if route.get("route") == "country_office" and lead:
        route["country_office"] = office_of(lead)
        route.pop("reason", None)
    made.setdefault("competent_authority", {})
    return made
