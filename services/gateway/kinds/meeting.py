"""Meetings in the read model (WM 4, 5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.gateway.kinds.awaited import AnsweringSide, moment, sides_in
from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.dialogue import MeetingEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_meeting
from shared.modalities.steps import rules
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_actions import agreed_in, of_actions
from shared.modalities.steps.step import Step


@dataclass(frozen=True, slots=True)
class _Meeting:
    region: str
    status: str
    starts_at: datetime
    ends_at: datetime
    answer_until: datetime
    invited: Sequence[AnsweringSide]
    moderators: Sequence[str] = field(default=())

    def coming(self) -> frozenset[str]:
        return frozenset({one.party for one in self.invited if one.answer == "registered"} | set(self.moderators))

    def teller(self, party: str) -> str:
        return next((one.region for one in self.invited if one.party == party and one.region), self.region)


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, MeetingEvent)
    one = event.meeting
    return row("meeting", "meeting", one.status, one.convened_at, tuple(sorted(one.concerned())),
               of_meeting(one), reference=one.reference, areas=list(one.content.functional_areas))  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    state, content = kept.state, kept.state["content"]
    closes = content.get("registration_closes_at") or content["starts_at"]
    meeting = _Meeting(
        kept.region, kept.status, moment(content["starts_at"]), moment(content["ends_at"]), moment(closes),
        sides_in(state["invitations"]), [one["party"] for one in state.get("moderators") or ()],
    )  # fmt: skip
    yield from rules.of_meeting(meeting, limits)
    actions = (state.get("record") or {}).get("actions") or ()
    yield from of_actions(kept.region, agreed_in(actions), meeting.teller, limits)


KIND = RowKind(
    name="meeting",
    family=MeetingEvent,
    row=_row,
    owner="dialogue",
    read=a.READ_MEETING,
    listed="meetings",
    owing=_owing,
    know_steps=a.READ_MEETING,
)
