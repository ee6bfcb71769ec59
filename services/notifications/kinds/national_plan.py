"""A national plan, to its State, its country office, its bureau, and whom the State shows it to. Nobody else hears of it (WM 13)."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, bureau, know
from services.notifications.domain.seen import Seen
from services.notifications.kinds.kind import ItemKind, remembered
from shared.contracts import national_plans
from shared.contracts.commitment_reminders import NationalPlanReminderDue
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.national_plans import NationalPlanEvent, NationalPlanShown
from shared.contracts.shapes.national_plan import NationalPlanState, PlanStatus
from shared.contracts.vocabulary import office_of
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.national_plans import national_plan
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P13
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_commitments import PlanInForce, of_national_plan
from shared.modalities.steps.step import Step


class NationalPlanItem(ItemBody):
    """A national plan, with none of its lines (WM 13)."""

    kind: Literal["national_plan"] = "national_plan"
    region: str
    reference: str
    title: str
    areas: tuple[str, ...]
    status: str
    party: str
    readers: tuple[str, ...] = ()
    ends_on: date | None = None

    # It is its State's own affair what follows on it.
    not_escalated = frozenset({"plan_over"})

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """Its State, its office, its bureau, and whom it is shown to."""
        if not decide(who, a.READ_NATIONAL_PLAN, national_plan(self.region, self.party, self.readers)).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="national_plan", view="full", reference=self.reference,
            title=self.title, region=self.region, areas=self.areas, parties=(self.party,), status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """What follows on it, once its time is over."""
        return of_national_plan(PlanInForce(self.region, self.status, self.party, self.ends_on), limits)


def _state(event: Event) -> NationalPlanState:
    assert isinstance(event, NationalPlanEvent)
    return event.national_plan


def _known(event: Event, envelope: Envelope) -> Known:
    one = _state(event)
    body = NationalPlanItem(
        region=one.region, reference=one.reference, title=one.content.title, status=one.status,
        party=one.party, areas=one.content.areas, readers=tuple(each.party for each in one.readers),
        ends_on=one.content.period.end,
    )  # fmt: skip
    return remembered(event, envelope, body)


def planning_but_who_entered(event: Event, _: Here) -> tuple[str, ...]:
    """The one of the State and its country office that the other entered it for (WM 8)."""
    one = _state(event)
    return tuple(party for party in (one.party, office_of(one.party)) if party != one.entered_by)


def plan_newly_shown(event: Event, _: Here) -> tuple[str, ...]:
    """The party to which it is shown from now on."""
    assert isinstance(event, NationalPlanShown)
    return () if event.ended else (event.reader.party,)


def plan_readers(event: Event, _: Here) -> tuple[str, ...]:
    """Parties to which it is shown."""
    return tuple(one.party for one in _state(event).readers)


KIND = ItemKind(
    item=NationalPlanItem,
    events=(NationalPlanEvent,),
    known=_known,
    followed=False,
    roles={
        planning_but_who_entered: "planning", plan_newly_shown: "plan_reading", plan_readers: "plan_reading",
    },
    told={
        national_plans.NationalPlanRecorded: (know(planning_but_who_entered, P13), know(bureau, P13)),
        national_plans.NationalPlanShown: (know(plan_newly_shown, P13),),
        national_plans.NationalPlanSuperseded: (know(plan_readers, P13),),
    },
    untold={national_plans.NationalPlanRevised: "read where it is; what it said before stays as a version"},
    not_followed=(
        national_plans.NationalPlanRecorded, national_plans.NationalPlanRevised, national_plans.NationalPlanShown,
        national_plans.NationalPlanSuperseded,
    ),
    reminders={NationalPlanReminderDue: P13},
    statuses=get_args(PlanStatus),
)  # fmt: skip
"""Nothing of it is told across deployments."""
