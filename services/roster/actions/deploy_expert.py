"""An expert is sent to an engagement of its party: both sides may read who it is where that is released, and who received it says
afterwards how it went (WM 7).
"""

from pydantic import Field

from services.roster.actions.expert import EXPERT, Expert, after, changed
from services.roster.actions.offer import Roster
from services.roster.domain import expert as domain
from services.roster.storage.experts import ExpertRepository
from shared.application.use_case import Change, Done
from shared.contracts.experts import ExpertAppraised, ExpertDeployed, ExpertPersonReleased, ExpertPersonTakenBack
from shared.contracts.incoming import Strict
from shared.contracts.shapes.expert import MOST_DEPLOYMENTS, Appraisal, ExpertState, Judgement
from shared.contracts.shapes.values import FocalPoint, Id, Language, Period, Text
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P7


class DeploymentBody(Strict):
    """To which engagement of one's party, and when."""

    engagement_id: Id
    period: Period


class NumberedBody(Strict):
    """Which deployment of the expert."""

    number: int = Field(ge=1, le=MOST_DEPLOYMENTS)


class PersonBody(NumberedBody):
    """Who the expert is, for both sides of that deployment's engagement."""

    person: FocalPoint


class AppraisalBody(NumberedBody):
    """How it went, by the word of who received the expert; another word replaces it."""

    judgement: Judgement
    text: Text
    language: Language


async def deploy_expert(doing: Roster, stored: Expert, body: DeploymentBody) -> Done[ExpertState]:
    """Raises Invalid for an engagement in which the party gives nothing, as for none; Conflict."""
    sent = await ExpertRepository(doing.uow.connection).given_in(body.engagement_id, stored.state.party)
    if sent is None:
        fault = Fault("/engagement_id", "is no engagement in which your party gives", "unknown_engagement")
        raise Invalid((fault,), paragraph=P7)
    state = domain.deployed(stored.state, sent, body.period, doing.now)
    return await changed(doing, ExpertDeployed(**after(stored, state), number=len(state.deployments)))


async def release_person(doing: Roster, stored: Expert, body: PersonBody) -> Done[ExpertState]:
    """Kept beside the expert; the event says only that it is. Raises Conflict."""
    state = domain.released(stored.state, body.number, True)
    experts = ExpertRepository(doing.uow.connection)
    await experts.keep_person(state.expert_id, body.number, body.person, doing.now)
    return await changed(doing, ExpertPersonReleased(**after(stored, state), number=body.number))


async def take_person_back(doing: Roster, stored: Expert, body: NumberedBody) -> Done[ExpertState]:
    """It is forgotten. Raises Conflict."""
    state = domain.released(stored.state, body.number, False)
    await ExpertRepository(doing.uow.connection).forget_person(state.expert_id, body.number)
    return await changed(doing, ExpertPersonTakenBack(**after(stored, state), number=body.number))


async def appraise_expert(doing: Roster, stored: Expert, body: AppraisalBody) -> Done[ExpertState]:
    """Raises Conflict before the deployment is over, Invalid where the text seems to name somebody."""
    party = doing.by.party or ""
    word = Appraisal(
        party=party, judgement=body.judgement, text=body.text, language=body.language, said_at=doing.now
    )  # fmt: skip
    state = domain.appraised(stored.state, body.number, word)
    return await changed(doing, ExpertAppraised(**after(stored, state), number=body.number, party=party))


DEPLOY_EXPERT = Change(EXPERT, a.DEPLOY_EXPERT, DeploymentBody, deploy_expert)
RELEASE_PERSON = Change(EXPERT, a.RELEASE_EXPERT, PersonBody, release_person)
TAKE_PERSON_BACK = Change(EXPERT, a.RELEASE_EXPERT, NumberedBody, take_person_back)
APPRAISE_EXPERT = Change(EXPERT, a.APPRAISE_EXPERT, AppraisalBody, appraise_expert)
