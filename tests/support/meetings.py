"""A meeting through its life without a running service: made with dialogue's own rules, so that its states are possible."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from services.dialogue.domain import meeting as domain
from shared.contracts import dialogue
from shared.contracts.dialogue import MeetingEvent
from shared.contracts.shapes.meeting import MeetingContent, MeetingRecord, MeetingState, Moderator
from tests.support.bodies import another

LINK = "https://meet.example/canary-way-in"
PLACE = "canary-place"


def meeting_body(**changes: Any) -> dict[str, Any]:
    """A meeting online on a Thursday at nine in Dakar; Chad and France are invited."""
    body: dict[str, Any] = {
        "title": "Registration: what worked",
        "language": "fr",
        "topic_kind": "thematic",
        "functional_areas": ["registration"],
        "starts_at": "2026-03-26T09:00:00Z",
        "ends_at": "2026-03-26T11:30:00Z",
        "time_zone": "Africa/Dakar",
        "format": "hybrid",
        "place": PLACE,
        "join_link": LINK,
        "invited": ["iso3166:TCD", "iso3166:FRA"],
        "registration_closes_at": "2026-03-20T17:00:00Z",
    }
    return body | another() | changes


class Meeting:
    """Each method takes a step and gives its event. ``serving``: parties that another deployment tells."""

    def __init__(
        self,
        now: datetime,
        meeting_id: str = "m1",
        region: str = "wca",
        serving: Mapping[str, str] | None = None,
        **changes: Any,
    ) -> None:
        self.version, self.serves = 1, dict(serving or {}).get
        content = MeetingContent.model_validate(meeting_body(**changes))
        reference = f"MEETING-{now.year}-{region.upper()}-001"
        self.state: MeetingState = domain.convened(content, meeting_id, reference, region, now, self.serves)
        self.convened = dialogue.MeetingConvened(aggregate_id=meeting_id, aggregate_version=1, meeting=self.state)

    def _next(self, kind: type[MeetingEvent], state: MeetingState, **more: Any) -> Any:
        self.version, self.state = self.version + 1, state
        return kind(aggregate_id=state.meeting_id, aggregate_version=self.version, meeting=state, **more)

    def changed(self, now: datetime, **changes: Any) -> dialogue.MeetingChanged:
        body = self.state.content.model_dump(mode="json") | changes
        before = self.state.content.starts_at
        state, what = domain.changed(self.state, MeetingContent.model_validate(body), now, self.serves)
        return self._next(
            dialogue.MeetingChanged, state, changed=what, was_at=before if "time" in what else None
        )  # fmt: skip

    def answered(
        self, party: str, now: datetime, answer: domain.Answer = "registered", delegates: int | None = 2
    ) -> dialogue.InvitationAnswered:
        state = domain.answered(self.state, party, answer, delegates, None, now)
        return self._next(dialogue.InvitationAnswered, state, party=party)

    def moderated(self, *parties: str) -> dialogue.ModeratorsChosen:
        chosen = tuple(Moderator(party=party, came="volunteered") for party in parties)
        return self._next(dialogue.ModeratorsChosen, domain.moderated(self.state, chosen, "They know it", ()))

    def cancelled(self, reason: str = "No room") -> dialogue.MeetingCancelled:
        return self._next(dialogue.MeetingCancelled, domain.cancelled(self.state, reason), reason=reason)

    def held(self, now: datetime) -> dialogue.MeetingHeld:
        record = MeetingRecord(summary="Much was learnt", good_practices=("One form for all",))
        return self._next(dialogue.MeetingHeld, domain.held(self.state, record, now))


Step = Callable[[Meeting, datetime], MeetingEvent]
STEPS: Mapping[str, Step] = {
    "registers": lambda one, now: one.answered("iso3166:TCD", now),
    "declines": lambda one, now: one.answered("iso3166:TCD", now, "declined"),
    "other registers": lambda one, now: one.answered("iso3166:FRA", now),
    "moderators": lambda one, _: one.moderated("iso3166:FRA", "org:euaa"),
    "moved": lambda one, now: one.changed(now, starts_at="2026-03-30T09:00:00Z", ends_at="2026-03-30T11:00:00Z"),
    "one more": lambda one, now: one.changed(now, invited=[*one.state.content.invited, "iso3166:SEN"]),
    "cancelled": lambda one, _: one.cancelled(),
    "held": lambda one, now: one.held(now),
}
"""What may happen to a meeting; those that are not possible raise ModalityError."""
