"""A party notes that its expert works in one of its engagements (WM 7)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.console.forms import of_experts as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.experts import ON, expert_act
from services.console.http.lists import Row, to_choose_from
from services.console.http.visit import Visit
from shared.modalities.access.actions import DEPLOY_EXPERT


async def _find(visit: Visit) -> Case:
    """The expert, with the engagements in which the reader's party gives."""
    case = await ON.find(visit)
    if not case.party:
        return Case(visit, case.item, {"engagements": []})

    def gives(one: Row) -> bool:
        return any((it["party"], it["role"]) == (case.party, "offerer") for it in one["state"]["sides"])

    found, further = await to_choose_from(visit, "own_engagements", "engagements", gives, filter={"party": case.party})
    return Case(visit, case.item, {"engagements": found, "further": further})


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.DEPLOYMENT


def _choices(case: Case) -> Mapping[str, Named]:
    return {
        "own_engagements": [
            (one["itemId"], f"{one['reference']} {one['title'] or ''}".strip()) for one in case.more["engagements"]
        ]
    }


def _said(case: Case, typed: dict[str, Any]) -> Said:
    given = {"engagement": typed["engagement_id"], "period": forms.days(typed["period"])}
    return "deploy_expert", {"id": case.item["itemId"], **given}


_ACT = expert_act(
    "expert_deployment", "deployments", "title.expert_deployment", "act.expert_deployment", DEPLOY_EXPERT, 4, _said, "deploy_expert", find=_find, parts=_parts, choices=_choices
)  # fmt: skip
PAGE = replace(_ACT, documents=(*_ACT.documents, "own_engagements"))
