"""What pages of plans over all needs share: finding one, and what one does with a suggestion of it (WM 6, 11)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.of_plans import WHY
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.modalities.access.actions import MAKE_ALLOCATION
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_deployment
from shared.modalities.errors import NotFound, NotPermitted
from shared.modalities.paragraphs import P11

ALL = "/plans"
ONE = ALL + "/{plan_id}"
BACK = ALL + "/{id}"
AT_ONCE, TO_CHOOSE = 20, 50
"""Lines of a page, and of a plan those that may be chosen by a form."""
Line = Mapping[str, Any]


def plans(visit: Visit) -> bool:
    """Whether the policy lets the person have a plan made."""
    return decide(visit.actor, MAKE_ALLOCATION, of_deployment(visit.actor.region)).allowed


def officers(visit: Visit) -> None:
    """Raises NotPermitted for anybody else."""
    if not plans(visit):
        raise NotPermitted("not_permitted", "Officers alone plan over all needs", P11)


async def find(visit: Visit, after: int = 0, first: int = AT_ONCE) -> Case:
    """The plan of the address with some of its lines. Raises NotPermitted, NotFound."""
    officers(visit)
    found = (await visit.ask("needs_plan", id=visit.place("plan_id"), after=after, first=first))["needsPlan"]
    item = {
        "itemId": found["planId"],
        "version": found["version"],
        "title": visit.words.say("title.needs_plan"),
        "state": found,
    }
    return Case(visit, item)


async def _find_pair(visit: Visit) -> Case:
    """The plan, and the suggestion of the address. Raises NotFound where it suggests none."""
    after = 0
    while True:
        case = await find(visit, after, 500)
        for place, line in enumerate(case.state["lines"], after):
            if (line["requestId"], line["lineId"]) == (visit.place("request_id"), visit.place("line_id")):
                for part in line["parts"]:
                    if part["offerId"] == visit.place("offer_id"):
                        page = place - place % AT_ONCE
                        return Case(visit, case.item, {"line": line, "part": part, "after": page})
        if case.state["after"] is None:
            raise NotFound("not_found", "The plan suggests no such offer for this line")
        after = case.state["after"]


def anything(_: Case) -> None:
    """Whether it may be done is the owner's to say."""


def called(case: Case, line: Line) -> str:
    """A line in the reader's words."""
    words = case.visit.words
    return f"{line['reference']} {line['lineId']}. {words.choice('functional_areas', line['functionalArea'])}"


def _beside(case: Case) -> dict[str, Any]:
    """What is suggested, above the form."""
    line, part = case.more["line"], case.more["part"]
    quantity = {"amount": part["amount"], "unit": line["unit"]}
    return {"suggested": f"{called(case, line)} – {case.visit.words.amount(quantity)}, {part['reference']}"}


def suggestion_page(name: str, words: str, tail: str, document: str) -> Page:
    """The page by which an officer decides on one suggestion, with words."""

    def said(case: Case, typed: dict[str, Any]) -> Said:
        names = {one: case.visit.place(f"{one}_id") for one in ("request", "line", "offer")}
        return document, {"id": case.item["itemId"], **names, "reason": typed["reason"]}

    path = f"{ONE}/lines/{{request_id}}/{{line_id}}/{{offer_id}}/{tail}"
    example = {"plan_id": "needs_plan", "request_id": "request", "line_id": "1", "offer_id": "offer"}
    act = Act(
        name, path, f"title.{name}", words, ("needs_plan", document), _find_pair, anything, said, BACK + "?after={after}",
        parts=lambda _: WHY, shows=_beside, fresh=False, example=example, template="needs_plan_act",
    )  # fmt: skip
    return act_page(act)
