"""A request that is shown and that a party's own proactive offer may answer: to that party, with the shown fields alone (WM 17, 18)."""

from typing import Literal

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, know
from services.notifications.domain.seen import Seen
from services.notifications.domain.shown import Shown, shown_part
from services.notifications.kinds.kind import ItemKind, remembered
from services.notifications.kinds.request.item import RequestItem, of_shown
from shared.contracts import fitting
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.fitting import FittingEvent, FittingRequestFound
from shared.contracts.shapes.fitting import FittingRequestState
from shared.modalities.access.actor import Actor
from shared.modalities.access.audience import Audience
from shared.modalities.paragraphs import P18


class FittingItem(ItemBody):
    """Such a request. ``told``: parties whose offers may answer it; ``regions``: other deployments that tell some of them."""

    kind: Literal["fitting"] = "fitting"
    region: str
    request_id: str
    told: tuple[str, ...]
    shown: Shown
    request_version: int
    regions: tuple[str, ...] = ()

    def kept_in(self) -> frozenset[str]:
        """Other deployments that tell parties of it, or told one: they hear of its end too."""
        return frozenset(self.regions)

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """As the request is shown now, to the parties of the offers; to nobody else, and to nobody once it is shown no more."""
        if who.party is None or who.party not in self.told:
            return None
        request = group.get(self.request_id)
        now = request.body if request is not None and isinstance(request.body, RequestItem) else None
        if now is None or request is None or request.version < self.request_version:
            # The request is not known here, or its agreement comes by another topic and has not been heard yet.
            return of_shown(known, self.shown, self.region)
        if now.shown is None or not Audience.of_words(now.audiences).admits(who.party):
            return None
        return of_shown(known, now.shown, self.region)


def _state(event: Event) -> FittingRequestState:
    assert isinstance(event, FittingEvent)
    return event.fitting


def _known(event: Event, envelope: Envelope) -> Known:
    one = _state(event)
    body = FittingItem(
        region=envelope.region, request_id=one.request_id, shown=shown_part(one.shown), request_version=one.request_version, regions=one.regions,
        told=tuple(dict.fromkeys(offer.party for offer in one.offers)),
    )  # fmt: skip
    return remembered(event, envelope, body, one.request_id)


def _told_here(event: Event, here: Here, own: str) -> tuple[str, ...]:
    """Parties of the offers that this event is news of, as far as this deployment tells them; each once (WM 18)."""
    assert isinstance(event, FittingRequestFound)
    new = [one for one in event.fitting.offers if one.offer_id in event.offers]
    return tuple(dict.fromkeys(one.party for one in new if (one.region or own) == here.deployment))


def with_fitting_offer(event: Event, here: Here) -> tuple[str, ...]:
    """Parties whose proactive offers may answer a request of this deployment, and that no other one tells (WM 18)."""
    return _told_here(event, here, here.deployment)


def with_fitting_offer_for_elsewhere(event: Event, here: Here) -> tuple[str, ...]:
    """The same of another deployment's request, of the parties that this one tells."""
    return _told_here(event, here, "")


KIND = ItemKind(
    item=FittingItem,
    events=(FittingEvent,),
    known=_known,
    shared_by_regions=True,
    followed=False,
    roles={with_fitting_offer: "with_fitting_offer", with_fitting_offer_for_elsewhere: "with_fitting_offer"},
    told={FittingRequestFound: (know(with_fitting_offer, P18),)},
    told_abroad={FittingRequestFound: (know(with_fitting_offer_for_elsewhere, P18),)},
    untold={
        fitting.FittingRequestRecalled: "nothing of the request is shown any more, and nobody was asked for anything",
        fitting.FittingRequestRestated: "nothing happened; the state is said again with less of it",
    },
    repeated=(FittingRequestFound,),
    # Which offers may answer is for the parties of these offers.
    not_followed=(FittingRequestFound,),
)
