"""A review of the terms: to who asked, the parties it concerns, who proposes, and the officers, each deployment its own (WM 21)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, act, bureau, know, secretariat
from services.notifications.domain.seen import Seen
from services.notifications.domain.spoken import Spoken
from services.notifications.kinds.kind import ItemKind, SpokenForms, remembered
from shared.contracts import reviews
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.notifications import ReviewReminderDue
from shared.contracts.reviews import ReviewEvent
from shared.contracts.shapes.review import ReviewState, ReviewStatus
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P21
from shared.modalities.steps import rules
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.reviewed import reviewed
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Review


class ReviewItem(ItemBody):
    """A review, without the words in it (WM 21). ``elsewhere``: other deployments that tell parties of it."""

    kind: Literal["review"] = "review"
    reference: str
    status: str
    since: datetime
    consult_until: date | None = None
    asked_by: str | None = None
    elsewhere: tuple[str, ...] = ()

    def kept_in(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        return frozenset(self.elsewhere)

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """Whole for whoever may read it."""
        thing = resources.review(self.region, self.asked_by, self.status, self.elsewhere)
        if not decide(who, a.READ_REVIEW, thing).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="review", view="full", reference=self.reference,
            region=self.region, parties=(self.asked_by,) if self.asked_by else (), status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """What the Secretariat owes of it."""
        return rules.of_review(Review(self.region, self.status, self.since, self.consult_until), limits)


def _state(event: Event) -> ReviewState:
    assert isinstance(event, ReviewEvent)
    return event.review


def _known(event: Event, envelope: Envelope) -> Known:
    one = _state(event)
    owing = reviewed(one.region, one.model_dump(mode="json"))
    body = ReviewItem(
        region=one.region,
        reference=one.reference,
        status=one.status,
        since=owing.since,
        consult_until=one.consult_until,
        asked_by=one.asked_by,
        elsewhere=tuple(sorted(one.serving())),
    )
    return remembered(event, envelope, body)


def _said(event: Event, role: str) -> tuple[Spoken, ...]:
    """Why it is asked for, to who answers; why there is none, to who asked; what it is about and how it ended, to everybody."""
    one = _state(event)
    if isinstance(event, reviews.ReviewAsked):
        said = one.reason
    elif isinstance(event, reviews.ReviewDeclined):
        said = one.declined_because if role == "asked_for_review" else None
    elif isinstance(event, reviews.ReviewOpened):
        said = one.words
    elif isinstance(event, reviews.ReviewConcluded):
        said = one.conclusion.words if one.conclusion is not None else None
    else:
        said = None
    return (Spoken(kind="review", text=said),) if said else ()


def _told_here(event: Event, here: Here, parties: Iterable[str]) -> tuple[str, ...]:
    """Those of these parties that this deployment tells."""
    one = _state(event)
    tells = {told.party: told.region or one.region for told in one.concerned}
    if one.asked_by is not None:
        tells.setdefault(one.asked_by, one.asked_region or one.region)
    return tuple(sorted(party for party in set(parties) if tells.get(party, one.region) == here.deployment))


def who_asked(event: Event, here: Here) -> tuple[str, ...]:
    """The party that asked for it (WM 21)."""
    one = _state(event)
    return _told_here(event, here, [one.asked_by] if one.asked_by is not None else [])


def concerned(event: Event, here: Here) -> tuple[str, ...]:
    """The parties that met or wrote in its period or that an officer named, who asked, and who proposed (WM 21)."""
    one = _state(event)
    asked = [one.asked_by] if one.asked_by is not None else []
    proposed = [said.party for said in one.proposals if said.withdrawn_at is None]
    return _told_here(event, here, [*(told.party for told in one.concerned), *asked, *proposed])


def bureau_serving(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of a deployment whose parties another one's review concerns (WM 6)."""
    return bureau(event, here) if here.deployment in _state(event).serving() else ()


KIND = ItemKind(
    item=ReviewItem,
    events=(ReviewEvent,),
    known=_known,
    shared_by_regions=True,
    roles={who_asked: "asked_for_review", concerned: "in_review", bureau_serving: "serving_review"},
    told={
        reviews.ReviewDue: (act(bureau, P21), know(secretariat, P21)),
        reviews.ReviewAsked: (act(bureau, P21), know(secretariat, P21)),
        reviews.ReviewDeclined: (know(who_asked, P21),),
        reviews.ReviewOpened: (know(concerned, P21), know(bureau, P21), know(secretariat, P21)),
        reviews.ConsultationBegun: (know(concerned, P21), know(bureau, P21)),
        reviews.ReviewProposalMade: (know(bureau, P21),),
        reviews.ReviewConcluded: (know(concerned, P21), know(bureau, P21), know(secretariat, P21)),
    },
    told_abroad={
        reviews.ReviewDue: (know(secretariat, P21),),
        reviews.ReviewAsked: (know(secretariat, P21),),
        reviews.ReviewDeclined: (know(who_asked, P21),),
        reviews.ReviewOpened: (know(concerned, P21), know(bureau_serving, P21), know(secretariat, P21)),
        reviews.ConsultationBegun: (know(concerned, P21), know(bureau_serving, P21)),
        reviews.ReviewConcluded: (know(concerned, P21), know(bureau_serving, P21), know(secretariat, P21)),
    },
    untold={
        reviews.ReviewProposalWithdrawn: "it is read where the review is; nobody waits for it",
        reviews.ReviewRestated: "nothing happened; the state is said again with less of it",
    },
    repeated=(reviews.ReviewProposalMade, reviews.ConsultationBegun),
    reminders={ReviewReminderDue: P21},
    statuses=get_args(ReviewStatus),
    words=SpokenForms(("review",), _said),
)
