"""How those who took part judge it, whether results last (WM 15.iii, 15.vii), and who stood beside it (WM 2)."""

from datetime import datetime
from typing import Any, Literal

from services.delivery.domain.stages import may
from services.delivery.domain.terms import a_side
from shared.contracts.shapes.engagement import (
    Came,
    Champion,
    EngagementState,
    Evaluation,
    EvaluationContent,
    Sustainability,
)
from shared.contracts.shapes.public_views import PublicEngagement, PublicEvaluation, PublicParty
from shared.modalities.errors import Conflict, NotPermitted
from shared.modalities.paragraphs import P2, P15_III, P15_VII
from shared.modalities.steps.of_engagements import ASK_CHAMPION, EVALUATE, SAY_RESULTS_STAND

_SHOWN = tuple(EvaluationContent.model_fields.keys() & PublicEvaluation.model_fields.keys())
"""What of an evaluation is published."""


def evaluated(state: EngagementState, party: str, content: EvaluationContent, now: datetime) -> EngagementState:
    """The engagement with a side's own evaluation, after its end. A later one replaces it. Raises Conflict, NotPermitted."""
    may(state, EVALUATE)
    a_side(state, party)
    role = state.role_of(party)
    if role is None:
        raise NotPermitted("no_side", f"{party} is no side of this engagement", P15_VII)
    return _with(state, Evaluation(by=party, role=role, content=content, given_at=now))


def evaluated_by_secretariat(
    state: EngagementState, officer: str, content: EvaluationContent, now: datetime
) -> EngagementState:
    """The engagement with the Secretariat's evaluation. Raises Conflict."""
    may(state, EVALUATE)
    return _with(state, Evaluation(by=officer, role="secretariat", content=content, given_at=now))


def _with(state: EngagementState, evaluation: Evaluation) -> EngagementState:
    secretariat = evaluation.role == "secretariat"
    kept = tuple(
        one for one in state.evaluations
        if (one.role != "secretariat" if secretariat else one.by != evaluation.by)
    )  # fmt: skip
    return state.model_copy(update={"evaluations": (*kept, evaluation)})


def public_evaluations(state: EngagementState) -> tuple[Evaluation, ...]:
    """Those the public may read: none unless every party of both sides evaluated and said so; with them the Secretariat's, if
    it says so of its own.
    """
    willing = tuple(one for one in state.evaluations if one.content.may_be_public)
    return () if state.sides_without(one.by for one in willing) else willing


def public_view(state: EngagementState) -> dict[str, Any] | None:
    """What the public is shown of an engagement, as plain values; None: nothing of it."""
    found = public_evaluations(state)
    if not found or state.ended_at is None:
        return None
    shown = PublicEngagement(
        parties=tuple(PublicParty(role=one.role, party=one.party) for one in state.sides),
        started_on=state.started_on,
        ended_on=state.ended_at.date(),
        evaluations=tuple(
            PublicEvaluation(
                by="secretariat" if one.role == "secretariat" else one.by,
                role=one.role,
                given_on=one.given_at.date(),
                **{name: getattr(one.content, name) for name in _SHOWN},
            )
            for one in found
        ),
    )
    return shown.model_dump(mode="json")


def results_stand(
    state: EngagementState, party: str, stand: Literal["yes", "partly", "no"], words: str | None, now: datetime
) -> EngagementState:
    """A side says whether results still stand; when every party said so nothing is owed any more. Raises Conflict, NotPermitted."""
    may(state, SAY_RESULTS_STAND)
    a_side(state, party)
    if state.sustainability_due_at is None or now < state.sustainability_due_at:
        raise Conflict("too_early", "Whether results last is asked some time after the end", P15_III)
    said = Sustainability(party=party, results_stand=stand, words=words, given_at=now)
    kept = tuple(one for one in state.sustainability if one.party != party)
    return state.model_copy(update={"sustainability": (*kept, said)})


def champion_asked(state: EngagementState, party: str, came: Came = "approached") -> EngagementState:
    """An officer asks a party to stand beside the project; one that volunteered confirms it by its own word, too.

    Raises Conflict.
    """
    may(state, ASK_CHAMPION)
    if state.role_of(party) is not None:
        raise Conflict("is_a_side", f"{party} is a side of this engagement", P2)
    if party in {one.party for one in state.champions if one.answer in {"pending", "accepted"}}:
        raise Conflict("champion_already", f"{party} is asked, or stands beside it, already", P2)
    champion = Champion(party=party, came=came, answer="pending")
    return state.model_copy(update={"champions": (*state.champions, champion)})


def champion_answered(
    state: EngagementState, party: str, answer: Literal["accepted", "declined", "ended"], now: datetime
) -> EngagementState:
    """A party's own word on standing beside the project: it accepts, declines, or ends it. Raises Conflict, NotPermitted."""
    may(state, ASK_CHAMPION)
    needed = "accepted" if answer == "ended" else "pending"
    mine = next((one for one in reversed(state.champions) if one.party == party and one.answer == needed), None)
    if mine is None:
        raise NotPermitted("not_asked", f"{party} is not asked to stand beside this engagement", P2)
    dated = {"accepted": {"since": now}, "declined": {}, "ended": {"until": now}}[answer]
    after = mine.model_copy(update={"answer": answer, **dated})
    return state.model_copy(update={"champions": tuple(after if one is mine else one for one in state.champions)})
