"""An officer proposes a match of what was chosen on the bench, in whole or in part, with the reason (WM 11)."""

from typing import Any

from services.console.forms import of_matches as forms
from services.console.forms.questions import Part, without
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.deciding import for_officers
from services.console.http.visit import Visit
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P11

MOST = 10
"""Offers of one proposal by this page."""


async def _find(visit: Visit) -> Case:
    """The request, and of what was chosen each offer. Raises NotPermitted, Invalid for a choice that is none of the bench."""
    item = await for_officers(visit, "Officers alone propose a match", P11)
    if visit.request.method == "POST":
        return Case(visit, item)
    asked = {line["line_id"]: line for line in item["state"]["content"]["lines"]}
    rows = []
    for chosen in visit.request.query_params.getlist("choose")[:MOST]:
        line_id, _, rest = chosen.partition("/")
        offer_id, _, offer_line_id = rest.partition("/")
        if line_id not in asked:
            raise Invalid((Fault("/choose", "the request has no such line", "unknown_line"),), paragraph=P11)
        offer = await visit.item("item", offer_id, "offer")
        area = visit.words.choice("functional_areas", asked[line_id]["functional_area"])
        givers = visit.words.say("mark.comma").join(visit.words.party(one) for one in offer["parties"])
        what = f"{line_id}. {area} – {givers}{visit.words.say('mark.comma')}{offer['reference']}"
        rows.append(forms.begun(asked[line_id], offer["state"], offer_line_id, what))
    return Case(visit, item, {"rows": rows})


def _check(case: Case) -> None:
    if case.visit.request.method != "POST" and not case.more["rows"]:
        raise Conflict("nothing_chosen", "Choose offers on the bench first", P11)


def _parts(case: Case) -> tuple[Part, ...]:
    rows = case.more.get("rows")
    if rows is None:
        return forms.PROPOSAL if any(name.endswith("-covers-amount") for name in case.visit.fields()) else _one_unit()
    return forms.PROPOSAL if any(one["quantity"]["unit"] != one["covers"]["unit"] for one in rows) else _one_unit()


def _one_unit() -> tuple[Part, ...]:
    """The form where everything is given in the unit in which it is asked."""
    return (without(forms.PROPOSAL[0], {"covers"}), *forms.PROPOSAL[1:])


def _begun(case: Case) -> dict[str, Any]:
    return {"lines": case.more["rows"]}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    lines = [one | {"covers": one.get("covers") or one["quantity"]} for one in typed["lines"]]
    body = forms.proposal_body(case.item["itemId"], typed | {"lines": lines})
    return "propose_match", body | {"reason": typed["reason"]}


ACT = Act(
    "proposal", "/requests/{request_id}/proposal", "title.proposal", "act.proposal", ("request", "item", "propose_match"),
    _find, _check, _said, "/requests/{id}", parts=_parts, begun=_begun, fresh=False, example={"request_id": "request"},
    leads_to="/matches/{match_id}", versioned=False,
)  # fmt: skip
PAGE = act_page(ACT)
