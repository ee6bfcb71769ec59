"""The one table: event -> who must act and who should know, each with its paragraph. A test holds it complete."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.notifications.audiences.called import CALLED, CALLS, CALLS_ABROAD
from services.notifications.audiences.drafted import DRAFTED, DRAFTS
from services.notifications.audiences.engaged import serving_engagement
from services.notifications.audiences.in_threads import IN_THREADS, THREADS, UNTOLD
from services.notifications.audiences.of_engagements import ENGAGED, Told, of_engagements
from services.notifications.audiences.parties import (
    Resolve,
    bureau,
    bureau_when_agreement_is_missing,
    bureau_when_all_accepted,
    bureau_when_nobody_in_common,
    bureau_when_offers_can_be_sought,
    bureau_when_on_roster,
    bureau_when_open_again,
    bureau_when_quiet,
    bureau_while_answers_are_missing,
    consulted_side,
    country_office,
    escalated,
    escalated_to_geneva,
    invited,
    moderators,
    named,
    newly_named,
    not_agreed_to_wording,
    not_declined,
    offering_bureau,
    offering_parties,
    owing,
    owner_of_failing_webhook,
    owner_of_webhook,
    receiving_bureau,
    requesting_states,
    secretariat,
    serving_bureau,
    sides,
    sides_of_ended,
    silent_states,
    taking_part,
)
from shared.contracts import delivery, dialogue, intake, matching, notifications, roster
from shared.contracts.event import Event
from shared.modalities.paragraphs import P4, P5, P6, P8, P11, P15, P15_V, P15_VII, P16, P17, P18, P19, Paragraph


@dataclass(frozen=True)
class Audience:
    """Parties in one role of an event. ``must_act``: the next step is theirs; otherwise they should know."""

    resolve: Resolve
    must_act: bool
    paragraph: Paragraph

    @property
    def role(self) -> str:
        """The role as a code; a message says it in words (``[why]`` of the wording)."""
        return ROLE_OF[self.resolve]


ROLE_OF: Mapping[Resolve, str] = {
    bureau: "bureau",
    bureau_when_agreement_is_missing: "consulting_bureau",
    bureau_when_nobody_in_common: "consulting_bureau",
    bureau_when_all_accepted: "bureau",
    bureau_when_offers_can_be_sought: "bureau",
    bureau_when_on_roster: "bureau",
    bureau_when_open_again: "bureau",
    bureau_when_quiet: "bureau",
    bureau_while_answers_are_missing: "bureau",
    secretariat: "secretariat",
    requesting_states: "requesting_state",
    silent_states: "requesting_state",
    named: "named",
    newly_named: "named",
    country_office: "country_office",
    **CALLED,
    **DRAFTED,
    sides: "side",
    consulted_side: "side",
    sides_of_ended: "side",
    invited: "invited",
    taking_part: "taking_part",
    not_declined: "invited",
    moderators: "moderator",
    serving_bureau: "serving_bureau",
    **ENGAGED,
    **IN_THREADS,
    serving_engagement: "offering_bureau",
    owing: "owing",
    escalated: "escalated",
    escalated_to_geneva: "escalated",
    offering_bureau: "offering_bureau",
    offering_parties: "offering_party",
    not_agreed_to_wording: "offering_party",
    receiving_bureau: "bureau",
    owner_of_webhook: "webhook_owner",
    owner_of_failing_webhook: "webhook_owner",
}


def _act(resolve: Resolve, paragraph: Paragraph) -> Audience:
    return Audience(resolve, True, paragraph)


def _know(resolve: Resolve, paragraph: Paragraph = P6) -> Audience:
    return Audience(resolve, False, paragraph)


def _told(table: Mapping[type[Event], tuple[Told, ...]]) -> Mapping[type[Event], tuple[Audience, ...]]:
    return {event: tuple(Audience(*one) for one in told) for event, told in table.items()}


REMINDERS: Mapping[type[Event], Paragraph] = {
    notifications.ReminderDue: P6, notifications.MeetingReminderDue: P4, notifications.NamingReminderDue: P15_V,
    notifications.EngagementReminderDue: P15_VII, notifications.DraftReminderDue: P15_V, notifications.ThreadReminderDue: P8,
}  # fmt: skip
AUDIENCES: Mapping[type[Event], tuple[Audience, ...]] = {
    intake.SupportRequestSubmitted: (
        _act(bureau, P8),
        _know(requesting_states, P8),
        _act(newly_named, P15_V),
        _know(country_office, P8),
    ),
    intake.SupportRequestRevised: (_act(bureau, P8), _act(newly_named, P15_V), _know(country_office, P8)),
    intake.PartyOfRequestAnswered: (
        _act(bureau_when_offers_can_be_sought, P16),
        _act(bureau_when_nobody_in_common, P17),
        _know(bureau, P15_V),
        _know(requesting_states, P15_V),
        _know(country_office, P15_V),
    ),
    intake.FeedbackShared: (_act(requesting_states, P8), _know(country_office, P8)),
    intake.RequestFoundInLine: (
        _act(silent_states, P17),
        _know(requesting_states, P16),
        _know(country_office, P16),
        _act(bureau_when_offers_can_be_sought, P16),
        _act(bureau_when_agreement_is_missing, P17),
    ),
    intake.RequestFoundNotInLine: (_act(requesting_states, P15), _know(country_office, P15)),
    intake.ConsentToSolicitGiven: (
        _act(silent_states, P17),
        _act(bureau_when_offers_can_be_sought, P16),
        _act(bureau_when_nobody_in_common, P17),
        _know(bureau, P17),
        _know(country_office, P17),
    ),
    intake.ConsentToSolicitWithdrawn: (_act(bureau, P17), _know(country_office, P17)),
    intake.SupportRequestWithdrawn: (_know(bureau), _know(country_office), _know(named)),
    intake.RequestHandedOver: (_know(bureau), _know(requesting_states), _know(country_office)),
    intake.RequestTakenOver: (_know(bureau),),
    intake.CountryHandoverCalledBack: (_know(bureau), _know(secretariat)),
    roster.OfferListed: (_know(bureau_when_on_roster, P18), _act(newly_named, P18)),
    roster.OfferMadeInResponse: (_act(bureau_when_on_roster, P18), _act(newly_named, P18)),
    roster.OfferRevised: (_act(newly_named, P18), _know(not_agreed_to_wording, P18)),
    roster.PartyOfOfferAnswered: (_know(bureau, P18), _know(offering_parties, P18)),
    roster.OfferWithdrawn: (_know(bureau), _know(named)),
    roster.OfferHandedOver: (_know(bureau), _know(offering_parties)),
    roster.OfferTakenOver: (_know(bureau),),
    **_told(CALLS),
    **_told(DRAFTS),
    matching.MatchReserved: (_act(sides, P11),),
    matching.MatchRefused: (_act(bureau, P16),),
    matching.MatchAnswered: (_act(bureau_when_all_accepted, P11), _know(bureau_while_answers_are_missing, P11)),
    matching.MatchConsulted: (_know(consulted_side, P11),),
    matching.SideLeft: (
        _know(sides, P11),
        _act(bureau_when_all_accepted, P11),
        _know(bureau_while_answers_are_missing, P11),
    ),
    matching.MatchConfirmed: (_know(sides, P19), _know(bureau, P19), _know(secretariat, P19)),
    matching.MatchReleased: (_know(sides_of_ended, P11), _act(bureau_when_open_again, P16)),
    matching.MatchHandedOver: (_know(sides),),
    dialogue.MeetingConvened: (_act(invited, P4), _know(bureau, P4), _know(secretariat, P4)),
    dialogue.MeetingChanged: (_act(invited, P4), _know(taking_part, P4)),
    dialogue.MeetingCancelled: (_know(not_declined, P4), _know(bureau, P4)),
    dialogue.ModeratorsChosen: (_know(moderators, P5), _know(bureau, P5)),
    dialogue.MeetingHeld: (_know(not_declined, P4),),
    **_told(THREADS),
    **_told(of_engagements(bureau)),
    **{kind: (_act(owing, paragraph), _know(escalated, P6)) for kind, paragraph in REMINDERS.items()},
    notifications.WebhookStateChanged: (_act(owner_of_failing_webhook, P6), _know(owner_of_webhook, P6)),
    notifications.ChannelStateChanged: (_act(bureau_when_quiet, P6), _know(bureau, P6)),
}

ABROAD: Mapping[type[Event], tuple[Audience, ...]] = {
    **_told(CALLS_ABROAD),
    intake.CountryHandoverCalledBack: (_know(receiving_bureau), _know(secretariat)),
    matching.MatchReserved: (_act(sides, P11), _know(offering_bureau, P11)),
    matching.MatchConsulted: (_know(consulted_side, P11),),
    matching.SideLeft: (_know(sides, P11), _know(offering_bureau, P11)),
    matching.MatchConfirmed: (_know(sides, P19), _know(offering_bureau, P19), _know(secretariat, P19)),
    matching.MatchReleased: (_know(sides_of_ended, P11), _know(offering_bureau, P11)),
    matching.MatchHandedOver: (_know(sides), _know(offering_bureau)),
    dialogue.MeetingConvened: (_act(invited, P4), _know(serving_bureau, P4), _know(secretariat, P4)),
    dialogue.MeetingChanged: (_act(invited, P4), _know(taking_part, P4), _know(serving_bureau, P4)),
    dialogue.MeetingCancelled: (_know(not_declined, P4), _know(serving_bureau, P4)),
    dialogue.ModeratorsChosen: (_know(moderators, P5),),
    dialogue.MeetingHeld: (_know(not_declined, P4),),
    **_told(of_engagements(serving_engagement)),
    notifications.ReminderDue: (_know(escalated_to_geneva, P6),),
    notifications.MeetingReminderDue: (_know(escalated_to_geneva, P6),),
    notifications.NamingReminderDue: (_know(escalated_to_geneva, P6),),
    notifications.EngagementReminderDue: (_know(escalated_to_geneva, P6),),
}
"""The same for events of other deployments; an event without a row is told where it happened and nowhere else."""

NOBODY: Mapping[type[Event], str] = {
    intake.OwnCommitmentRecorded: "the party recorded it itself; it waits for nobody",
    intake.DraftChanged: "read where the draft is; who has to sign a text is asked to",
    intake.DraftCommented: "read where the draft is; a mail for each comment would bury the rest",
    intake.DraftSubmitted: "the submitted request tells its parties",
    intake.SupportRequestPublished: "goes to subscribed webhooks",
    intake.SupportRequestRetracted: "goes to subscribed webhooks",
    intake.CountryHandoverChanged: "officers see handovers in their list; each item that moves is told to both bureaux",
    intake.RequestRestated: "nothing happened; the state is said again with less of it",
    intake.OwnCommitmentRestated: "nothing happened; the state is said again with less of it",
    delivery.EngagementRestated: "nothing happened; the state is said again with less of it",
    delivery.EngagementPublished: "goes to subscribed webhooks",
    delivery.EngagementRetracted: "goes to subscribed webhooks",
    delivery.SustainabilityReviewed: "read where the engagement is; it waits for nobody",
    dialogue.InvitationAnswered: "officers see the list of answers; a mail for each would bury the rest",
    **UNTOLD,
    dialogue.MeetingRestated: "nothing happened; the state is said again with less of it",
    roster.OfferRestated: "nothing happened; the state is said again with less of it",
    matching.CallReached: "read where the call is; whom no message reaches stands in the officers' worklist",
    matching.CallClosing: "who has not answered is reminded of its own step",
    matching.CallHandedOver: "both bureaux hear of the request that the call belongs to",
    matching.CallTakenOver: "both bureaux hear of the request that the call belongs to",
    matching.CallRestated: "nothing happened; the state is said again with less of it",
    matching.MatchRestated: "nothing happened; the state is said again with less of it",
    matching.MatchTakenOver: "its new bureau hears of the request that the match belongs to",
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

CHANGES: frozenset[str] = frozenset(
    event.wire_type
    for event in (
        intake.SupportRequestRevised,
        intake.PartyOfRequestAnswered,
        intake.ConsentToSolicitGiven,
        roster.OfferRevised,
        roster.PartyOfOfferAnswered,
        matching.CallAnswered,
        matching.MatchAnswered,
        matching.MatchConsulted,
        delivery.ProgressReported,
        delivery.ReportAnswered,
        dialogue.MeetingChanged,
        dialogue.ModeratorsChosen,
        dialogue.MeetingHeld,
    )
)
"""Changes that a party may make again and again: what follows one within a window goes out as one mail. All others go at once."""

MAILED: Mapping[str, type[Event]] = {event.wire_type: event for event in AUDIENCES}
"""Wire types that mail is written of."""

_FOR_WHOM_IT_NAMES: tuple[type[Event], ...] = (
    *REMINDERS,
    *DRAFTS,
    *THREADS,
    notifications.WebhookStateChanged,
    notifications.ChannelStateChanged,
    intake.CountryHandoverCalledBack,
    matching.MatchConsulted,
    matching.CallAnswered,
)
FOLLOWED: tuple[str, ...] = tuple(sorted(set(MAILED) - {event.wire_type for event in _FOR_WHOM_IT_NAMES}))
"""Those one can subscribe to: a reminder, news of an endpoint or a channel, that a country stays, a note on a consultation and what
stands in a thread is for whom it names; that a party answered a call, for those who may know that it was asked; of a draft, for who has a hand in it."""


def audiences_of(wire_type: str, *, abroad: bool) -> tuple[Audience, ...]:
    """Audiences of an event of this deployment, or of another one."""
    return (ABROAD if abroad else AUDIENCES).get(MAILED[wire_type], ()) if wire_type in MAILED else ()
