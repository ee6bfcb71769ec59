"""What pages of engagements share: finding one, and who may do what with it now, by the table of its life and the policy."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.console.forms.engagement_bodies import agreed_lines, planned_milestones
from services.console.http.acting import Act, Case, act_page
from services.console.http.page import Page
from services.console.http.register import register
from services.console.http.visit import Visit
from shared.modalities.access import resources
from shared.modalities.access.actions import GIVE_NOTICE
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.modalities.errors import Conflict, NotPermitted
from shared.modalities.steps.of_engagements import EngagementStep

State = Mapping[str, Any]
Ready = Callable[[State, str], bool]
"""Whether a step makes sense for a party as the engagement stands."""


def thing_of(state: State) -> Resource:
    """An engagement as the policy sees it."""
    sides = [(one["party"], one["role"]) for one in state["sides"]]
    champions = [(one["party"], one["answer"]) for one in state["champions"]]
    serving = {one["offer_region"] for one in state["lines"]} | {
        one["region"] for one in state["sides"] if one["region"]
    }
    asked = [one for one in state.get("asked_sides", ()) if one["answer"] == "pending"]
    serving |= {one["region"] for one in asked if one["region"]}
    return resources.engagement(
        state["region"], sides, champions, serving - {state["region"]}, (one["party"] for one in asked)
    )


def may(actor: Actor, state: State, step: EngagementStep) -> bool:
    """Whether the policy lets the actor take the step at all, whatever the stage."""
    return step.action is not None and decide(actor, step.action, thing_of(state)).allowed


def may_give_notice(actor: Actor) -> bool:
    """Whether the policy lets the actor tell of support in its party's name."""
    new = resources.engagement(None, [(actor.party, "requester")] if actor.party else [])
    return decide(actor, GIVE_NOTICE, new).allowed


def _always(_: State, __: str) -> bool:
    return True


def _anybody(_: Case) -> bool:
    return True


@dataclass(frozen=True)
class EngagementAct(Act):
    """An act on an engagement; ``steps``: rows of the table of its life, one of which must hold; ``order`` on its page.

    ``since``: the moment of the engagement from which on it is asked for; ``open_to``: whether anything is left of it for
    this person.
    """

    steps: tuple[EngagementStep, ...] = ()
    ready: Ready = _always
    order: int = 0
    since: str = ""
    open_to: Callable[[Case], bool] = _anybody

    def step(self, state: State) -> EngagementStep | None:
        """The step that the stage allows."""
        return next((one for one in self.steps if state["stage"] in one.stages), None)

    def fits(self, case: Case) -> bool:
        """Whether it makes sense for the person's party now."""
        begins = case.state.get(self.since) if self.since else None
        if self.since and (begins is None or datetime.fromisoformat(begins) > case.visit.desk.clock.now()):
            return False
        return self.ready(case.state, case.party) and self.open_to(case)


async def find(visit: Visit) -> Case:
    """The engagement of the address. Raises NotFound, also for who may not know of it."""
    return Case(visit, await visit.item("item", visit.place("engagement_id"), "engagement"))


def engagement_act(
    name: str, tail: str, title: str, words: str, steps: tuple[EngagementStep, ...], order: int, said: Any, documents: tuple[str, ...],
    *, ready: Ready = _always, **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on an engagement. Refuses with who may, and, in another stage, with when."""

    def check(case: Case) -> None:
        state, actor = case.state, case.visit.actor
        if not any(may(actor, state, one) for one in steps):
            raise NotPermitted("not_permitted", steps[0].who, steps[0].paragraph)
        if act.step(state) is None or not act.fits(case):
            raise Conflict(f"engagement_{state['stage']}", steps[0].who, steps[0].paragraph)

    act = EngagementAct(
        name, f"/engagements/{{engagement_id}}/{tail}", title, words, ("item", *documents), find, check, said,
        "/engagements/{id}", steps=steps, ready=ready, order=order, example={"engagement_id": "engagement"}, **more,
    )  # fmt: skip
    return act_page(act)


@dataclass(frozen=True)
class Offered:
    """An act as an engagement's page shows it: by a link, or with who takes it."""

    title: str
    to: str
    who: str
    paragraph: str


def offered(case: Case) -> tuple[list[Offered], list[Offered]]:
    """What the reader may do now, and what others may."""
    mine, others = [], []
    for act, step in _possible(case.state):
        to = act.path.format(engagement_id=case.item["itemId"])
        one = Offered(act.title, to, f"who.{step.of}", step.paragraph.number)
        if not may(case.visit.actor, case.state, step):
            others.append(one)
        elif act.fits(case):
            mine.append(one)
    return mine, others


def _possible(state: State) -> Iterator[tuple[EngagementAct, EngagementStep]]:
    acts = [page.act for page in register() if isinstance(page.act, EngagementAct)]
    for act in sorted(acts, key=lambda one: one.order):
        if (step := act.step(state)) is not None:
            yield act, step


def lines_named(case: Case) -> list[tuple[str, str]]:
    """Lines of which something is to be given, by number, area as far as it is shown, and the units of both sides."""
    words, found = case.visit.words, []
    for one in agreed_lines(case.state):
        area = words.choice("functional_areas", one["functional_area"]) if "functional_area" in one else ""
        units = dict.fromkeys(words.unit(one[name]) for name in ("unit", "covers_unit"))
        parts = [part for part in (area, " / ".join(units)) if part]
        found.append((one["line_id"], f"{one['line_id']}. {', '.join(parts)}"))
    return found


def report_named(case: Case, report: State) -> str:
    """A report as it is chosen: what, how much, on which day."""
    words = case.visit.words
    if "milestone_id" in report:
        planned = {one["milestone_id"]: one["text"] for one in planned_milestones(case.state)}
        what = str(planned.get(report["milestone_id"]) or report["milestone_id"])[:80]
        return f"{what} ({words.day(report['as_of'])})"
    quantity = report["quantity"]
    amount = words.amount(quantity)
    return f"{report['line_id']}. {amount} ({words.day(report['delivered_on'])})"
