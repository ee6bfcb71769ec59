"""A party tells of support that needs no match, and whom it names answers by itself (WM 19)."""

from typing import Literal

from pydantic import ConfigDict, Field

from services.delivery.actions.engagement import ENGAGEMENT, Delivery, Engagement, PartyBody, after, by_party
from services.delivery.domain import noticing
from services.delivery.domain.following import word_due
from services.delivery.storage.repository import EngagementRepository
from shared.application.use_case import Done, Make
from shared.contracts.delivery import EngagementFollowed, NoticeAnswered, NoticeGiven
from shared.contracts.serving import serving
from shared.contracts.shapes.engagement import EngagementState
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.runtime.identifiers import parsed


class NoticeLineBody(noticing.NoticeLine):
    """One thing that is given; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NoticeBody(noticing.NoticeContent):
    """A notice as given; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: tuple[NoticeLineBody, ...] = Field(min_length=1, max_length=100)


class NoticeAnswerBody(PartyBody):
    """Its own word."""

    answer: Literal["accepted", "declined"]


async def give_notice(doing: Delivery, body: NoticeBody) -> Done[EngagementState]:
    """Nobody is spoken for: who is named is asked, and is no side before it says so. Raises Invalid."""
    settings, now = doing.context, doing.now
    engagements = EngagementRepository(doing.uow.connection)
    reference = await engagements.next_reference(settings.deployment, now.year)
    state = noticing.by_notice(
        body, doing.new_id(), reference, settings.deployment,
        lambda party: serving(party, settings.deployment, settings.peers, now.date(), settings.last_counter), now,
    )  # fmt: skip
    state = word_due(state, settings.word_within)
    await engagements.add(state)
    if body.renews is not None:
        await _follow(doing, engagements, body.renews, body.party, state.engagement_id)
    doing.uow.record(
        NoticeGiven(aggregate_id=state.engagement_id, aggregate_version=1, engagement=state, party=body.party)
    )
    return Done(state, 1, state.engagement_id)


async def _follow(
    doing: Delivery, engagements: EngagementRepository, earlier: str, party: str, engagement_id: str
) -> None:
    """Both engagements are told in one transaction, so the chain is read from either end (WM 9)."""
    which = parsed(earlier)
    found = await engagements.find(which, lock=True) if which is not None else None
    before = noticing.followed(found[0] if found else None, party, engagement_id)
    version = (found[1] if found else 0) + 1
    await engagements.save(before, version)
    doing.uow.record(
        EngagementFollowed(aggregate_id=before.engagement_id, aggregate_version=version, engagement=before, party=party)
    )


async def answer_notice(doing: Delivery, stored: Engagement, body: NoticeAnswerBody) -> NoticeAnswered:
    """Raises Conflict, NotPermitted for who is not asked."""
    state = noticing.answered(stored.state, body.party, body.answer, doing.now)
    return NoticeAnswered(**after(stored, state), party=body.party)


GIVE_NOTICE = Make(
    a.GIVE_NOTICE,
    NoticeBody,
    lambda doing, body: resources.engagement(doing.context.deployment, [(body.party, body.role)]),
    give_notice,
    ENGAGEMENT.view,
)
ANSWER_NOTICE = by_party(a.ANSWER_NOTICE, NoticeAnswerBody, answer_notice)
