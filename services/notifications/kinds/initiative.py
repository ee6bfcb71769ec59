"""A pilot or the quality-assurance initiative: to its State, its partner, and the officers who serve them; to a reader that it is shown (WM 7, 11)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, act, bureau, know
from services.notifications.domain.seen import Seen
from services.notifications.domain.spoken import Spoken
from services.notifications.kinds.kind import ItemKind, SpokenForms, remembered
from shared.contracts import initiatives as events
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.initiative_reminders import InitiativeReminderDue
from shared.contracts.initiatives import InitiativeEvent
from shared.contracts.shapes.initiative import InitiativeState, InitiativeStatus
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.initiatives import initiative
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P6, P7, P11
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_initiatives import of_initiative, owing
from shared.modalities.steps.step import Step

_OWED_BY = ("answer", "diagnosis", "partner", "served_by", "status")
"""Of its state, beside what is cut below, what rules of steps read."""


class InitiativeItem(ItemBody):
    """An initiative, with no word of it but what it is called (WM 7, 11). ``owed``: what of its state makes somebody owe a step;
    ``serving``: deployments of its State and partner; ``elsewhere``: every other one that holds it.
    """

    kind: Literal["initiative"] = "initiative"
    reference: str
    title: str
    areas: tuple[str, ...]
    status: str
    country: str
    partner: tuple[str, str] | None = None
    readers: tuple[str, ...] = ()
    serving: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    owed: dict[str, Any]

    # A State is free not to enter one, and to end it in its own time (WM 11).
    not_escalated = frozenset({"initiative_word", "recommendation_word"})

    def kept_in(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        return frozenset(self.elsewhere)

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """For whoever may read it."""
        thing = initiative(self.region, self.country, self.partner, self.readers, self.serving)
        if not decide(who, a.READ_INITIATIVE, thing).allowed:
            return None
        whole = decide(who, a.READ_INITIATIVE_WHOLE, thing).allowed
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="initiative", view="full" if whole else "shown",
            reference=self.reference, title=self.title, region=self.region, areas=self.areas, status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """What its sides owe of it."""
        return of_initiative(owing(self.region, self.owed), limits)


def _state(event: Event) -> InitiativeState:
    assert isinstance(event, InitiativeEvent)
    return event.initiative


def _owed(one: InitiativeState) -> dict[str, Any]:
    """Its state with no words in it."""
    said = one.model_dump(mode="json", include={*_OWED_BY, "begun_at"})
    if one.diagnosis is not None:
        said["diagnosis"] = one.diagnosis.model_dump(mode="json", include={"recorded_at", "said_by"})
    steps = [it.model_dump(mode="json", include={"due_on", "by", "done_on"}) for it in one.steps]
    last = [
        {
            "recorded_at": it.recorded_at.isoformat(),
            "recommendations": [{"answer": r.answer} for r in it.recommendations],
        }
        for it in one.cycles[-1:]
    ]
    content = {"country": one.content.country, "period": one.content.period.model_dump(mode="json")}
    return said | {"steps": steps, "cycles": last, "content": content}


def _known(event: Event, envelope: Envelope) -> Known:
    one = _state(event)
    body = InitiativeItem(
        region=one.region, reference=one.reference, title=one.content.title, areas=one.content.functional_areas,
        status=one.status, country=one.content.country, readers=one.shown_to(),
        partner=None if one.partner is None else (one.partner.party, one.partner.answer),
        serving=tuple(sorted(one.serving())), elsewhere=tuple(sorted(one.told_in())), owed=_owed(one),
    )  # fmt: skip
    return remembered(event, envelope, body)


def _sides(one: InitiativeState) -> Mapping[str, tuple[str, str | None]]:
    """State and partner, each with where it is served; the partner by its own word alone."""
    found = {"state": (one.content.country, one.served_by)}
    if one.partner is not None and one.partner.answer == "accepted":
        found["partner"] = (one.partner.party, one.partner.region)
    return found


def _told_here(event: Event, here: Here, fits: Callable[[str, str], bool]) -> tuple[str, ...]:
    """Those sides, by name and party, that this deployment tells."""
    one = _state(event)
    return tuple(
        party for side, (party, region) in _sides(one).items()
        if (region or one.region) == here.deployment and fits(side, party)
    )  # fmt: skip


def _by(event: Event) -> str:
    """The side that did it: it is not told of its own word."""
    if (party := getattr(event, "party", None)) is not None:
        return "state" if party == _state(event).content.country else "partner"
    return str(getattr(event, "side", "state"))


def _still_asked(event: Event) -> str:
    """The side that is asked to stand by the diagnosis."""
    said = _state(event).diagnosis
    assert said is not None
    if "state" not in said.said_by:
        return "state"
    return "partner" if "partner" in _sides(_state(event)) else "secretariat"


def asked_state(event: Event, here: Here) -> tuple[str, ...]:
    """The State to which officers propose it (WM 11)."""
    return _told_here(event, here, lambda side, _: side == "state" and _state(event).answer == "pending")


def asked_partner(event: Event, here: Here) -> tuple[str, ...]:
    """Whom the State names beside it, as long as it said nothing (WM 11)."""
    one = _state(event)
    mine = one.partner
    if mine is None or mine.answer != "pending" or (mine.region or one.region) != here.deployment:
        return ()
    return (mine.party,)


def other_sides(event: Event, here: Here) -> tuple[str, ...]:
    """State and partner, but for who did it."""
    by = _by(event)
    return _told_here(event, here, lambda side, _: side != by)


def asked_of_diagnosis(event: Event, here: Here) -> tuple[str, ...]:
    """The side that is asked to stand by the diagnosis (WM 7)."""
    asked = _still_asked(event)
    return _told_here(event, here, lambda side, _: side == asked)


def officers_asked(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, where they are that side (WM 7)."""
    one = _state(event)
    return bureau(event, here) if _still_asked(event) == "secretariat" and one.region == here.deployment else ()


def its_state(event: Event, here: Here) -> tuple[str, ...]:
    """The State, of what is recommended to it (WM 7)."""
    return _told_here(event, here, lambda side, _: side == "state" and bool(_state(event).cycles[-1].recommendations))


def officers(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of its deployment, but for what they did themselves (WM 6)."""
    own = isinstance(event, events.InitiativeOpened) and _state(event).opened_by is None
    return () if own or _by(event) == "secretariat" else bureau(event, here)


def serving_bureau(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of another deployment that serves its State or its partner (WM 6)."""
    return bureau(event, here) if here.deployment in _state(event).serving() else ()


def reader(event: Event, here: Here) -> tuple[str, ...]:
    """To whom its State shows it (WM 11)."""
    one = _state(event)
    return tuple(it.party for it in one.readers if it.shown and (it.region or one.region) == here.deployment)


def _said(event: Event, role: str) -> tuple[Spoken, ...]:
    """How it ended."""
    outcome = _state(event).outcome if isinstance(event, events.InitiativeClosed) else None
    return (Spoken(kind="initiative", text=outcome.text),) if outcome is not None else ()


_OTHERS, _OFFICERS, _SERVING = know(other_sides, P11), know(officers, P6), know(serving_bureau, P6)
_PARTNER = act(asked_partner, P11)
_BETWEEN = (
    events.DiagnosisAgreed, events.InitiativePlanned, events.InitiativeStepDone, events.RecommendationAnswered,
    events.InitiativeLedToPractice,
)  # fmt: skip
KIND = ItemKind(
    item=InitiativeItem,
    events=(InitiativeEvent,),
    known=_known,
    shared_by_regions=True,
    roles={
        asked_state: "asked_state",
        asked_partner: "asked_partner",
        other_sides: "initiative_side",
        asked_of_diagnosis: "initiative_side",
        its_state: "initiative_side",
        officers_asked: "bureau",
        officers: "bureau",
        serving_bureau: "initiative_bureau",
        reader: "initiative_reader",
    },
    told={
        events.InitiativeOpened: (act(asked_state, P11), _PARTNER, _OFFICERS),
        events.InitiativeAnswered: (_PARTNER, _OTHERS, _OFFICERS),
        events.InitiativeAgreed: (_OTHERS, _OFFICERS),
        events.InitiativeDiagnosed: (act(asked_of_diagnosis, P7), act(officers_asked, P7)),
        events.AuditCycleRecorded: (act(its_state, P7), _OTHERS, _OFFICERS),
        events.InitiativeShown: (know(reader, P11),),
        events.InitiativeClosed: (_OTHERS, _OFFICERS, know(asked_partner, P11), know(reader, P11)),
        **dict.fromkeys(_BETWEEN, (_OTHERS, _OFFICERS)),
    },
    told_abroad={
        events.InitiativeOpened: (act(asked_state, P11), _PARTNER, _SERVING),
        events.InitiativeAnswered: (_PARTNER, _OTHERS),
        events.InitiativeAgreed: (_OTHERS, _SERVING),
        events.InitiativeDiagnosed: (act(asked_of_diagnosis, P7),),
        events.AuditCycleRecorded: (act(its_state, P7), _OTHERS, _SERVING),
        events.InitiativeShown: (know(reader, P11),),
        events.InitiativeClosed: (_OTHERS, _SERVING, know(asked_partner, P11), know(reader, P11)),
        **dict.fromkeys(_BETWEEN, (_OTHERS,)),
    },
    untold={events.InitiativeRestated: "nothing happened; the state is said again with less of it"},
    repeated=(events.InitiativeAnswered, events.InitiativeDiagnosed, events.InitiativePlanned, events.InitiativeStepDone,
              events.RecommendationAnswered, events.InitiativeShown),
    # What its sides do between them is not everybody's to follow who is shown that there is one.
    not_followed=(events.InitiativeAnswered, events.InitiativeDiagnosed, events.InitiativeShown, events.AuditCycleRecorded,
                  *_BETWEEN),
    asks={
        events.InitiativeOpened: ("initiative_word",),
        events.InitiativeAnswered: ("initiative_word",),
        events.InitiativeDiagnosed: ("diagnosis_word",),
        events.AuditCycleRecorded: ("recommendation_word",),
    },
    reminders={InitiativeReminderDue: P11},
    voluntary=frozenset({"initiative_word", "recommendation_word"}),
    statuses=get_args(InitiativeStatus),
    words=SpokenForms(("initiative",), _said, lambda seen: seen.view == "full"),
)  # fmt: skip
