"""A contact with a party: what the Secretariat owes after it is reminded of at home. No event of it tells anybody (WM 6)."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.seen import Seen
from services.notifications.kinds.kind import ItemKind, remembered
from shared.contracts import liaisons
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.liaison_reminders import LiaisonReminderDue
from shared.contracts.liaisons import LiaisonEvent
from shared.contracts.shapes.liaison import LiaisonStatus
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.liaisons import liaison
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P6
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_liaisons import LiaisonOwing, of_liaison
from shared.modalities.steps.step import Step


class LiaisonItem(ItemBody):
    """A contact, with no word of what was said; its party is named to its officers alone (WM 6)."""

    kind: Literal["liaison"] = "liaison"
    region: str
    reference: str
    status: str
    party: str
    due_on: date | None = None

    # Geneva reads none of a bureau's: nothing of one goes up.
    not_escalated = frozenset({"liaison_next"})

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """For the officers of its deployment."""
        if not decide(who, a.READ_LIAISON, liaison(self.region)).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="liaison", view="full", reference=self.reference,
            title=None, region=self.region, parties=(self.party,), status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """What the Secretariat owes."""
        return of_liaison(LiaisonOwing(self.region, self.due_on), limits)


def _known(event: Event, envelope: Envelope) -> Known:
    assert isinstance(event, LiaisonEvent)
    one = event.liaison
    due_on = one.owed.due_on if one.owed is not None and one.status == "owed" else None
    body = LiaisonItem(
        region=one.region, reference=one.reference, status=one.status, party=one.content.party, due_on=due_on
    )
    return remembered(event, envelope, body)


KIND = ItemKind(
    item=LiaisonItem,
    events=(LiaisonEvent,),
    known=_known,
    followed=False,
    untold={
        liaisons.LiaisonRecorded: "officers did it themselves; what they owe stands in their worklist",
        liaisons.LiaisonCorrected: "officers did it themselves; what stood there before stays beside it",
        liaisons.LiaisonFollowedUp: "officers did it themselves",
    },
    not_followed=(liaisons.LiaisonRecorded, liaisons.LiaisonCorrected, liaisons.LiaisonFollowedUp),
    reminders={LiaisonReminderDue: P6},
    statuses=get_args(LiaisonStatus),
)
