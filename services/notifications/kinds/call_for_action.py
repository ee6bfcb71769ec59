"""A call for action: to who is asked, to its parties how it ends, and to the officers what each said itself; no party is named (WM 5)."""

from collections.abc import Callable, Iterator
from typing import Any, Literal, get_args

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, act, bureau, know
from services.notifications.domain.seen import Seen
from services.notifications.domain.spoken import Spoken
from services.notifications.kinds.kind import ItemKind, SpokenForms, remembered
from shared.contracts import calls_for_action as events
from shared.contracts.call_for_action_reminders import CallForActionReminderDue
from shared.contracts.calls_for_action import CallForActionEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.shapes.call_for_action import AskedParty, CallForActionState, CallForActionStatus
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.calls_for_action import call_for_action
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P5, P6
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_calls_for_action import of_call_for_action, owing
from shared.modalities.steps.step import Step


class CallForActionItem(ItemBody):
    """A call for action, with no word of a party (WM 5). ``owed``: what of its state makes somebody owe a step; ``elsewhere``: other
    deployments that tell parties of it.
    """

    kind: Literal["call_for_action"] = "call_for_action"
    reference: str
    title: str
    areas: tuple[str, ...]
    status: str
    open_to_all: bool = False
    asked: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    owed: dict[str, Any]

    # Nobody has to do anything (WM 5).
    not_escalated = frozenset({"action_word", "action_report"})

    def kept_in(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        return frozenset(self.elsewhere)

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """For whoever may read it; of its parties nobody is named."""
        thing = call_for_action(self.region, self.asked, self.open_to_all, self.elsewhere)
        if not decide(who, a.READ_CALL_FOR_ACTION, thing).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="call_for_action", view="full", reference=self.reference,
            title=self.title, region=self.region, areas=self.areas, status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """What those who are asked and the Secretariat owe of it."""
        return of_call_for_action(owing(self.region, self.owed), limits)


def _state(event: Event) -> CallForActionState:
    assert isinstance(event, CallForActionEvent)
    return event.call_for_action


def _owed(one: CallForActionState) -> dict[str, Any]:
    """Its state with no words in it."""
    parties = [
        it.model_dump(mode="json", include={"party", "region", "asked_at", "answer"})
        | {"word": {"by": str(it.word.by) if it.word is not None and it.word.by is not None else None}}
        | {"reports": [{"withdrawn_at": None} for _ in it.did()]}
        for it in one.parties
    ]
    return {"status": one.status, "due_on": str(one.due_on), "parties": parties}


def _known(event: Event, envelope: Envelope) -> Known:
    one = _state(event)
    body = CallForActionItem(
        region=one.region, reference=one.reference, title=one.content.title, areas=one.content.functional_areas,
        status=one.status, open_to_all=one.open_to_all, asked=tuple(it.party for it in one.parties),
        elsewhere=tuple(sorted(one.serving())), owed=_owed(one),
    )  # fmt: skip
    return remembered(event, envelope, body)


def _told_here(event: Event, here: Here, fits: Callable[[AskedParty], bool]) -> tuple[str, ...]:
    """Those of its parties that this deployment tells."""
    one = _state(event)
    return tuple(it.party for it in one.parties if (it.region or one.region) == here.deployment and fits(it))


def asked_to_act(event: Event, here: Here) -> tuple[str, ...]:
    """Who is asked, as long as it said nothing (WM 5)."""
    return _told_here(event, here, lambda it: it.answer == "pending")


def newly_asked_to_act(event: Event, here: Here) -> tuple[str, ...]:
    """Who was asked just now (WM 5)."""
    now = _state(event).revised_at
    return _told_here(event, here, lambda it: it.answer == "pending" and it.asked_at == now)


def others_in_call(event: Event, here: Here) -> tuple[str, ...]:
    """Who was asked or joined before it was revised (WM 5)."""
    now = _state(event).revised_at
    return _told_here(event, here, lambda it: it.asked_at != now)


def in_call_for_action(event: Event, here: Here) -> tuple[str, ...]:
    """Everybody who was asked or joined (WM 5)."""
    return _told_here(event, here, lambda it: True)


def serving_bureau(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of another deployment that serves one of its parties (WM 6)."""
    return bureau(event, here) if here.deployment in _state(event).serving() else ()


def _said(event: Event, role: str) -> tuple[Spoken, ...]:
    """What came of it, or why it is taken back."""
    ends = isinstance(event, events.CallForActionClosed | events.CallForActionWithdrawn)
    outcome = _state(event).outcome if ends else None
    return (Spoken(kind="call_for_action", text=outcome.text),) if outcome is not None else ()


_ASKED, _ALL, _SERVING = act(asked_to_act, P5), know(in_call_for_action, P5), know(serving_bureau, P6)
_REVISED = (act(newly_asked_to_act, P5), know(others_in_call, P5))
KIND = ItemKind(
    item=CallForActionItem,
    events=(CallForActionEvent,),
    known=_known,
    shared_by_regions=True,
    roles={
        asked_to_act: "asked_to_act",
        newly_asked_to_act: "asked_to_act",
        others_in_call: "in_call_for_action",
        in_call_for_action: "in_call_for_action",
        serving_bureau: "call_for_action_bureau",
    },
    told={
        events.CallForActionOpened: (_ASKED,),
        events.CallForActionRevised: _REVISED,
        events.CallForActionAnswered: (know(bureau, P5),),
        events.ActionDoneReported: (know(bureau, P5),),
        events.CallForActionClosed: (_ALL,),
        events.CallForActionWithdrawn: (_ALL,),
    },
    told_abroad={
        events.CallForActionOpened: (_ASKED, _SERVING),
        events.CallForActionRevised: _REVISED,
        events.CallForActionClosed: (_ALL, _SERVING),
        events.CallForActionWithdrawn: (_ALL, _SERVING),
    },
    untold={events.CallForActionRestated: "nothing happened; the state is said again with less of it"},
    repeated=(events.CallForActionRevised, events.CallForActionAnswered, events.ActionDoneReported),
    # Who answers, and when it did something, is not everybody's to follow who reads the call.
    not_followed=(events.CallForActionAnswered, events.ActionDoneReported),
    asks={events.CallForActionOpened: ("action_word",), events.CallForActionRevised: ("action_word",)},
    reminders={CallForActionReminderDue: P5},
    voluntary=frozenset({"action_word", "action_report"}),
    statuses=get_args(CallForActionStatus),
    words=SpokenForms(("call_for_action",), _said),
)  # fmt: skip
