"""A support request: to its States, their country office, the officers and those that it names (WM 3, 8, 15, 16, 17)."""

from typing import get_args

from services.notifications.domain.parties import act, bureau, know
from services.notifications.domain.spoken import Spoken
from services.notifications.kinds.kind import ItemKind, SpokenForms
from services.notifications.kinds.request.audiences import (
    bureau_when_agreement_is_missing,
    bureau_when_nobody_in_common,
    bureau_when_offers_can_be_sought,
    country_office,
    named,
    newly_named,
    requesting_states,
    silent_states,
)
from services.notifications.kinds.request.item import RequestItem, known
from shared.contracts import intake
from shared.contracts.event import Event
from shared.contracts.intake import FeedbackShared, RequestFoundInLine, RequestFoundNotInLine, SupportRequestEvent
from shared.contracts.notifications import NamingReminderDue, ReminderDue
from shared.contracts.shapes.handover import HANDED_OVER
from shared.contracts.shapes.support_request import RequestStatus
from shared.modalities.paragraphs import P6, P8, P10, P15, P15_V, P16, P17

FOR = frozenset({"requesting_state", "country_office"})
"""Roles that the bureau writes to."""


def _said(event: Event, role: str) -> tuple[Spoken, ...]:
    """Feedback and the reason of a decision, which the bureau wrote to the State."""
    if role not in FOR:
        return ()
    if isinstance(event, FeedbackShared):
        comments = (Spoken(kind="comment", text=one.comment, paragraph=one.paragraph) for one in event.items)
        links = (
            Spoken(kind="comment", text=f"{link.recipient}: {link.comment}", paragraph=one.paragraph)
            for one in event.items
            for link in one.links
        )
        return Spoken(kind="message", text=event.message or ""), *comments, *links
    if isinstance(event, RequestFoundInLine | RequestFoundNotInLine):
        decision = event.request.decision
        return (Spoken(kind="reason", text=decision.reason if decision else ""),)
    return ()


KIND = ItemKind(
    item=RequestItem,
    events=(SupportRequestEvent,),
    known=known,
    roles={
        bureau_when_agreement_is_missing: "consulting_bureau",
        bureau_when_nobody_in_common: "consulting_bureau",
        bureau_when_offers_can_be_sought: "bureau",
        requesting_states: "requesting_state",
        silent_states: "requesting_state",
        named: "named",
        newly_named: "named",
        country_office: "country_office",
    },
    told={
        intake.SupportRequestSubmitted: (
            act(bureau, P8),
            know(requesting_states, P8),
            act(newly_named, P15_V),
            know(country_office, P8),
        ),
        intake.SupportRequestRevised: (act(bureau, P8), act(newly_named, P15_V), know(country_office, P8)),
        intake.PartyOfRequestAnswered: (
            act(bureau_when_offers_can_be_sought, P16),
            act(bureau_when_nobody_in_common, P17),
            know(bureau, P15_V),
            know(requesting_states, P15_V),
            know(country_office, P15_V),
        ),
        intake.RecipientAnswered: (know(bureau, P10), know(requesting_states, P10), know(country_office, P10)),
        intake.FeedbackShared: (act(requesting_states, P8), know(country_office, P8)),
        intake.RequestFoundInLine: (
            act(silent_states, P17),
            know(requesting_states, P16),
            know(country_office, P16),
            act(bureau_when_offers_can_be_sought, P16),
            act(bureau_when_agreement_is_missing, P17),
        ),
        intake.RequestFoundNotInLine: (act(requesting_states, P15), know(country_office, P15)),
        intake.ConsentToSolicitGiven: (
            act(silent_states, P17),
            act(bureau_when_offers_can_be_sought, P16),
            act(bureau_when_nobody_in_common, P17),
            know(bureau, P17),
            know(country_office, P17),
        ),
        intake.ConsentToSolicitWithdrawn: (act(bureau, P17), know(country_office, P17)),
        intake.SupportRequestWithdrawn: (know(bureau), know(country_office), know(named)),
        intake.RequestHandedOver: (know(bureau), know(requesting_states), know(country_office)),
        intake.RequestTakenOver: (know(bureau),),
    },
    untold={
        intake.SupportRequestPublished: "goes to subscribed webhooks",
        intake.SupportRequestRetracted: "goes to subscribed webhooks",
        intake.RequestRestated: "nothing happened; the state is said again with less of it",
    },
    repeated=(
        intake.SupportRequestRevised,
        intake.PartyOfRequestAnswered,
        intake.RecipientAnswered,
        intake.ConsentToSolicitGiven,
    ),
    # How a request goes on between State and Secretariat is not among what a State can show; that it is shown, is.
    followed_unshown=(intake.ConsentToSolicitGiven,),
    tell_audience=(intake.ConsentToSolicitGiven, intake.PartyOfRequestAnswered, intake.RequestFoundInLine),
    reminders={ReminderDue: P6, NamingReminderDue: P15_V},
    statuses=(*get_args(RequestStatus), HANDED_OVER),
    words=SpokenForms(("message", "comment", "reason"), _said, lambda seen: seen.assessed),
)
