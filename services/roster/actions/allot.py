"""An officer proposes an allotment of the fund, another one decides, and the State in whose support it is says its own word (WM 7)."""

from typing import Any

from pydantic import ConfigDict

from services.roster.actions.fund import (
    ALLOTMENT,
    Allotment,
    at,
    drawn_on,
    entered_of,
    kept_allotment,
    may_be_allotted,
    view_allotment,
)
from services.roster.actions.offer import Roster
from services.roster.domain import fund_ledger as ledger
from services.roster.domain import fund_rules as rules
from services.roster.storage.experts import ExpertRepository
from services.roster.storage.funds import AllotmentRepository, FundLedger
from shared.application.use_case import Change, Done, Make, NoBody
from shared.contracts.incoming import Strict
from shared.contracts.shapes.fund import AllotmentContent, AllotmentDecision, FundAllotment, StateAnswer
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a
from shared.modalities.access.funds import allotment
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P7
from shared.runtime.identifiers import parsed

EXAMPLE: dict[str, Any] = {
    "contribution_id": "019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071",
    "money": {"amount": "12000", "unit": "USD"},
    "state": "iso3166:TCD",
    "functional_area": "registration",
    "purpose": {"expert_id": "019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6072", "initiative_id": "INITIATIVE-2026-TCD-001"},
    "reason": "No party has offered a quality assessor",
    "language": "en",
}


class AllotmentBody(AllotmentContent):
    """What is proposed; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})


class AllotmentDecisionBody(Strict):
    """Yes or no, and why."""

    approved: bool
    reason: Text


class AllotmentAnswerBody(Strict):
    """Whether the State agrees, and whether who gave the money may read which State it is."""

    agreed: bool
    shows_contributor: bool = False


async def propose_allotment(doing: Roster, body: AllotmentBody) -> Done[FundAllotment]:
    """Raises Conflict, Invalid, NotFound."""
    content, now = AllotmentContent.model_validate(body.model_dump()), doing.now
    await may_be_allotted(doing, content)
    await _expert_is_known(doing, content)
    rows = AllotmentRepository(doing.uow.connection)
    state = FundAllotment(
        allotment_id=doing.new_id(), reference=await rows.next_reference(content.state, now.year),
        region=doing.context.deployment, status="proposed", content=content, proposed_by=doing.by.subject, proposed_at=now,
    )  # fmt: skip
    await rows.add(state)
    return Done(state, 1, state.allotment_id)


async def withdraw_allotment(doing: Roster, stored: Allotment, _: NoBody) -> Done[FundAllotment]:
    """Raises Conflict."""
    return await kept_allotment(doing, stored, rules.taken_back(stored.state))


async def decide_allotment(doing: Roster, stored: Allotment, body: AllotmentDecisionBody) -> Done[FundAllotment]:
    """What is there, ear-mark and ceilings are looked at again, alone. Raises Conflict, NotPermitted."""
    said = stored.state.content
    decision = AllotmentDecision(approved=body.approved, reason=body.reason, by=doing.by.subject, decided_at=doing.now)
    if not body.approved:
        given = await drawn_on(doing, said.contribution_id)
        return await kept_allotment(doing, stored, rules.decided(stored.state, given, decision))
    given = await may_be_allotted(doing, said)
    state = rules.decided(stored.state, given, decision)
    entry = entered_of(doing, state, body.reason)
    rows = FundLedger(doing.uow.connection)
    await rows.add(ledger.moved("allotment", entry, said.money.amount, "available", "allotted"))
    return await kept_allotment(doing, stored, state)


async def answer_allotment(doing: Roster, stored: Allotment, body: AllotmentAnswerBody) -> Done[FundAllotment]:
    """A no lets what was allotted go back. Raises Conflict."""
    entry = entered_of(doing, stored.state)
    allotted, committed, paid = await at(doing, entry, "allotted", "committed", "paid")
    answer = StateAnswer(
        agreed=body.agreed, shows_contributor=body.agreed and body.shows_contributor, said_at=doing.now
    )
    state = rules.answered(stored.state, answer, committed + paid)
    if not body.agreed and allotted > 0:
        rows = FundLedger(doing.uow.connection)
        await rows.add(ledger.moved("release", entry, allotted, "allotted", "available"))
    return await kept_allotment(doing, stored, state)


async def _expert_is_known(doing: Roster, content: AllotmentContent) -> None:
    wanted = content.purpose.expert_id
    if wanted is None:
        return
    key = parsed(wanted)
    if key is None or await ExpertRepository(doing.uow.connection).find(key, lock=False) is None:
        raise Invalid((Fault("/purpose/expert_id", "no such expert is listed here", "unknown_expert"),), paragraph=P7)


PROPOSE_ALLOTMENT = Make(
    a.KEEP_FUND, AllotmentBody, lambda doing, body: allotment(doing.context.deployment, body.state),
    propose_allotment, view_allotment,
)  # fmt: skip
WITHDRAW_ALLOTMENT = Change(ALLOTMENT, a.KEEP_FUND, NoBody, withdraw_allotment)
DECIDE_ALLOTMENT = Change(ALLOTMENT, a.DECIDE_ALLOTMENT, AllotmentDecisionBody, decide_allotment)
ANSWER_ALLOTMENT = Change(ALLOTMENT, a.ANSWER_ALLOTMENT, AllotmentAnswerBody, answer_allotment)
