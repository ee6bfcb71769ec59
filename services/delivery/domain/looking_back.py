"""How those who took part judge it, whether results last (WM 15.iii, 15.vii), and who stood beside it (WM 2)."""

from datetime import datetime
from typing import Literal

from services.delivery.domain.publication import agreed_with, asked_anew
from services.delivery.domain.stages import may
from services.delivery.domain.terms import a_side
from shared.contracts.shapes.champion import Came, Champion, ChampionWord, answered, beside
from shared.contracts.shapes.engagement import (
    EngagementState,
    Evaluation,
    EvaluationContent,
    Sustainability,
)
from shared.modalities.errors import Conflict, NotPermitted
from shared.modalities.paragraphs import P2, P15_III, P15_VII
from shared.modalities.steps.of_engagements import ASK_CHAMPION, EVALUATE, SAY_RESULTS_STAND


def evaluated(state: EngagementState, party: str, content: EvaluationContent, now: datetime) -> EngagementState:
    """The engagement with a side's own evaluation, after its end. A later one replaces it. One that may be public is its yes to
    what could be published with it, as the others' evaluations stand; a word of theirs it is not. Raises Conflict, NotPermitted.
    """
    may(state, EVALUATE)
    a_side(state, party)
    role = state.role_of(party)
    if role is None:
        raise NotPermitted("no_side", f"{party} is no side of this engagement", P15_VII)
    after = _with(state, Evaluation(by=party, role=role, content=content, given_at=now))
    return agreed_with(after, party, now) if content.may_be_public else after


def evaluated_by_secretariat(
    state: EngagementState, officer: str, content: EvaluationContent, now: datetime
) -> EngagementState:
    """The engagement with the Secretariat's evaluation. Raises Conflict."""
    may(state, EVALUATE)
    return _with(state, Evaluation(by=officer, role="secretariat", content=content, given_at=now))


def _with(state: EngagementState, evaluation: Evaluation) -> EngagementState:
    """An evaluation takes the place of its giver's earlier one; one that says the same was given when that was."""
    secretariat = evaluation.role == "secretariat"
    mine = next(
        (one for one in state.evaluations if one.role == evaluation.role and (secretariat or one.by == evaluation.by)),
        None,
    )
    if mine is not None and _words(mine) == _words(evaluation):
        evaluation = evaluation.model_copy(update={"given_at": mine.given_at})
    given = tuple(evaluation if one is mine else one for one in state.evaluations)
    return asked_anew(state.model_copy(update={"evaluations": given if mine is not None else (*given, evaluation)}))


def _words(evaluation: Evaluation) -> EvaluationContent:
    return evaluation.content.model_copy(update={"may_be_public": False})


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
    if party in beside(state.champions):
        raise Conflict("champion_already", f"{party} is asked, or stands beside it, already", P2)
    champion = Champion(party=party, came=came, answer="pending")
    return state.model_copy(update={"champions": (*state.champions, champion)})


def champion_answered(state: EngagementState, party: str, answer: ChampionWord, now: datetime) -> EngagementState:
    """A party's own word on standing beside the project: it accepts, declines, or ends it. Raises Conflict, NotPermitted."""
    may(state, ASK_CHAMPION)
    champions = answered(state.champions, party, answer, now)
    if champions is None:
        raise NotPermitted("not_asked", f"{party} is not asked to stand beside this engagement", P2)
    return state.model_copy(update={"champions": champions})
