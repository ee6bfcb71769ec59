"""An engagement: to its sides, its champions, those that a notice names, and the officers (WM 2, 9, 11, 15.vii, 19, 20)."""

from typing import get_args

from services.notifications.domain.parties import Resolve, ToldOf, act, bureau, know
from services.notifications.kinds.engagement.audiences import (
    asked_champion,
    asked_counterpart,
    engaged,
    engaged_but_who_did_it,
    not_agreed_to_plan,
    not_agreed_to_publish,
    not_said_fulfilled,
    other_side,
    other_side_when_it_answers,
    serving_engagement,
    unsigned,
)
from services.notifications.kinds.engagement.dates import OF_PLAN, SAID_HERE
from services.notifications.kinds.engagement.item import EngagementItem, known
from services.notifications.kinds.kind import ItemKind
from shared.contracts import delivery
from shared.contracts.delivery import EngagementEvent
from shared.contracts.notifications import EngagementReminderDue
from shared.contracts.shapes.engagement import Stage
from shared.modalities.paragraphs import P2, P6, P9, P11, P15_VII, P19, P20


def told_by(officers: Resolve) -> ToldOf:
    """Event -> who is told; ``officers``: those of the deployment that tells."""
    return {
        delivery.EngagementOpened: (act(engaged, P19), know(officers, P6)),
        delivery.NoticeGiven: (act(asked_counterpart, P19), know(officers, P6)),
        delivery.NoticeAnswered: (know(engaged_but_who_did_it, P19), know(officers, P6)),
        delivery.EngagementFollowed: (know(engaged_but_who_did_it, P9),),
        delivery.TermsProposed: (act(unsigned, P11), know(officers, P6)),
        delivery.TermsSigned: (act(unsigned, P19), know(engaged_but_who_did_it, P19), know(officers, P6)),
        delivery.TermsSetAside: (know(engaged_but_who_did_it, P9), know(officers, P6)),
        delivery.PlanProposed: (act(not_agreed_to_plan, P11), know(officers, P6)),
        delivery.PlanAgreed: (know(engaged_but_who_did_it, P11),),
        delivery.EngagementStarted: (know(engaged_but_who_did_it, P20), know(officers, P6)),
        delivery.ContactReleased: (know(other_side, P19),),
        delivery.ContactTakenBack: (know(other_side, P19),),
        delivery.ProgressReported: (act(other_side_when_it_answers, P15_VII), know(officers, P6)),
        delivery.ReportAnswered: (know(other_side, P15_VII),),
        delivery.EngagementPaused: (know(engaged_but_who_did_it, P11), know(officers, P6)),
        delivery.EngagementResumed: (know(engaged_but_who_did_it, P11), know(officers, P6)),
        delivery.FulfilmentSaid: (act(not_said_fulfilled, P15_VII),),
        delivery.EngagementFulfilled: (act(engaged, P15_VII), know(officers, P6)),
        delivery.EngagementEnded: (act(engaged, P15_VII), know(officers, P6)),
        delivery.EvaluationGiven: (know(not_agreed_to_publish, P15_VII),),
        delivery.PublicationAnswered: (know(engaged_but_who_did_it, P15_VII), know(officers, P6)),
        delivery.EngagementWordDue: (act(engaged, P9), know(officers, P6)),
        delivery.ChampionChanged: (act(asked_champion, P2), know(engaged, P2)),
    }


KIND = ItemKind(
    item=EngagementItem,
    events=(EngagementEvent,),
    known=known,
    shared_by_regions=True,
    roles={
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
        serving_engagement: "offering_bureau",
    },
    told=told_by(bureau),
    told_abroad=told_by(serving_engagement),
    untold={
        delivery.EngagementRestated: "nothing happened; the state is said again with less of it",
        delivery.EngagementPublished: "goes to subscribed webhooks",
        delivery.EngagementRetracted: "goes to subscribed webhooks",
        delivery.SustainabilityReviewed: "read where the engagement is; it waits for nobody",
    },
    repeated=(delivery.ProgressReported, delivery.ReportAnswered),
    asks={
        delivery.EngagementOpened: ("signature",),
        delivery.NoticeGiven: ("counterpart",),
        delivery.TermsProposed: ("signature", "new_terms"),
        delivery.TermsSigned: ("signature", "new_terms"),
        delivery.PlanProposed: ("plan_agreement",),
        delivery.ProgressReported: ("report_answer",),
        delivery.FulfilmentSaid: (),
        delivery.EngagementFulfilled: ("evaluation",),
        delivery.EngagementEnded: ("evaluation",),
        delivery.EngagementWordDue: ("word",),
        delivery.ChampionChanged: ("champion",),
    },
    reminders={EngagementReminderDue: P15_VII},
    voluntary=frozenset({"champion"}),
    asked_on_the_day=frozenset({"word"}),
    plan_dates=OF_PLAN,
    dated_steps=SAID_HERE,
    statuses=get_args(Stage),
)
