"""Who must act and who should know of what happens to an engagement (WM 2, 9, 11, 15.vii, 19, 20)."""

from collections.abc import Mapping

from services.notifications.audiences.engaged import (
    asked_champion,
    asked_counterpart,
    engaged,
    engaged_but_who_did_it,
    not_agreed_to_plan,
    not_agreed_to_publish,
    not_said_fulfilled,
    other_side,
    other_side_when_it_answers,
    unsigned,
)
from services.notifications.audiences.parties import Resolve
from shared.contracts import delivery
from shared.contracts.event import Event
from shared.modalities.paragraphs import P2, P6, P9, P11, P15_VII, P19, P20, Paragraph

Told = tuple[Resolve, bool, Paragraph]
"""Whom, whether they must act, and on which paragraph."""

ENGAGED: Mapping[Resolve, str] = {
    engaged: "engaged",
    engaged_but_who_did_it: "engaged",
    other_side: "engaged",
    other_side_when_it_answers: "engaged",
    unsigned: "engaged",
    not_agreed_to_plan: "engaged",
    not_said_fulfilled: "engaged",
    not_agreed_to_publish: "engaged",
    asked_champion: "champion",
    asked_counterpart: "counterpart",
}
"""In which role each is told."""


def _act(resolve: Resolve, paragraph: Paragraph) -> Told:
    return resolve, True, paragraph


def _know(resolve: Resolve, paragraph: Paragraph) -> Told:
    return resolve, False, paragraph


def of_engagements(officers: Resolve) -> Mapping[type[Event], tuple[Told, ...]]:
    """Event -> who is told; ``officers``: those of the deployment that tells."""
    return {
        delivery.EngagementOpened: (_act(engaged, P19), _know(officers, P6)),
        delivery.NoticeGiven: (_act(asked_counterpart, P19), _know(officers, P6)),
        delivery.NoticeAnswered: (_know(engaged_but_who_did_it, P19), _know(officers, P6)),
        delivery.EngagementFollowed: (_know(engaged_but_who_did_it, P9),),
        delivery.TermsProposed: (_act(unsigned, P11), _know(officers, P6)),
        delivery.TermsSigned: (_act(unsigned, P19), _know(engaged_but_who_did_it, P19), _know(officers, P6)),
        delivery.TermsSetAside: (_know(engaged_but_who_did_it, P9), _know(officers, P6)),
        delivery.PlanProposed: (_act(not_agreed_to_plan, P11), _know(officers, P6)),
        delivery.PlanAgreed: (_know(engaged_but_who_did_it, P11),),
        delivery.EngagementStarted: (_know(engaged_but_who_did_it, P20), _know(officers, P6)),
        delivery.ContactReleased: (_know(other_side, P19),),
        delivery.ContactTakenBack: (_know(other_side, P19),),
        delivery.ProgressReported: (_act(other_side_when_it_answers, P15_VII), _know(officers, P6)),
        delivery.ReportAnswered: (_know(other_side, P15_VII),),
        delivery.EngagementPaused: (_know(engaged_but_who_did_it, P11), _know(officers, P6)),
        delivery.EngagementResumed: (_know(engaged_but_who_did_it, P11), _know(officers, P6)),
        delivery.FulfilmentSaid: (_act(not_said_fulfilled, P15_VII),),
        delivery.EngagementFulfilled: (_act(engaged, P15_VII), _know(officers, P6)),
        delivery.EngagementEnded: (_act(engaged, P15_VII), _know(officers, P6)),
        delivery.EvaluationGiven: (_know(not_agreed_to_publish, P15_VII),),
        delivery.PublicationAnswered: (_know(engaged_but_who_did_it, P15_VII), _know(officers, P6)),
        delivery.EngagementWordDue: (_act(engaged, P9), _know(officers, P6)),
        delivery.ChampionChanged: (_act(asked_champion, P2), _know(engaged, P2)),
    }


ASKS: Mapping[str, tuple[str, ...]] = {
    event.wire_type: steps
    for event, steps in (
        (delivery.EngagementOpened, ("signature",)),
        (delivery.NoticeGiven, ("counterpart",)),
        (delivery.TermsProposed, ("signature", "new_terms")),
        (delivery.TermsSigned, ("signature", "new_terms")),
        (delivery.PlanProposed, ("plan_agreement",)),
        (delivery.ProgressReported, ("report_answer",)),
        (delivery.FulfilmentSaid, ()),
        (delivery.EngagementFulfilled, ("evaluation",)),
        (delivery.EngagementEnded, ("evaluation",)),
        (delivery.EngagementWordDue, ("word",)),
        (delivery.ChampionChanged, ("champion",)),
    )
}
"""Which steps an event that asks for one asks for: a party may owe several of an engagement at once."""
