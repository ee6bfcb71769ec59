"""A meeting through its life without a running service: made with dialogue's own rules, so that its states are possible."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from services.dialogue.domain import meeting as domain
from services.dialogue.domain.agreed_actions import action_in, reported
from shared.contracts import dialogue
from shared.contracts.dialogue import MeetingEvent
from shared.contracts.shapes.meeting import (
    ActionState,
    Answer,
    MeetingContent,
    MeetingRecord,
    MeetingState,
    Moderator,
    Volunteer,
)
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
        self, party: str, now: datetime, answer: Answer = "registered", delegates: int | None = 2
    ) -> dialogue.InvitationAnswered:
        state = domain.answered(self.state, party, answer, delegates, None, now)
        return self._next(dialogue.InvitationAnswered, state, party=party)

    def volunteered(self, party: str, now: datetime) -> dialogue.ModeratorVolunteered:
        state = domain.volunteered(self.state, Volunteer(party=party, volunteered_at=now))
        return self._next(dialogue.ModeratorVolunteered, state, party=party)

    def volunteered_no_more(self, party: str) -> dialogue.VolunteerWithdrew:
        return self._next(dialogue.VolunteerWithdrew, domain.volunteered_no_more(self.state, party), party=party)

    def moderated(self, *parties: str) -> dialogue.ModeratorsChosen:
        chosen = tuple(Moderator(party=party, came="approached") for party in parties)
        return self._next(dialogue.ModeratorsChosen, domain.moderated(self.state, chosen, "They know it", ()))

    def cancelled(self, reason: str = "No room") -> dialogue.MeetingCancelled:
        return self._next(dialogue.MeetingCancelled, domain.cancelled(self.state, reason), reason=reason)

    def held(self, now: datetime, *actions: Mapping[str, Any]) -> dialogue.MeetingHeld:
        given = {"summary": "Much was learnt", "good_practices": ["One form for all"], "actions": actions}
        record = MeetingRecord.model_validate(given)
        return self._next(dialogue.MeetingHeld, domain.held(self.state, record, now))

    def agreed(self, now: datetime) -> dialogue.MeetingHeld:
        """Held, with two things that Chad does and one that France does, each by a day; of a fourth there is no day."""
        days = [
            ("iso3166:TCD", "Sends its form", 20),
            ("iso3166:TCD", "Trains nine", 8),
            ("iso3166:FRA", "Reads it", 8),
        ]
        dated = [{"party": p, "what": what, "due": f"{now + timedelta(days=n):%Y-%m-%d}"} for p, what, n in days]
        return self.held(now, *dated, {"party": "iso3166:FRA", "what": "Thinks"})

    def reported(self, action_id: str, now: datetime, now_is: ActionState = "done", words: str = "") -> Any:
        state = reported(self.state, action_id, now_is, words or None, "en" if words else None, now)
        party = action_in(state, action_id).party
        return self._next(dialogue.ActionReported, state, party=party, action_id=action_id)


Step = Callable[[Meeting, datetime], MeetingEvent]
STEPS: Mapping[str, Step] = {
    "registers": lambda one, now: one.answered("iso3166:TCD", now),
    "declines": lambda one, now: one.answered("iso3166:TCD", now, "declined"),
    "other registers": lambda one, now: one.answered("iso3166:FRA", now),
    "volunteers": lambda one, now: one.volunteered("iso3166:TCD", now),
    "takes it back": lambda one, _: one.volunteered_no_more("iso3166:TCD"),
    "moderators": lambda one, _: one.moderated("iso3166:FRA", "org:euaa"),
    "moved": lambda one, now: one.changed(now, starts_at="2026-03-30T09:00:00Z", ends_at="2026-03-30T11:00:00Z"),
    "one more": lambda one, now: one.changed(now, invited=[*one.state.content.invited, "iso3166:SEN"]),
    "cancelled": lambda one, _: one.cancelled(),
    "held": lambda one, now: one.held(now),
    "agreed": lambda one, now: one.agreed(now),
    "acted": lambda one, now: one.reported("2", now),
    "dropped": lambda one, now: one.reported("3", now, "dropped", "No money"),
}
"""What may happen to a meeting; those that are not possible raise ModalityError."""
