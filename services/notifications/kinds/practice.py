"""A good practice: to its State, to who proposed it, and to the officers (WM 1, 4, 11)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, Resolve, ToldOf, act, bureau, know
from services.notifications.domain.seen import Seen
from services.notifications.kinds.kind import ItemKind, remembered
from shared.contracts import dialogue
from shared.contracts.dialogue import PracticeEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.notifications import PracticeReminderDue
from shared.contracts.shapes.practice import PracticeStatus
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.practices import practice
from shared.modalities.paragraphs import P6, P11
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_practices import of_practice
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Practice


class PracticeItem(ItemBody):
    """A good practice, with no word of it but what it is called (WM 11)."""

    kind: Literal["practice"] = "practice"
    region: str
    reference: str
    title: str
    areas: tuple[str, ...]
    status: str
    country: str
    proposed_by: str
    audience: str | None = None
    served_by: str | None = None
    worded_at: datetime
    stands_since: datetime | None = None

    # No State has to publish what it does (WM 11).
    not_escalated = frozenset({"practice_word", "practice_review"})

    def kept_in(self) -> frozenset[str]:
        """The deployment that tells its State, if it is another."""
        return frozenset({self.served_by} if self.served_by else ())

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """Whole for those who stand in it and the officers; else as it is shown."""
        thing = practice(self.region, self.country, self.proposed_by, self.status, self.audience, self.served_by)
        if not decide(who, a.READ_PRACTICE, thing).allowed:
            return None
        whole = decide(who, a.READ_PRACTICE_WHOLE, thing).allowed
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="practice", view="full" if whole else "shown",
            reference=self.reference, title=self.title, region=self.region, areas=self.areas, status=self.status,
            parties=(self.country,),
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """What its State is asked."""
        one = Practice(self.region, self.status, self.country, self.worded_at, self.stands_since, self.served_by)
        return of_practice(one, limits)


def _known(event: Event, envelope: Envelope) -> Known:
    assert isinstance(event, PracticeEvent)
    one = event.practice
    body = PracticeItem(
        region=one.region, reference=one.reference, title=one.content.title, areas=one.content.functional_areas,
        status=one.status, country=one.content.country, proposed_by=one.proposed_by, audience=one.audience,
        served_by=one.served_by, worded_at=one.worded_at, stands_since=one.stands_since,
    )  # fmt: skip
    return remembered(event, envelope, body)


def its_state(event: Event, here: Here) -> tuple[str, ...]:
    """The State of the practice, where this deployment serves it."""
    assert isinstance(event, PracticeEvent)
    one = event.practice
    return (one.content.country,) if (one.served_by or one.region) == here.deployment else ()


def proposer(event: Event, here: Here) -> tuple[str, ...]:
    """Who proposed it, where that is not its State; its own deployment tells it."""
    assert isinstance(event, PracticeEvent)
    one = event.practice
    return (one.proposed_by,) if one.proposed_by not in ("", one.content.country) else ()


def bureau_but_proposer(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of this deployment, where they did not propose it themselves (WM 6)."""
    assert isinstance(event, PracticeEvent)
    return tuple(one for one in bureau(event, here) if one != event.practice.proposed_by)


def serving_bureau(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of the deployment that serves its State, where another one keeps it (WM 6)."""
    assert isinstance(event, PracticeEvent)
    return bureau(event, here) if event.practice.served_by == here.deployment else ()


def _told_by(officers: Resolve, *proposers: Resolve) -> ToldOf:
    """Event -> who is told; ``officers``: those of the deployment that tells; ``proposers``: where that is its own."""
    theirs = tuple(know(one, P11) for one in proposers)
    return {
        dialogue.PracticeProposed: (act(its_state, P11), know(officers, P6)),
        dialogue.PracticeReworded: (act(its_state, P11),),
        dialogue.PracticePublished: (*theirs, know(officers, P6)),
        dialogue.PracticeDeclined: (*theirs, know(officers, P6)),
        dialogue.PracticeOutdated: (*theirs, know(officers, P6)),
        dialogue.PracticeRetracted: (*theirs, know(officers, P6)),
    }


KIND = ItemKind(
    item=PracticeItem,
    events=(PracticeEvent,),
    known=_known,
    shared_by_regions=True,
    roles={
        its_state: "its_state",
        proposer: "proposer",
        bureau_but_proposer: "bureau",
        serving_bureau: "practice_bureau",
    },
    told=_told_by(bureau_but_proposer, proposer),
    told_abroad=_told_by(serving_bureau),
    untold={
        dialogue.PracticeConfirmed: "nothing changes but the day since which it stands",
        dialogue.PracticeRestated: "nothing happened; the state is said again with less of it",
        dialogue.GoodPracticePublished: "goes to subscribed webhooks",
        dialogue.GoodPracticeRetracted: "goes to subscribed webhooks",
    },
    repeated=(dialogue.PracticeReworded,),
    reminders={PracticeReminderDue: P11},
    voluntary=frozenset({"practice_word", "practice_review"}),
    statuses=get_args(PracticeStatus),
)
