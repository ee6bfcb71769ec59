"""A capacity assessment, to its State, its country office, its bureau, and whom the State shows it to. Nobody else hears of it (WM 13, 14)."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, bureau, know
from services.notifications.domain.seen import Seen
from services.notifications.kinds.kind import ItemKind, remembered
from shared.contracts import assessments
from shared.contracts.assessment_reminders import AssessmentReminderDue
from shared.contracts.assessments import AssessmentEvent, AssessmentShown
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.shapes.assessment import AssessmentState, AssessmentStatus
from shared.contracts.vocabulary import office_of
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.assessments import assessment
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P13, P14
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_assessments import Assessed, of_assessment
from shared.modalities.steps.step import Step


class AssessmentItem(ItemBody):
    """A capacity assessment, with nothing of what it found (WM 13)."""

    kind: Literal["assessment"] = "assessment"
    region: str
    reference: str
    title: str
    areas: tuple[str, ...]
    status: str
    party: str
    hands: tuple[tuple[str, str], ...] = ()
    ends_on: date | None = None

    # It is its State's own affair when it is done.
    not_escalated = frozenset({"assessment_late"})

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """Its State, its office, its bureau, and whom it is shown to."""
        if not decide(who, a.READ_CAPACITY_ASSESSMENT, assessment(self.region, self.party, self.hands)).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="assessment", view="full", reference=self.reference,
            title=self.title, region=self.region, areas=self.areas, parties=(self.party,), status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """Its validation, once its time is over."""
        return of_assessment(Assessed(self.region, self.status, self.party, self.ends_on), limits)


def _state(event: Event) -> AssessmentState:
    assert isinstance(event, AssessmentEvent)
    return event.assessment


def _known(event: Event, envelope: Envelope) -> Known:
    one = _state(event)
    body = AssessmentItem(
        region=one.region, reference=one.reference, title=one.content.title, status=one.status, party=one.party,
        areas=tuple(sorted({area.functional_area for area in one.content.areas})),
        hands=tuple((hand.party, hand.role) for hand in one.hands), ends_on=one.content.period.end,
    )  # fmt: skip
    return remembered(event, envelope, body)


def assessing(event: Event, _: Here) -> tuple[str, ...]:
    """The State and its country office (WM 8)."""
    party = _state(event).party
    return party, office_of(party)


def assessing_but_who_entered(event: Event, here: Here) -> tuple[str, ...]:
    """The one of them that the other entered it for (WM 8)."""
    return tuple(one for one in assessing(event, here) if one != _state(event).entered_by)


def assessing_office(event: Event, _: Here) -> tuple[str, ...]:
    """The country office, which helps to draw requests from it (WM 8)."""
    return (office_of(_state(event).party),)


def newly_shown(event: Event, _: Here) -> tuple[str, ...]:
    """The party to which it is shown from now on (WM 14)."""
    assert isinstance(event, AssessmentShown)
    return () if event.ended else (event.hand.party,)


def looking(event: Event, _: Here) -> tuple[str, ...]:
    """Parties to which it is shown (WM 14)."""
    return tuple(one.party for one in _state(event).hands)


KIND = ItemKind(
    item=AssessmentItem,
    events=(AssessmentEvent,),
    known=_known,
    followed=False,
    roles={
        assessing: "assessing",
        assessing_but_who_entered: "assessing",
        assessing_office: "assessing",
        newly_shown: "looking",
        looking: "looking",
    },
    told={
        assessments.AssessmentPlanned: (know(assessing_but_who_entered, P13),),
        assessments.AssessmentValidated: (know(assessing_office, P13), know(bureau, P13), know(looking, P14)),
        assessments.AssessmentShown: (know(newly_shown, P14),),
        assessments.AssessmentDropped: (know(assessing, P13), know(looking, P14)),
    },
    untold={
        assessments.AssessmentRevised: "read where it is; that it is validated is told",
        assessments.AssessmentBegun: "read where it is; that it is validated is told",
        assessments.AssessmentSuperseded: "the one that took its place is told as it is validated",
    },
    not_followed=(
        assessments.AssessmentPlanned, assessments.AssessmentRevised, assessments.AssessmentBegun, assessments.AssessmentValidated,
        assessments.AssessmentSuperseded, assessments.AssessmentDropped, assessments.AssessmentShown,
    ),
    reminders={AssessmentReminderDue: P13},
    statuses=get_args(AssessmentStatus),
)  # fmt: skip
"""Nothing of it is told across deployments."""
