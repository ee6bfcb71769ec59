"""From an event of a draft to those who prepare it, help, or are asked to sign (WM 3, 8, 15.v). Nobody else hears of it."""

from collections.abc import Mapping

from services.notifications.audiences.of_engagements import Told
from services.notifications.audiences.parties import Here, Resolve
from shared.contracts import intake
from shared.contracts.event import Event
from shared.contracts.intake import DraftEvent, DraftShared
from shared.contracts.shapes.draft import DraftState
from shared.contracts.vocabulary import office_of
from shared.modalities.paragraphs import P3, P8, P15_V


def _draft(event: Event) -> DraftState:
    assert isinstance(event, DraftEvent)
    return event.draft


def preparing(event: Event, _: Here) -> tuple[str, ...]:
    """The leading State and its country office (WM 8)."""
    lead = _draft(event).lead
    return lead, office_of(lead)


def preparing_but_who_opened(event: Event, here: Here) -> tuple[str, ...]:
    """The one of them that the other began it for (WM 8)."""
    return tuple(party for party in preparing(event, here) if party != _draft(event).opened_by)


def leading_state(event: Event, _: Here) -> tuple[str, ...]:
    """The State whose office stands behind the text (WM 8)."""
    return (_draft(event).lead,)


def leading_office(event: Event, _: Here) -> tuple[str, ...]:
    """The office that records what is signed on paper (WM 8)."""
    return (office_of(_draft(event).lead),)


def invited_hand(event: Event, _: Here) -> tuple[str, ...]:
    """The party that was invited to help (WM 3)."""
    assert isinstance(event, DraftShared)
    return () if event.ended else (event.hand.party,)


def unsigned_states(event: Event, _: Here) -> tuple[str, ...]:
    """Requesting States that have not signed the present text (WM 15.v)."""
    return _draft(event).missing()


def asked_states(event: Event, _: Here) -> tuple[str, ...]:
    """States beside the lead that were asked to sign (WM 15.v)."""
    return _draft(event).asked


def hands(event: Event, _: Here) -> tuple[str, ...]:
    """Parties that help (WM 3)."""
    return tuple(one.party for one in _draft(event).hands)


DRAFTED: Mapping[Resolve, str] = {
    preparing: "preparing",
    preparing_but_who_opened: "preparing",
    leading_state: "preparing",
    leading_office: "preparing",
    invited_hand: "helping",
    hands: "helping",
    unsigned_states: "signing",
    asked_states: "signing",
}
"""In which role each is told."""
DRAFTS: Mapping[type[Event], tuple[Told, ...]] = {
    intake.DraftOpened: ((preparing_but_who_opened, False, P8),),
    intake.DraftShared: ((invited_hand, False, P3),),
    intake.SignaturesAsked: ((unsigned_states, True, P15_V), (leading_office, False, P8)),
    intake.DraftSigned: ((preparing, False, P15_V),),
    intake.SignatureRefused: ((preparing, False, P15_V),),
    intake.DraftEndorsed: ((leading_state, False, P8),),
    intake.DraftDropped: ((preparing, False, P8), (asked_states, False, P15_V), (hands, False, P3)),
}
"""Event -> who is told of a draft, and whether they must act. What only changes it is read where it is."""
