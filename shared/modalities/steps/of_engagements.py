"""In which stage which step of an engagement may be taken, by whom, by which action (WM 11, 19, 20).

The one table of an engagement's life: its owner refuses by it, pages offer by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.paragraphs import P2, P9, P11, P15_III, P15_VII, P19, P20, Paragraph

BEFORE_START = ("under_discussion", "agreed", "planning")
RUNNING = ("in_progress", "paused")
OVER = ("fulfilled", "ended_early", "withdrawn", "closed_unfulfilled")
ALIVE = (*BEFORE_START, *RUNNING)
HOLDING = ALIVE[1:]
"""Stages in which terms are in force, and others may be proposed beside them (WM 9)."""

LABELS: Mapping[str, str] = {
    "under_discussion": "Under discussion",
    "agreed": "Under discussion",
    "planning": "Planning",
    "in_progress": "In progress",
    "paused": "In progress",
    "fulfilled": "Fulfilled",
}
"""What the public portal calls it. One that ended otherwise is not shown there."""


@dataclass(frozen=True, slots=True)
class EngagementStep:
    """What somebody does with an engagement: in which stages, who may, by which action of the policy, on which paragraph.

    ``who``: in words; ``of``: the same as a key of the words of pages.
    """

    does: str
    stages: tuple[str, ...]
    who: str
    of: str
    paragraph: Paragraph
    action: Action | None


SIDE, EACH, SIDE_WORDS = "either_side", "each_side", "either side"
EACH_WORDS = "each side, for itself"

ANSWER_NOTICE = EngagementStep(
    "have a party that it names answer", BEFORE_START, "the party that is named", "champion", P19, a.ANSWER_NOTICE
)  # fmt: skip
PROPOSE_TERMS = EngagementStep("have its terms proposed", ALIVE, SIDE_WORDS, SIDE, P11, a.PROPOSE_TERMS)
SIGN = EngagementStep("be signed", ALIVE, "each party of both sides, for itself", EACH, P11, a.SIGN_TERMS)
SET_TERMS_ASIDE = EngagementStep(
    "have new terms declined or taken back", HOLDING, "each party of both sides, for itself", EACH, P9, a.SET_TERMS_ASIDE
)  # fmt: skip
PROPOSE_PLAN = EngagementStep(
    "have a plan proposed", ("agreed", "planning", "in_progress"), SIDE_WORDS, SIDE, P11, a.PROPOSE_PLAN
)  # fmt: skip
AGREE_PLAN = EngagementStep("have its plan agreed", ("planning", "in_progress"), EACH_WORDS, EACH, P11, a.AGREE_PLAN)
START = EngagementStep(
    "start", ("planning",), "either side, once both agreed to the plan", "after_plan", P20, a.START_ENGAGEMENT
)  # fmt: skip
REPORT = EngagementStep("be reported on", RUNNING, SIDE_WORDS, SIDE, P15_VII, a.REPORT_PROGRESS)
ANSWER_REPORT = EngagementStep(
    "have a report answered", (*RUNNING, "ended_early", "fulfilled"), "the other side", "other_side", P15_VII,
    a.ANSWER_REPORT,
)  # fmt: skip
SAY_NO_CHANGE = EngagementStep("be said to be unchanged", ALIVE, SIDE_WORDS, SIDE, P15_VII, a.REPORT_PROGRESS)
PAUSE = EngagementStep("be paused", ("in_progress",), SIDE_WORDS, SIDE, P11, a.PAUSE_ENGAGEMENT)
RESUME = EngagementStep("go on", ("paused",), SIDE_WORDS, SIDE, P11, a.PAUSE_ENGAGEMENT)
SAY_FULFILLED = EngagementStep("be called fulfilled", ("in_progress",), EACH_WORDS, EACH, P15_VII, a.SAY_FULFILLED)
WITHDRAW = EngagementStep("be withdrawn from", BEFORE_START, SIDE_WORDS, SIDE, P11, a.END_ENGAGEMENT)
END_EARLY = EngagementStep("be ended early", RUNNING, SIDE_WORDS, SIDE, P11, a.END_ENGAGEMENT)
CLOSE = EngagementStep(
    "be closed unfulfilled", ALIVE, "an officer of its deployment, when no side gives word", "officer", P11,
    a.CLOSE_ENGAGEMENT,
)  # fmt: skip
RELEASE_CONTACT = EngagementStep("have a contact released", ALIVE, "each side, its own", EACH, P19, a.RELEASE_CONTACT)
ASK_CHAMPION = EngagementStep(
    "have a champion", ALIVE, "an officer asks, also who volunteered", "officer", P2, a.ASK_CHAMPION
)  # fmt: skip
EVALUATE = EngagementStep(
    "be evaluated", OVER, "each side, for itself, and an officer for the Secretariat", EACH, P15_VII,
    a.EVALUATE_ENGAGEMENT,
)  # fmt: skip
PUBLISH = EngagementStep("be published", OVER, EACH_WORDS, EACH, P15_VII, a.ANSWER_PUBLICATION)
SAY_RESULTS_STAND = EngagementStep(
    "be looked back on", ("fulfilled", "ended_early"), EACH_WORDS, EACH, P15_III, a.SAY_RESULTS_STAND
)  # fmt: skip

# The same steps as others take them: an office records a paper, an officer judges for the Secretariat, a champion answers.
RECORD_PAPER = EngagementStep(
    "have a signed paper recorded", SIGN.stages, "the country office or the bureau", "office", P19, a.RECORD_SIGNED_TERMS
)  # fmt: skip
EVALUATE_FOR_SECRETARIAT = EngagementStep(
    "be evaluated", OVER, "an officer for the Secretariat", "officer", P15_VII, a.EVALUATE_AS_SECRETARIAT
)  # fmt: skip
ANSWER_AS_CHAMPION = EngagementStep(
    "have a champion", ALIVE, "the party that is asked", "champion", P2, a.ANSWER_AS_CHAMPION
)  # fmt: skip
