"""An expert: to the party that sends it, who receives it, and the officers. Who it is stands in no message (WM 7)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, bureau, know, secretariat
from services.notifications.domain.seen import Seen
from services.notifications.kinds.kind import ItemKind, remembered
from shared.contracts import experts
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event, Shape
from shared.contracts.experts import ExpertEvent
from shared.contracts.roster_reminders import ExpertReminderDue
from shared.contracts.shapes.expert import ExpertState, ExpertStatus
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.experts import expert
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P6, P7
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_experts import Appraising, ExpertOwing, of_expert
from shared.modalities.steps.step import Step


class ReceivedExpert(Shape):
    """A party that received it until a day, and whether it said how that went. ``region``: who serves it, if that is another."""

    party: str
    region: str | None = None
    until: date | None = None
    said: bool = False


class ExpertItem(ItemBody):
    """An expert, by the post alone (WM 7)."""

    kind: Literal["expert"] = "expert"
    region: str
    reference: str
    title: str
    areas: tuple[str, ...]
    status: str
    party: str
    visibility: str
    confirmed_at: datetime
    received: tuple[ReceivedExpert, ...] = ()

    # Nobody has to list one, nor to say how it went.
    not_escalated = frozenset({"expert_stands", "expert_appraisal"})

    def kept_in(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        return frozenset(one.region for one in self.received if one.region is not None) - {self.region}

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """The post and whose expert it is, for whoever may read it."""
        receivers = [one.party for one in self.received]
        thing = expert(self.region, self.party, receivers, self.visibility, self.status, self.kept_in())
        if not decide(who, a.READ_EXPERT, thing).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="expert", view="full", reference=self.reference,
            title=self.title, region=self.region, areas=self.areas, parties=(self.party,), status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """Whether the profile holds, and how it went."""
        waited = tuple(
            Appraising(one.party, one.until, one.region)
            for one in self.received
            if one.until is not None and not one.said
        )
        return of_expert(ExpertOwing(self.region, self.status, self.party, self.confirmed_at, waited), limits)


def _state(event: Event) -> ExpertState:
    assert isinstance(event, ExpertEvent)
    return event.expert


def _known(event: Event, envelope: Envelope) -> Known:
    one = _state(event)
    received = tuple(
        ReceivedExpert(party=it.party, region=it.region, until=sent.period.end, said=sent.appraised_by(it.party))
        for sent in one.deployments for it in sent.receivers
    )  # fmt: skip
    body = ExpertItem(
        region=one.region, reference=one.reference, title=one.content.title, status=one.status, party=one.party,
        areas=one.content.functional_areas, visibility=one.content.visibility, confirmed_at=one.confirmed_at, received=received,
    )  # fmt: skip
    return remembered(event, envelope, body)


def expert_receiver(event: Event, here: Here) -> tuple[str, ...]:
    """Who receives the expert in the deployment that an event is about, as far as this deployment tells it."""
    assert isinstance(event, experts.ExpertDeployed | experts.ExpertPersonReleased | experts.ExpertPersonTakenBack)
    sent = event.expert.deployment(event.number)
    own = event.expert.region
    return tuple(it.party for it in sent.receivers if (it.region or own) == here.deployment) if sent is not None else ()


def expert_party(event: Event, here: Here) -> tuple[str, ...]:
    """The party that sends the expert; its own deployment tells it."""
    one = _state(event)
    return (one.party,) if one.region == here.deployment else ()


_RECEIVED = (know(expert_receiver, P7),)
KIND = ItemKind(
    item=ExpertItem,
    events=(ExpertEvent,),
    known=_known,
    shared_by_regions=True,
    roles={expert_receiver: "expert_receiver", expert_party: "expert_party"},
    told={
        experts.ExpertDeployed: _RECEIVED,
        experts.ExpertPersonReleased: _RECEIVED,
        experts.ExpertPersonTakenBack: _RECEIVED,
        experts.ExpertAppraised: (know(expert_party, P7), know(bureau, P6), know(secretariat, P6)),
    },
    told_abroad={
        experts.ExpertDeployed: _RECEIVED,
        experts.ExpertPersonReleased: _RECEIVED,
        experts.ExpertPersonTakenBack: _RECEIVED,
        experts.ExpertAppraised: (know(secretariat, P6),),
    },
    untold={
        experts.ExpertListed: "its party did it itself; it is read on the roster",
        experts.ExpertRevised: "its party did it itself",
        experts.ExpertAvailabilityChanged: "its party did it itself; it stands where the expert is named",
        experts.ExpertWithdrawn: "its party did it itself; deployments stand on",
        experts.ExpertRestated: "nothing happened; the state is said again with less of it",
    },
    repeated=(experts.ExpertDeployed, experts.ExpertPersonReleased, experts.ExpertPersonTakenBack, experts.ExpertAppraised),
    # Where an expert is sent, and what was said of it, is not for everybody who reads the profile.
    not_followed=(
        experts.ExpertDeployed, experts.ExpertPersonReleased, experts.ExpertPersonTakenBack, experts.ExpertAppraised,
    ),
    reminders={ExpertReminderDue: P7},
    voluntary=frozenset({"expert_stands", "expert_appraisal"}),
    statuses=get_args(ExpertStatus),
)  # fmt: skip
