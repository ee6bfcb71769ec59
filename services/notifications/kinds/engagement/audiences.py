"""From an event of an engagement to the parties in a role of it (WM 2, 9, 11, 15.vii, 19).

Each deployment tells its own: the engagement's its sides and champions, another one those it serves.
"""

from collections.abc import Iterable

from services.notifications.domain.parties import Here, bureau
from shared.contracts.delivery import EngagementEvent
from shared.contracts.event import Event
from shared.contracts.shapes.engagement import EngagementState


def _told_here(one: EngagementState, here: Here, parties: Iterable[str]) -> tuple[str, ...]:
    tells = {side.party: side.region or one.region for side in one.sides}
    return tuple(sorted(party for party in set(parties) if tells.get(party, one.region) == here.deployment))


def _state(event: Event) -> EngagementState:
    assert isinstance(event, EngagementEvent)
    return event.engagement


def _who(event: Event) -> str | None:
    return getattr(event, "party", None)


def engaged(event: Event, here: Here) -> tuple[str, ...]:
    """Every party of both sides (WM 11)."""
    one = _state(event)
    return _told_here(one, here, (side.party for side in one.sides))


def engaged_but_who_did_it(event: Event, here: Here) -> tuple[str, ...]:
    """The same without the party that did it."""
    return tuple(party for party in engaged(event, here) if party != _who(event))


def other_side(event: Event, here: Here) -> tuple[str, ...]:
    """The side that does not stand with the party that did it (WM 15.vii, 19)."""
    one = _state(event)
    own = one.role_of(_who(event) or "")
    return _told_here(one, here, (side.party for side in one.sides if side.role != own))


def other_side_when_it_answers(event: Event, here: Here) -> tuple[str, ...]:
    """The same, when it is asked to confirm: of a delivery or a milestone, not of "nothing changed" (WM 15.vii)."""
    return other_side(event, here) if getattr(event, "what", None) in {"delivery", "milestone"} else ()


def unsigned(event: Event, here: Here) -> tuple[str, ...]:
    """Parties that have not signed the version that waits for signatures (WM 9, 11)."""
    one = _state(event)
    waiting = one.open_terms()
    if waiting is None:
        return ()
    signed = {signature.party for signature in one.signatures if signature.version == waiting.version}
    return _told_here(one, here, (side.party for side in one.sides if side.party not in signed | {_who(event)}))


def not_agreed_to_plan(event: Event, here: Here) -> tuple[str, ...]:
    """Parties that have not agreed to the present plan (WM 11)."""
    one = _state(event)
    agreed = set(one.plan.agreed_by) if one.plan is not None else set()
    return _told_here(one, here, (side.party for side in one.sides if side.party not in agreed))


def not_said_fulfilled(event: Event, here: Here) -> tuple[str, ...]:
    """Parties that have not said that it is done (WM 15.vii)."""
    one = _state(event)
    return _told_here(one, here, (side.party for side in one.sides if side.party not in one.fulfilled_by))


def not_agreed_to_publish(event: Event, here: Here) -> tuple[str, ...]:
    """Parties that have not agreed to what could be published as it stands now (WM 15.vii)."""
    one = _state(event)
    if one.publication is None:
        return ()
    agreed = {word.party for word in one.publication.agreed}
    return _told_here(one, here, (side.party for side in one.sides if side.party not in agreed | {_who(event)}))


def asked_counterpart(event: Event, here: Here) -> tuple[str, ...]:
    """Parties that a notice names and that have not answered (WM 19)."""
    asked = [side for side in _state(event).asked_sides if side.answer == "pending"]
    return tuple(side.party for side in asked if (side.region or _state(event).region) == here.deployment)


def asked_champion(event: Event, here: Here) -> tuple[str, ...]:
    """The party that is asked to stand beside it (WM 2)."""
    one = _state(event)
    return _told_here(one, here, (c.party for c in one.champions if c.answer == "pending" and c.party == _who(event)))


def serving_engagement(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of a deployment whose offer or party is in another one's engagement (WM 6, 11)."""
    one = _state(event)
    serving = {line.offer_region for line in one.lines} | {side.region for side in one.sides}
    serving |= {side.region for side in one.asked_sides if side.answer == "pending"}
    return bureau(event, here) if here.deployment in serving else ()
