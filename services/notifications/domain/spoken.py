"""Words that one party wrote to others: feedback, the reason of a decision, the message of a call for offers, what stands in
a thread (WM 8, 15, 17).

They go to those they are for, in the role that the event gives them, and to nobody else: not to who follows an item by a
subscription. What its reader may see of the item when it is said decides again: who may not see the assessment hears no
word of it, and with an item that is not shown any more its words are gone.
"""

from typing import Any, Literal

from services.notifications.domain.seen import Seen
from shared.contracts.dialogue import ThreadMessageEvent
from shared.contracts.event import Event, Shape
from shared.contracts.intake import FeedbackShared, RequestFoundInLine, RequestFoundNotInLine
from shared.contracts.matching import OffersSought

FOR = frozenset({"requesting_state", "country_office", "approached", "in_circle", "asked"})
"""Roles that words are written to; the bureau wrote them, or the other side of a thread."""


class Spoken(Shape):
    """One text as it was written. ``paragraph``: of which a comment is."""

    kind: Literal["message", "comment", "reason", "call", "thread"]
    text: str
    paragraph: str | None = None


def spoken_in(event: Event, role: str) -> tuple[Spoken, ...]:
    """What an event says to a role, in the order in which it is read."""
    if role not in FOR:
        return ()
    found: list[Spoken] = []
    if isinstance(event, FeedbackShared):
        found.append(Spoken(kind="message", text=event.message or ""))
        found += [Spoken(kind="comment", text=one.comment, paragraph=one.paragraph) for one in event.items]
    elif isinstance(event, RequestFoundInLine | RequestFoundNotInLine):
        decision = event.request.decision
        found.append(Spoken(kind="reason", text=decision.reason if decision else ""))
    elif isinstance(event, OffersSought) and role == "approached":
        found.append(Spoken(kind="call", text=event.solicitation.message or ""))
    elif isinstance(event, ThreadMessageEvent):
        found.append(Spoken(kind="thread", text=event.message.text))
    return tuple(one for one in found if one.text.strip())


def heard(content: dict[str, Any], seen: Seen | None) -> tuple[Spoken, ...]:
    """The words of a kept message that its reader may read, given what it may see of the item now."""
    if seen is None or content.get("erased"):
        return ()
    words = (Spoken.model_validate(one) for one in content.get("spoken") or ())
    own = {"solicitation": "call", "thread": "thread"}.get(seen.kind)
    return tuple(one for one in words if (one.kind == own if one.kind in {"call", "thread"} else seen.assessed))
