"""A warning: to the officers of its deployment and of Geneva, to nobody else (WM 12)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import act, bureau, know, secretariat
from services.notifications.domain.seen import Seen
from services.notifications.kinds.kind import ItemKind, remembered
from shared.contracts import warnings
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.notifications import WarningReminderDue
from shared.contracts.shapes.warning import WarningStatus
from shared.contracts.warnings import WarningEvent
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.crises import warning
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P12
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_warnings import of_warning
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Warned


class WarningItem(ItemBody):
    """A warning, with no figure of it (WM 12)."""

    kind: Literal["warning"] = "warning"
    reference: str
    country: str
    status: str
    since: datetime

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """For officers; no State learns of it, nor any other party."""
        if not decide(who, a.READ_WARNING, warning(self.region)).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="warning", view="full", reference=self.reference,
            title=None, region=self.region, parties=(self.country,), status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """An officer judges it."""
        return of_warning(Warned(self.region or "", self.status, self.since), limits)


def _known(event: Event, envelope: Envelope) -> Known:
    assert isinstance(event, WarningEvent)
    one = event.warning
    body = WarningItem(
        region=one.region, reference=one.reference, country=one.signal.country, status=one.status,
        since=one.taken.taken_at if one.taken is not None else one.raised_at,
    )  # fmt: skip
    return remembered(event, envelope, body)


KIND = ItemKind(
    item=WarningItem,
    events=(WarningEvent,),
    known=_known,
    roles={},
    told={
        warnings.WarningRaised: (act(bureau, P12), know(secretariat, P12)),
        warnings.WarningWasSetAside: (know(bureau, P12), know(secretariat, P12)),
        warnings.WarningLedToCrisis: (know(bureau, P12), know(secretariat, P12)),
    },
    told_abroad={
        warnings.WarningRaised: (know(secretariat, P12),),
        warnings.WarningWasSetAside: (know(secretariat, P12),),
        warnings.WarningLedToCrisis: (know(secretariat, P12),),
    },
    untold={
        warnings.WarningTakenUp: "its page says that an officer looks into it; what comes of that is told",
        warnings.WarningRestated: "nothing happened; the state is said again with less of it",
    },
    reminders={WarningReminderDue: P12},
    statuses=get_args(WarningStatus),
)
