"""What matching does about events of others: the subscription table."""

from collections.abc import Mapping

from services.matching.reactions.deliveries import on_delivery
from services.matching.reactions.engagements import on_engagement, on_foreign_engagement
from services.matching.reactions.handovers import on_handed_over, on_handover
from services.matching.reactions.offers import (
    on_offer,
    on_offer_withdrawn,
    on_party_of_offer,
    on_refused,
    on_reserved,
    where_visible,
)
from services.matching.reactions.requests import on_request
from shared.contracts import delivery, intake, notifications, roster
from shared.contracts.event import Event
from shared.runtime.kafka.consumer import Reaction

_OFFERS: Mapping[type[Event], Reaction] = {
    roster.OfferListed: on_offer,
    roster.OfferMadeInResponse: on_offer,
    roster.OfferRevised: on_offer,
    roster.PartyOfOfferAnswered: on_party_of_offer,
    roster.OfferHandedOver: on_offer,
    roster.OfferTakenOver: on_offer,
    roster.OfferRestated: on_offer,
    roster.OfferWithdrawn: on_offer_withdrawn,
    roster.CapacityReserved: on_reserved,
    roster.CapacityReservationRefused: on_refused,
    roster.CapacityCommitted: on_offer,
    roster.CapacityReleased: on_offer,
}

SUBSCRIPTIONS: Mapping[type[Event], Reaction] = {
    intake.RequestFoundInLine: on_request,
    intake.ConsentToSolicitGiven: on_request,
    intake.ConsentToSolicitWithdrawn: on_request,
    intake.SupportRequestWithdrawn: on_request,
    intake.PartyOfRequestAnswered: on_request,
    intake.RecipientAnswered: on_request,
    intake.RequestTakenOver: on_request,
    intake.RequestHandedOver: on_handed_over,
    intake.CountryHandoverChanged: on_handover,
    intake.CountryHandoverCalledBack: on_handover,
    **_OFFERS,
    **dict.fromkeys((*delivery.GIVING_BACK, *delivery.TELLING_HOW_IT_ENDED), on_engagement),
    notifications.DeliveryStateChanged: on_delivery,
}

FOREIGN: Mapping[type[Event], Reaction] = {
    **{event: where_visible(act) for event, act in _OFFERS.items()},
    **dict.fromkeys((*delivery.GIVING_BACK, *delivery.TELLING_HOW_IT_ENDED), on_foreign_engagement),
}
"""Offers of other deployments and their owners' answers to our matches, and engagements of parties that are served here.
Requests of others are not ours to know.
"""
