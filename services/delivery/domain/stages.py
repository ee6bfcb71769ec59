"""Refuses a step that the stage of an engagement does not allow, by the one table of its life (WM 11, 19, 20)."""

from shared.contracts.shapes.engagement import EngagementState
from shared.modalities.errors import Conflict
from shared.modalities.steps.of_engagements import EngagementStep


def may(state: EngagementState, step: EngagementStep) -> None:
    """Raises Conflict saying the stage and who may take the step when."""
    if state.stage not in step.stages:
        when = ", ".join(step.stages)
        words = f"An engagement that is {state.stage} cannot {step.does}: {step.who}, while it is {when}"
        raise Conflict(f"engagement_{state.stage}", words, step.paragraph)
