"""An edition of a report: to the officers of its deployment and of Geneva; what is published everybody reads where it stands (WM 21)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import act, bureau, know, secretariat
from services.notifications.domain.seen import Seen
from services.notifications.kinds.kind import ItemKind, remembered
from shared.contracts import editions
from shared.contracts.editions import EditionEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.notifications import EditionReminderDue
from shared.contracts.shapes.edition import EditionStatus
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.editions import edition
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P21
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_editions import ReportEdition, edition_of, of_edition
from shared.modalities.steps.step import Step


class EditionItem(ItemBody):
    """An edition, with no figure and no word of it (WM 21)."""

    kind: Literal["edition"] = "edition"
    reference: str
    status: str
    since: datetime

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """For officers, and once it is published for everybody."""
        if not decide(who, a.READ_EDITION, edition(self.region, self.status)).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="edition", view="full", reference=self.reference,
            title=None, region=self.region, parties=(), status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """An officer freezes its figures, and publishes it."""
        return of_edition(ReportEdition(self.region or "", self.status, self.since), limits)


def _known(event: Event, envelope: Envelope) -> Known:
    assert isinstance(event, EditionEvent)
    one = event.edition
    owing = edition_of(one.region, one.model_dump(mode="json", include={"status", "frozen", "due_on", "begun_at"}))
    body = EditionItem(region=one.region, reference=one.reference, status=one.status, since=owing.since)
    return remembered(event, envelope, body)


KIND = ItemKind(
    item=EditionItem,
    events=(EditionEvent,),
    known=_known,
    roles={},
    told={
        editions.EditionDue: (act(bureau, P21), know(secretariat, P21)),
        editions.EditionPublished: (know(bureau, P21), know(secretariat, P21)),
    },
    told_abroad={
        editions.EditionDue: (know(secretariat, P21),),
        editions.EditionPublished: (know(secretariat, P21),),
    },
    untold={
        editions.EditionOpened: "an officer began it; nobody is waited for",
        editions.EditionFrozen: "what is owed next stands in the worklist",
        editions.EditionWorded: "read where the report is, once it is published",
        editions.EditionRestated: "nothing happened; the state is said again with less of it",
    },
    reminders={EditionReminderDue: P21},
    statuses=get_args(EditionStatus),
)
