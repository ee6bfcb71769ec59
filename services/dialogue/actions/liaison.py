"""A contact of the Secretariat with a party as commands meet it: noted, corrected, followed up by its officers (WM 6)."""

from typing import Any

from pydantic import ConfigDict

from services.dialogue.actions.meeting import Dialogue, readable_meeting
from services.dialogue.domain import liaison as domain
from services.dialogue.domain.liaison import NewLiaison
from services.dialogue.storage.known_things import KnownThings
from services.dialogue.storage.liaisons import LiaisonRepository
from services.dialogue.storage.practices import PracticeRepository
from shared.application.keeping import kept
from shared.application.use_case import Change, Done, Kind, Make, Stored, whole
from shared.contracts import liaisons as events
from shared.contracts.incoming import Strict
from shared.contracts.liaisons import LiaisonEvent
from shared.contracts.shapes.liaison import FollowUp, FollowUpOutcome, LiaisonAbout, LiaisonContent, LiaisonState
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a
from shared.modalities.access.liaisons import liaison, of_liaison
from shared.modalities.access.policy import decide
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P6
from shared.runtime.identifiers import parsed

Liaison = Stored[LiaisonState]
READ = {
    "request": a.READ_REQUEST, "offer": a.READ_OFFER, "solicitation": a.READ_SOLICITATION, "match": a.READ_MATCH,
    "engagement": a.READ_ENGAGEMENT, "crisis": a.READ_CRISIS,
}  # fmt: skip
"""What one must be allowed to do with what a contact was about."""
EXAMPLE: dict[str, Any] = {
    "party": "iso3166:TCD",
    "held_on": "2026-03-02",
    "way": "video",
    "posts": ["Director for asylum, Ministry of the Interior"],
    "title": "What the feedback asks for",
    "language": "en",
    "said": "The objectives are being numbered anew.",
    "agreed": "A second version by the end of April.",
    "owed": {"text": "Send the template of milestones", "due_on": "2030-03-10"},
}


class LiaisonBody(LiaisonContent):
    """A contact as it is noted: with posts, never with names. ``owed``: what the Secretariat does next."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    owed: FollowUp | None = None

    def content(self) -> LiaisonContent:
        """The contact itself, as it is kept."""
        return LiaisonContent.model_validate(self.model_dump(include=set(LiaisonContent.model_fields)))


class LiaisonCorrectionBody(LiaisonBody):
    """All of it as it should have been noted, and why it is corrected."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"examples": [EXAMPLE | {"reason": "It was the second of March."}]},
    )

    reason: Text


class FollowUpBody(Strict):
    """What became of what the Secretariat owed."""

    outcome: FollowUpOutcome
    words: Text


LIAISON = Kind(
    "liaison",
    a.READ_LIAISON,
    of_liaison,
    lambda connection, liaison_id, lock: LiaisonRepository(connection).find(liaison_id, lock=lock),
    whole,
)
after = LIAISON.after


async def record_liaison(doing: Dialogue, body: LiaisonBody) -> Done[LiaisonState]:
    """Raises Invalid naming every fault."""
    stored, here, now = LiaisonRepository(doing.uow.connection), doing.context.deployment, doing.now
    state = domain.recorded(NewLiaison(doing.new_id(), "", here, now), body.content(), body.owed)
    await _known(doing, body.about)
    state = state.model_copy(update={"reference": await stored.next_reference(here, now.year)})
    await stored.add(state)
    doing.uow.record(events.LiaisonRecorded(aggregate_id=state.liaison_id, aggregate_version=1, liaison=state))
    return Done(state, 1, state.liaison_id)


async def correct_liaison(doing: Dialogue, stored: Liaison, body: LiaisonCorrectionBody) -> Done[LiaisonState]:
    """Raises Conflict, Invalid naming every fault."""
    state = domain.corrected(stored.state, body.content(), body.owed, body.reason, doing.now)
    if body.about != stored.state.content.about:
        await _known(doing, body.about)
    return await _changed(doing, events.LiaisonCorrected(**after(stored, state)))


async def follow_up_liaison(doing: Dialogue, stored: Liaison, body: FollowUpBody) -> Done[LiaisonState]:
    """Raises Conflict, Invalid."""
    state = domain.followed_up(stored.state, body.outcome, body.words, doing.now)
    return await _changed(doing, events.LiaisonFollowedUp(**after(stored, state)))


async def _known(doing: Dialogue, about: LiaisonAbout | None) -> None:
    """Raises Invalid for a thing that is not known here, or that the officer may not read: alike."""
    if about is not None and not await _reads(doing, about):
        fault = Fault("/about/item_id", f"names no {about.kind} that you may read here", "unknown_thing")
        raise Invalid((fault,), paragraph=P6)


async def _reads(doing: Dialogue, about: LiaisonAbout) -> bool:
    if about.kind == "meeting":
        return await readable_meeting(doing, about.item_id) is not None
    item_id, connection = parsed(about.item_id), doing.uow.connection
    if item_id is None:
        return False
    if about.kind == "engagement":
        thing = await PracticeRepository(connection).engagement(item_id)
    else:
        thing = await KnownThings(connection).find(about.kind, item_id)
    return thing is not None and decide(doing.by, READ[about.kind], thing).allowed


async def _changed(doing: Dialogue, event: LiaisonEvent) -> Done[LiaisonState]:
    return await kept(doing.uow, LiaisonRepository(doing.uow.connection), event.liaison, event)


RECORD_LIAISON = Make(
    a.RECORD_LIAISON, LiaisonBody, lambda doing, _: liaison(doing.context.deployment), record_liaison, whole
)
CORRECT_LIAISON = Change(LIAISON, a.CORRECT_LIAISON, LiaisonCorrectionBody, correct_liaison)
FOLLOW_UP_LIAISON = Change(LIAISON, a.FOLLOW_UP_LIAISON, FollowUpBody, follow_up_liaison)
