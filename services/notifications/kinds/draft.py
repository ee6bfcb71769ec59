"""A request while it is prepared, to those who prepare it, help, or are asked to sign (WM 3, 8, 15.v). Nobody else hears of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from services.notifications.domain.items import Group, ItemBody, Known
from services.notifications.domain.parties import Here, ToldOf
from services.notifications.domain.seen import Seen
from services.notifications.kinds.kind import ItemKind, remembered
from shared.contracts import intake
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import DraftEvent, DraftShared
from shared.contracts.notifications import DraftReminderDue
from shared.contracts.shapes.draft import DraftState
from shared.contracts.vocabulary import office_of
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P3, P8, P15_V
from shared.modalities.steps import rules
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step


class DraftItem(ItemBody):
    """A request while it is prepared (WM 8). ``unsigned``: requesting States that have not signed the present text."""

    kind: Literal["draft"] = "draft"
    region: str
    title: str | None = None
    status: str
    lead: str
    opened_by: str
    asked: tuple[str, ...] = ()
    hands: tuple[tuple[str, str], ...] = ()
    unsigned: tuple[str, ...] = ()
    sign_by: datetime | None = None

    # Of a draft nobody hears but those who have a hand in it.
    not_escalated = frozenset({"sign_draft"})

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """Who has a hand in a draft, and nobody else (WM 8)."""
        thing = resources.draft(self.region, self.lead, self.opened_by, self.asked, self.hands)
        if not decide(who, a.READ_DRAFT, thing).allowed:
            return None
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="draft", view="full", title=self.title, region=self.region,
            parties=(self.lead,),
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """Its signatures."""
        return rules.of_draft(self)


def _state(event: Event) -> DraftState:
    assert isinstance(event, DraftEvent)
    return event.draft


def _known(event: Event, envelope: Envelope) -> Known:
    one = _state(event)
    body = DraftItem(
        region=one.region,
        title=one.title,
        status=one.status,
        lead=one.lead,
        opened_by=one.opened_by,
        asked=one.asked,
        hands=tuple((hand.party, hand.role) for hand in one.hands),
        unsigned=one.missing(),
        sign_by=one.sign_by,
    )
    return remembered(event, envelope, body)


def preparing(event: Event, _: Here) -> tuple[str, ...]:
    """The leading State and its country office (WM 8)."""
    lead = _state(event).lead
    return lead, office_of(lead)


def preparing_but_who_opened(event: Event, here: Here) -> tuple[str, ...]:
    """The one of them that the other began it for (WM 8)."""
    return tuple(party for party in preparing(event, here) if party != _state(event).opened_by)


def leading_state(event: Event, _: Here) -> tuple[str, ...]:
    """The State whose office stands behind the text (WM 8)."""
    return (_state(event).lead,)


def leading_office(event: Event, _: Here) -> tuple[str, ...]:
    """The office that records what is signed on paper (WM 8)."""
    return (office_of(_state(event).lead),)


def invited_hand(event: Event, _: Here) -> tuple[str, ...]:
    """The party that was invited to help (WM 3)."""
    assert isinstance(event, DraftShared)
    return () if event.ended else (event.hand.party,)


def unsigned_states(event: Event, _: Here) -> tuple[str, ...]:
    """Requesting States that have not signed the present text (WM 15.v)."""
    return _state(event).missing()


def asked_states(event: Event, _: Here) -> tuple[str, ...]:
    """States beside the lead that were asked to sign (WM 15.v)."""
    return _state(event).asked


def hands(event: Event, _: Here) -> tuple[str, ...]:
    """Parties that help (WM 3)."""
    return tuple(one.party for one in _state(event).hands)


TOLD: ToldOf = {
    intake.DraftOpened: ((preparing_but_who_opened, False, P8),),
    intake.DraftShared: ((invited_hand, False, P3),),
    intake.SignaturesAsked: ((unsigned_states, True, P15_V), (leading_office, False, P8)),
    intake.DraftSigned: ((preparing, False, P15_V),),
    intake.SignatureRefused: ((preparing, False, P15_V),),
    intake.DraftEndorsed: ((leading_state, False, P8),),
    intake.DraftDropped: ((preparing, False, P8), (asked_states, False, P15_V), (hands, False, P3)),
}
"""Event -> who is told of a draft, and whether they must act. What only changes it is read where it is."""
KIND = ItemKind(
    item=DraftItem,
    events=(DraftEvent,),
    known=_known,
    followed=False,
    roles={
        preparing: "preparing",
        preparing_but_who_opened: "preparing",
        leading_state: "preparing",
        leading_office: "preparing",
        invited_hand: "helping",
        hands: "helping",
        unsigned_states: "signing",
        asked_states: "signing",
    },
    told=TOLD,
    untold={
        intake.DraftChanged: "read where the draft is; who has to sign a text is asked to",
        intake.DraftCommented: "read where the draft is; a mail for each comment would bury the rest",
        intake.DraftSubmitted: "the submitted request tells its parties",
    },
    not_followed=tuple(TOLD),
    reminders={DraftReminderDue: P15_V},
)
