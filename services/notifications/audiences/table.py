"""The one table: event -> who must act and who should know, each with its paragraph. A test holds it complete."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.notifications.audiences.parties import (
    Resolve,
    approached,
    bureau,
    bureau_when_all_accepted,
    bureau_while_answers_are_missing,
    country_office,
    offering_bureau,
    requesting_states,
    secretariat,
    sides,
)
from shared.contracts import intake, matching, notifications, roster
from shared.contracts.event import Event
from shared.modalities.paragraphs import P6, P8, P11, P15, P16, P17, P18, P19, Paragraph


@dataclass(frozen=True)
class Audience:
    """Parties in one role of an event. ``must_act``: the next step is theirs; otherwise they should know."""

    resolve: Resolve
    must_act: bool
    paragraph: Paragraph


def _act(resolve: Resolve, paragraph: Paragraph) -> Audience:
    return Audience(resolve, True, paragraph)


def _know(resolve: Resolve, paragraph: Paragraph = P6) -> Audience:
    return Audience(resolve, False, paragraph)


AUDIENCES: Mapping[type[Event], tuple[Audience, ...]] = {
    intake.SupportRequestSubmitted: (_act(bureau, P8), _know(requesting_states, P8), _know(country_office, P8)),
    intake.SupportRequestRevised: (_act(bureau, P8), _know(country_office, P8)),
    intake.FeedbackShared: (_act(requesting_states, P8), _know(country_office, P8)),
    intake.RequestFoundInLine: (_act(requesting_states, P17), _know(country_office, P16)),
    intake.RequestFoundNotInLine: (_act(requesting_states, P15), _know(country_office, P15)),
    intake.ConsentToSolicitGiven: (_act(bureau, P17), _know(country_office, P17)),
    intake.ConsentToSolicitWithdrawn: (_act(bureau, P17), _know(country_office, P17)),
    intake.SupportRequestWithdrawn: (_know(bureau), _know(country_office)),
    roster.OfferListed: (_know(bureau, P18),),
    roster.OfferMadeInResponse: (_act(bureau, P18),),
    roster.OfferWithdrawn: (_know(bureau),),
    matching.OffersSought: (_act(approached, P17),),
    matching.MatchReserved: (_act(sides, P11),),
    matching.MatchRefused: (_act(bureau, P11),),
    matching.MatchAnswered: (_act(bureau_when_all_accepted, P11), _know(bureau_while_answers_are_missing, P11)),
    matching.MatchConfirmed: (_know(sides, P19), _know(bureau, P19), _know(secretariat, P19)),
    matching.MatchReleased: (_know(sides, P11), _act(bureau, P11)),
}

ABROAD: Mapping[type[Event], tuple[Audience, ...]] = {
    matching.MatchReserved: (_act(sides, P11), _know(offering_bureau, P11)),
    matching.MatchConfirmed: (_know(sides, P19), _know(offering_bureau, P19), _know(secretariat, P19)),
    matching.MatchReleased: (_know(sides, P11), _know(offering_bureau, P11)),
}
"""The same for events of other deployments; an event without a row is told where it happened and nowhere else."""

NOBODY: Mapping[type[Event], str] = {
    intake.OwnCommitmentRecorded: "the party recorded it itself; it waits for nobody",
    intake.SupportRequestPublished: "goes to subscribed webhooks",
    intake.SupportRequestRetracted: "goes to subscribed webhooks",
    roster.OfferRevised: "the roster is live; officers see it there, and a mail for each change would bury the rest",
    roster.CapacityReserved: "a step between services; the match tells the parties",
    roster.CapacityReservationRefused: "a step between services; the match tells the officers",
    roster.CapacityCommitted: "a step between services; the confirmed match tells the parties",
    roster.CapacityReleased: "a step between services; the released match tells the parties",
    roster.SupportOfferPublished: "goes to subscribed webhooks",
    roster.SupportOfferRetracted: "goes to subscribed webhooks",
    matching.OpenNeedChanged: "read where it is needed; it waits for nobody",
    matching.MatchProposed: "owners are asked over the bus first; the parties hear when capacity is held",
    matching.MatchPublished: "goes to subscribed webhooks",
    matching.MatchRetracted: "goes to subscribed webhooks",
    notifications.DeliveryStateChanged: "says what became of a delivery; a delivery of it would never end",
}
"""Events nobody gets a mail of, each with its reason."""
