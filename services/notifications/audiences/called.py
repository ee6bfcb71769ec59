"""From an event of a call for offers to the parties in a role of it (WM 6, 17).

Each deployment tells its own: the call's its States and those asked that no other one serves, another one those it serves.
"""

from collections.abc import Mapping

from services.notifications.audiences.of_engagements import Told
from services.notifications.audiences.parties import Here, Resolve, bureau
from shared.contracts import matching
from shared.contracts.event import Event
from shared.contracts.matching import CallEvent
from shared.contracts.shapes.call import Solicitation
from shared.modalities.paragraphs import P17


def _call(event: Event) -> Solicitation:
    assert isinstance(event, CallEvent)
    return event.solicitation


def approached(event: Event, here: Here) -> tuple[str, ...]:
    """The parties whom UNHCR asks for offers, and that no other deployment tells (WM 17)."""
    one = _call(event)
    elsewhere = {a.party for a in one.asked if a.region not in (None, here.deployment)}
    return tuple(party for party in one.approached if party not in elsewhere)


def approached_from_elsewhere(event: Event, here: Here) -> tuple[str, ...]:
    """Those that another deployment's call asks and this one tells (WM 17)."""
    one = _call(event)
    return tuple(a.party for a in one.asked if a.region == here.deployment and a.party in one.approached)


def were_asked(event: Event, here: Here) -> tuple[str, ...]:
    """Everybody who was asked, whatever may still be shown (WM 17)."""
    return tuple(a.party for a in _call(event).everyone() if a.region in (None, here.deployment))


def were_asked_from_elsewhere(event: Event, here: Here) -> tuple[str, ...]:
    """The same of another deployment's call."""
    return tuple(a.party for a in _call(event).asked if a.region == here.deployment)


def asking_states(event: Event, _: Here) -> tuple[str, ...]:
    """The States for which offers are sought (WM 17)."""
    return _call(event).requesting_states


def serving_call(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of a deployment whose parties another one's call asks (WM 6)."""
    return bureau(event, here) if here.deployment in {a.region for a in _call(event).asked} else ()


CALLED: Mapping[Resolve, str] = {
    approached: "approached",
    approached_from_elsewhere: "approached",
    were_asked: "approached",
    were_asked_from_elsewhere: "approached",
    asking_states: "requesting_state",
    serving_call: "serving_bureau",
}
"""In which role each is told."""
CALLS: Mapping[type[Event], tuple[Told, ...]] = {
    matching.OffersSought: ((approached, True, P17), (asking_states, False, P17)),
    matching.CallAnswered: ((bureau, False, P17), (asking_states, False, P17)),
    matching.CallClosed: ((bureau, False, P17), (asking_states, False, P17)),
    matching.CallRecalled: ((were_asked, False, P17), (bureau, False, P17)),
}
"""Event -> who is told of a call of this deployment, and whether they must act."""
CALLS_ABROAD: Mapping[type[Event], tuple[Told, ...]] = {
    matching.OffersSought: ((approached_from_elsewhere, True, P17), (serving_call, False, P17)),
    matching.CallAnswered: ((serving_call, False, P17),),
    matching.CallClosed: ((serving_call, False, P17),),
    matching.CallRecalled: ((were_asked_from_elsewhere, False, P17), (serving_call, False, P17)),
}
"""The same of another deployment's call."""
