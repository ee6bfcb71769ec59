"""A declared crisis: to the States that it is about, and to the officers (WM 12)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, act, bureau, know, secretariat
from services.notifications.domain.seen import Seen
from services.notifications.domain.spoken import Spoken
from services.notifications.kinds.kind import ItemKind, SpokenForms, remembered
from shared.contracts import crises
from shared.contracts.crises import CrisisEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.notifications import CrisisReminderDue
from shared.contracts.shapes.crisis import CrisisState, CrisisStatus
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.crises import crisis
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P12
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_crises import of_crisis
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Crisis


class CrisisItem(ItemBody):
    """A declared crisis, with no word of it but what it is called (WM 12)."""

    kind: Literal["crisis"] = "crisis"
    reference: str
    title: str
    status: str
    states: tuple[str, ...]
    silent: tuple[str, ...] = ()
    shown: bool = False
    declared_at: datetime
    stands_since: datetime

    # No State has to say anything of what the Secretariat declares (WM 12).
    not_escalated = frozenset({"crisis_word"})

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """For the States, the officers, and others once each State agreed to that."""
        if not decide(who, a.READ_CRISIS, crisis(self.region, self.states, self.shown)).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="crisis", view="full", reference=self.reference,
            title=self.title, region=self.region, parties=self.states, status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """What its States may say, and what the officers look at."""
        one = Crisis(self.region or "", self.status, self.declared_at, self.stands_since, self.silent)
        return of_crisis(one, limits)


def _state(event: Event) -> CrisisState:
    assert isinstance(event, CrisisEvent)
    return event.crisis


def _known(event: Event, envelope: Envelope) -> Known:
    one = _state(event)
    body = CrisisItem(
        region=one.region, reference=one.reference, title=one.content.title, status=one.status,
        states=tuple(each.party for each in one.states),
        silent=tuple(each.party for each in one.states if each.word is None), shown=one.open_to_others,
        declared_at=one.declared_at, stands_since=one.stands_since,
    )  # fmt: skip
    return remembered(event, envelope, body)


def _said(event: Event, role: str) -> tuple[Spoken, ...]:
    """Why it is declared and why it ended, to its States and the officers; a State's own words to the officers alone."""
    one, said = _state(event), None
    if isinstance(event, crises.CrisisDeclared):
        said = one.reason
    elif isinstance(event, crises.CrisisEnded):
        said = one.end.reason if one.end is not None else None
    elif isinstance(event, crises.CrisisWordSaid) and role != "in_crisis":
        word = next((each.word for each in one.states if each.party == event.party), None)
        said = word.words if word is not None else None
    return (Spoken(kind="crisis", text=said),) if said else ()


def its_states(event: Event, here: Here) -> tuple[str, ...]:
    """The States that it is about; the deployment that declared it serves them."""
    one = _state(event)
    return tuple(each.party for each in one.states) if one.region == here.deployment else ()


KIND = ItemKind(
    item=CrisisItem,
    events=(CrisisEvent,),
    known=_known,
    roles={its_states: "in_crisis"},
    told={
        crises.CrisisDeclared: (act(its_states, P12), know(bureau, P12), know(secretariat, P12)),
        crises.CrisisWordSaid: (know(bureau, P12), know(secretariat, P12)),
        crises.CrisisEnded: (know(its_states, P12), know(bureau, P12), know(secretariat, P12)),
    },
    told_abroad={
        crises.CrisisDeclared: (know(secretariat, P12),),
        crises.CrisisWordSaid: (know(secretariat, P12),),
        crises.CrisisEnded: (know(secretariat, P12),),
    },
    untold={
        crises.CrisisReviewed: "nothing changes but the day since which it stands",
        crises.CrisisRestated: "nothing happened; the state is said again with less of it",
    },
    repeated=(crises.CrisisWordSaid,),
    reminders={CrisisReminderDue: P12},
    voluntary=frozenset({"crisis_word"}),
    statuses=get_args(CrisisStatus),
    words=SpokenForms(("crisis",), _said),
)
