"""A side lets the other read its focal point (WM 19)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part, pruned
from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import RELEASE_CONTACT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.CONTACT


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "release_contact", {"party": case.party, "contact": pruned(typed) or {}, "id": case.item["itemId"]}


def released(state: Mapping[str, Any], party: str) -> bool:
    """Whether the party's focal point may be read by the other side now."""
    return any(one["party"] == party and one["contact_released"] for one in state["sides"])


PAGE = engagement_act(
    "contact", "contact", "title.contact", "act.contact", (RELEASE_CONTACT,), 4, _said, ("release_contact",),
    ready=lambda state, party: not released(state, party), parts=_parts, inside="focal_point",
)  # fmt: skip
