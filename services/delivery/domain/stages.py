"""In which stage which step may be taken, and by whom (WM 11, 19, 20). The one table of an engagement's life."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.contracts.shapes.engagement import EngagementState, PublicStage, Stage
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P2, P9, P11, P15_III, P15_VII, P19, P20, Paragraph

BEFORE_START: tuple[Stage, ...] = ("under_discussion", "agreed", "planning")
RUNNING: tuple[Stage, ...] = ("in_progress", "paused")
OVER: tuple[Stage, ...] = ("fulfilled", "ended_early", "withdrawn", "closed_unfulfilled")
ALIVE: tuple[Stage, ...] = (*BEFORE_START, *RUNNING)

LABELS: Mapping[Stage, PublicStage] = {
    "under_discussion": "Under discussion",
    "agreed": "Under discussion",
    "planning": "Planning",
    "in_progress": "In progress",
    "paused": "In progress",
    "fulfilled": "Fulfilled",
}
"""What the public portal calls it. One that ended otherwise is not shown there."""


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does with an engagement: in which stages, who may, and on which paragraph it rests."""

    does: str
    stages: tuple[Stage, ...]
    who: str
    paragraph: Paragraph


PROPOSE_TERMS = Step("have its terms proposed", ("under_discussion",), "either side", P11)
SIGN = Step("be signed", ("under_discussion",), "each party of both sides, for itself", P11)
PROPOSE_PLAN = Step("have a plan proposed", ("agreed", "planning", "in_progress"), "either side", P11)
AGREE_PLAN = Step("have its plan agreed", ("planning", "in_progress"), "each side, for itself", P11)
START = Step("start", ("planning",), "either side, once both agreed to the plan", P20)
REPORT = Step("be reported on", RUNNING, "either side", P15_VII)
ANSWER_REPORT = Step("have a report answered", (*RUNNING, "ended_early", "fulfilled"), "the other side", P15_VII)
SAY_NO_CHANGE = Step("be said to be unchanged", ALIVE, "either side", P15_VII)
PAUSE = Step("be paused", ("in_progress",), "either side", P11)
RESUME = Step("go on", ("paused",), "either side", P11)
SAY_FULFILLED = Step("be called fulfilled", ("in_progress",), "each side, for itself", P15_VII)
WITHDRAW = Step("be withdrawn from", BEFORE_START, "either side", P11)
END_EARLY = Step("be ended early", RUNNING, "either side", P11)
CLOSE = Step("be closed unfulfilled", ALIVE, "an officer of its deployment, when no side gives word", P11)
RELEASE_CONTACT = Step("have a contact released", ALIVE, "each side, its own", P19)
ASK_CHAMPION = Step("have a champion", ALIVE, "an officer asks, or the party volunteers", P2)
EVALUATE = Step("be evaluated", OVER, "each side, for itself, and an officer for the Secretariat", P15_VII)
SAY_RESULTS_STAND = Step("be looked back on", ("fulfilled", "ended_early"), "each side, for itself", P15_III)
RENEW = Step("be renewed", ("in_progress", "fulfilled"), "either side", P9)


def may(state: EngagementState, step: Step) -> None:
    """Raises Conflict saying the stage and who may take the step when."""
    if state.stage not in step.stages:
        when = ", ".join(step.stages)
        words = f"An engagement that is {state.stage} cannot {step.does}: {step.who}, while it is {when}"
        raise Conflict(f"engagement_{state.stage}", words, step.paragraph)
