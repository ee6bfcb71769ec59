"""What pages of experts share: finding one, who may do what with it by the policy, the experts of one's own party (WM 7)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from services.console.http.acting import Case, Named
from services.console.http.lists import to_choose_from
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.http.visit import Visit
from services.console.wording.words import ConsoleWords
from shared.contracts.shapes.expert import ExpertState, standing_on
from shared.modalities.access.actions import LIST_EXPERT, READ_EXPERT, Action
from shared.modalities.access.experts import expert, of_new_expert
from shared.modalities.access.policy import decide

ON = OfferedOn("expert", "/experts/{id}", "expert_id", named="expert")
OWN = "The party that employs or certifies the expert alone"
RECEIVED = "Parties that received the expert alone"


def lists(visit: Visit) -> bool:
    """Whether the policy lets the person list one in its own party's name."""
    actor = visit.actor
    return decide(actor, LIST_EXPERT, of_new_expert(actor.party or "", actor.region or "")).allowed


def reads(visit: Visit) -> bool:
    """Whether the policy lets the person read experts that are shown."""
    actor = visit.actor
    shown = expert(actor.region, actor.party or "", visibility="mechanism")
    return decide(actor, READ_EXPERT, shown).allowed


def may(case: Case, action: Action) -> bool:
    """Whether the policy lets the reader do it; a receiver's own deployments stand in what it is shown."""
    state = case.state
    receivers = [it["party"] for one in state["deployments"] for it in one["receivers"]]
    thing = expert(state["region"], state["party"], receivers, state["content"]["visibility"], state["status"])
    return decide(case.visit.actor, action, thing).allowed


def today(visit: Visit) -> date:
    """The day by which a deployment is over, and an expert away."""
    return visit.desk.clock.now().date()


def standing(visit: Visit, state: Mapping[str, Any]) -> str:
    """How the expert stands today, by what the reader sees of it: listed, unavailable or withdrawn."""
    return standing_on(ExpertState.model_validate(state), today(visit))


def over(visit: Visit, one: Mapping[str, Any]) -> bool:
    """Whether the last day of a deployment has passed."""
    return bool(one["period"].get("end")) and date.fromisoformat(one["period"]["end"]) < today(visit)


def days(words: ConsoleWords, period: Mapping[str, Any]) -> str:
    """From when to when."""
    end = period.get("end")
    return f"{words.day(period['start'])} – {words.day(end) if end else words.say('expert.open')}"


def deployments(case: Case, fits: Callable[[Mapping[str, Any]], bool]) -> Mapping[str, Named]:
    """Those deployments to choose from, by engagement and days."""
    words = case.visit.words
    return {
        "deployments": [
            (str(one["number"]), f"{one['engagement_reference']}, {days(words, one['period'])}")
            for one in case.state["deployments"] if fits(one)
        ]
    }  # fmt: skip


def shown_to(words: ConsoleWords) -> list[tuple[str, str]]:
    """Who may read a profile."""
    return [(one, words.choice("visibility", one)) for one in ("mechanism", "secretariat")]


async def own_experts(visit: Visit) -> list[tuple[str, str]]:
    """The listed experts of one's own party, to name in an offer or a package."""
    if not lists(visit):
        return []
    narrowed = {"party": visit.actor.party, "status": ["listed"]}
    found, _ = await to_choose_from(visit, "own_experts", "experts", filter=narrowed)
    return [(one["itemId"], f"{one['reference']} {one['title'] or ''}".strip()) for one in found]


def expert_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Callable[[Case, dict[str, Any]], Any], document: str,
    *, who: str = OWN, fits: Callable[[Case], bool] = lambda case: case.state["status"] == "listed", **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on an expert."""
    return ON.page(
        name, tail, title, words, said, document, may=lambda case: may(case, action), who=who,
        paragraph=action.paragraph, fits=fits, order=order, **more,
    )  # fmt: skip
