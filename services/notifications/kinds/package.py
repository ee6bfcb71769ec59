"""A package of support: to the party that prepared it, to be asked now and then whether it stands. Nobody else hears of it (WM 7)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.seen import Seen
from services.notifications.kinds.kind import ItemKind, remembered
from shared.contracts import packages
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.notifications import PackageReminderDue
from shared.contracts.packages import PackageEvent
from shared.contracts.shapes.support_package import PackageStatus
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_party
from shared.modalities.paragraphs import P7
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_packages import of_package
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import SupportPackage


class PackageItem(ItemBody):
    """A package of support (WM 7, 18)."""

    kind: Literal["package"] = "package"
    region: str
    reference: str
    title: str
    areas: tuple[str, ...]
    status: str
    party: str
    confirmed_at: datetime
    last_year: int

    # Nobody has to prepare one, and nobody else is told of it.
    not_escalated = frozenset({"package_stands"})

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """Its party, and nobody else."""
        if not decide(who, a.READ_PACKAGE, of_party(self.party, self.region)).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="package", view="full", reference=self.reference,
            title=self.title, region=self.region, areas=self.areas, parties=(self.party,), status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """Whether it still stands."""
        one = SupportPackage(self.region, self.status, self.party, self.confirmed_at, self.last_year)
        return of_package(one, limits)


def _known(event: Event, envelope: Envelope) -> Known:
    assert isinstance(event, PackageEvent)
    one = event.package
    body = PackageItem(
        region=one.region, reference=one.reference, title=one.content.title, status=one.status, party=one.party,
        areas=tuple(sorted({area for line in one.content.lines for area in line.functional_areas})),
        confirmed_at=one.confirmed_at, last_year=one.content.last_year,
    )  # fmt: skip
    return remembered(event, envelope, body)


KIND = ItemKind(
    item=PackageItem,
    events=(PackageEvent,),
    known=_known,
    followed=False,
    untold={
        packages.PackagePrepared: "its party did it itself",
        packages.PackageRevised: "its party did it itself; what is offered from it is told as an offer",
        packages.PackageWithdrawn: "its party did it itself; offers that were made stand on",
    },
    not_followed=(packages.PackagePrepared, packages.PackageRevised, packages.PackageWithdrawn),
    reminders={PackageReminderDue: P7},
    voluntary=frozenset({"package_stands"}),
    statuses=get_args(PackageStatus),
)
