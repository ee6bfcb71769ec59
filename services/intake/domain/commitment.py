"""A pledge through its life (WM 13). Pure: state in, state out; the caller records the event.

What nobody said of how far it is is `recorded`; then `planning`, `in_progress` and `fulfilled`, back and forth as its party says.
"""

from datetime import datetime
from typing import Any

from shared.contracts.shapes.own_commitment import CommitmentStage, OwnCommitmentContent, OwnCommitmentState
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P13

STATE = "iso3166:"


def checked(content: OwnCommitmentContent) -> OwnCommitmentContent:
    """As it is. Raises Invalid: another forum is named."""
    if content.forum == "other" and content.forum_name is None:
        words = "say at which other forum it was made"
        raise Invalid((Fault("/forum_name", words, "forum_needed"),), paragraph=P13)
    return content


def revised(state: OwnCommitmentState, content: OwnCommitmentContent) -> OwnCommitmentState:
    """With other words. Raises Invalid, also for another party's name."""
    if content.party != state.content.party:
        words = f"it is the commitment of {state.content.party}, and stays so"
        raise Invalid((Fault("/party", words, "party_changed"),), paragraph=P13)
    number = state.content_version + (content != state.content)
    return state.model_copy(update={"content": checked(content), "content_version": number})


def staged(state: OwnCommitmentState, stage: CommitmentStage, note: str | None, now: datetime) -> OwnCommitmentState:
    """How far its party says it is; that is its yearly word too."""
    since = state.stage_since if state.stage == stage else now
    return state.model_copy(update={"stage": stage, "stage_note": note, "stage_since": since, "confirmed_at": now})


def confirmed(state: OwnCommitmentState, now: datetime) -> OwnCommitmentState:
    """It stands as it did."""
    return state.model_copy(update={"confirmed_at": now})


def drawn_from(state: OwnCommitmentState, plan_title: str | None = None) -> dict[str, Any]:
    """What is known of a request that rests on it; the State words the rest. Raises Conflict for what no State pledged."""
    content = state.content
    if not content.party.startswith(STATE):
        raise Conflict("no_states_pledge", f"{content.party} is no State, and a request is a State's", P13)
    own: dict[str, Any] = {"description": content.text or content.title, "recorded_as": state.commitment_id}
    text: dict[str, Any] = {
        "title": content.title,
        "language": content.language,
        "requesting_states": [content.party],
        "own_commitments": [own],
    }
    return text | _plan(content, plan_title)


def _plan(content: OwnCommitmentContent, title: str | None) -> dict[str, Any]:
    if content.plan is None or title is None:
        return {}
    return {"national_plan": {"title": title, "recorded_as": content.plan.recorded_as}}
