"""An organisation that registers: its application to the officers who decide, what becomes of it later to itself (WM 3)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, act, bureau, know, secretariat
from services.notifications.domain.seen import Seen
from services.notifications.kinds.kind import ItemKind, remembered
from shared.contracts import organisations
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.organisations import OrganisationEvent
from shared.contracts.roster_reminders import OrganisationReminderDue
from shared.contracts.shapes.organisation import OrganisationState, OrganisationStatus
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.organisations import organisation
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P3
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_organisations import Applied, of_organisation
from shared.modalities.steps.step import Step


class OrganisationItem(ItemBody):
    """An organisation by its name; who applied stands in no message (WM 3)."""

    kind: Literal["organisation"] = "organisation"
    region: str
    reference: str
    title: str
    status: str
    party: str | None = None
    across_regions: bool = False
    applied_at: datetime

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """What it is called, for whoever may read it: officers, and everybody once it is registered."""
        if not decide(who, a.READ_ORGANISATION, organisation(self.region, self.status)).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="organisation", view="full", reference=self.reference,
            title=self.title, region=self.region, parties=(self.party,) if self.party else (), status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """An officer decides."""
        return of_organisation(Applied(self.region, self.status, self.across_regions, self.applied_at), limits)


def _state(event: Event) -> OrganisationState:
    assert isinstance(event, OrganisationEvent)
    return event.organisation


def _known(event: Event, envelope: Envelope) -> Known:
    one = _state(event)
    names = one.names[-1].names if one.names else one.content.names
    body = OrganisationItem(
        region=one.region, reference=one.reference, title=names[0].name, status=one.status, party=one.party,
        across_regions=one.across_regions, applied_at=one.applied_at,
    )  # fmt: skip
    return remembered(event, envelope, body)


def organisation_party(event: Event, here: Here) -> tuple[str, ...]:
    """The organisation itself, once it has an id; its own deployment tells it."""
    one = _state(event)
    return (one.party,) if one.party is not None and one.region == here.deployment else ()


_ITSELF = (know(organisation_party, P3),)
KIND = ItemKind(
    item=OrganisationItem,
    events=(OrganisationEvent,),
    known=_known,
    roles={organisation_party: "organisation_party"},
    told={
        organisations.OrganisationApplied: (act(bureau, P3), know(secretariat, P3)),
        organisations.OrganisationWithdrawn: (know(bureau, P3),),
        organisations.OrganisationRegistered: (know(secretariat, P3), *_ITSELF),
        organisations.OrganisationRenamed: _ITSELF,
        organisations.OrganisationMerged: (know(secretariat, P3), *_ITSELF),
        organisations.OrganisationEnded: (know(secretariat, P3), *_ITSELF),
    },
    told_abroad={
        organisations.OrganisationApplied: (know(secretariat, P3),),
        organisations.OrganisationRegistered: (know(secretariat, P3),),
        organisations.OrganisationMerged: (know(secretariat, P3),),
        organisations.OrganisationEnded: (know(secretariat, P3),),
    },
    untold={
        organisations.OrganisationAmended: "the officers read it when they decide",
        organisations.OrganisationRefused: "an applicant has no mailbox here; it reads why in its application",
        organisations.OrganisationRestated: "nothing happened; the state is said again with less of it",
    },
    reminders={OrganisationReminderDue: P3},
    statuses=get_args(OrganisationStatus),
)  # fmt: skip
