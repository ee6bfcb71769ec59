"""What of a state a reader sees: one function per kind of thing, on the state as JSON, so that every surface can ask it.

A thing that the reader may not know of is None. What is left out is left out by name here and nowhere else.
"""

from collections.abc import Mapping
from typing import Any

from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource

State = Mapping[str, Any]

CONTACT_OF_REQUEST = frozenset({"submission_route"})
"""Of its content: the way it came in. The focal point stands inside ``competent_authority``."""

ASSESSMENT: Mapping[str, Any] = {
    "findings": [], "messages": [], "decision": None, "consent": None, "consents": {}, "consent_withdrawn_by": [], "shown": None,
    "prepared": None,
}  # fmt: skip
"""Of its state: what the rules and officers found, what passed between the States and the Secretariat, who signed."""


PRIVATE_OF_OFFER = frozenset({"focal_point", "in_response_to", "visibility", "raised_at_meeting"})
"""Of its content: the contact, the request an offer answers, whom the offerer shows it to, and the meeting at which it was made."""

PRIVATE_OF_OFFER_STATE = frozenset({"capacity", "for_others", "origin", "from_package"})
"""Of its state: amounts reserved and left, whether it answers a request, and which package of its party it was made from."""


def content_of_request(
    actor: Actor, thing: Resource, content: State, contacts: Action = a.READ_CONTACTS
) -> dict[str, Any]:
    """The content of a request for who may read it: with its contact for its States and the officers it was given to."""
    return dict(content) if decide(actor, contacts, thing).allowed else without_contacts(content)


def without_contacts(content: State) -> dict[str, Any]:
    """The content of a request without its contact and the way it came in."""
    kept = {name: value for name, value in content.items() if name not in CONTACT_OF_REQUEST}
    if "competent_authority" in kept:
        kept["competent_authority"] = {**(kept["competent_authority"] or {}), "focal_point": None}
    return kept


def without_posts(prepared: State, but_of: str | None = None) -> dict[str, Any]:
    """What States signed, without who of their people did: that a State signed is no secret. ``but_of``: the reader's own stands."""
    signatures = [one if one["party"] == but_of else {**one, "post": ""} for one in prepared.get("signatures", ())]
    return {**prepared, "signatures": signatures}


def request(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """The state of a request for who stands in it or works on it; what is shown to others is ``state["shown"]``."""
    if not decide(actor, a.READ_REQUEST, thing).allowed:
        return None
    seen = {**state, "content": content_of_request(actor, thing, state["content"])}
    if (shown := state.get("shown")) is not None:
        # Nobody can agree to show a contact; should one stand there, it goes no further than the rest.
        seen["shown"] = {**shown, "fields": content_of_request(actor, thing, shown["fields"])}
    if (prepared := state.get("prepared")) is not None and not decide(actor, a.READ_CONTACTS, thing).allowed:
        seen["prepared"] = without_posts(prepared)
    if decide(actor, a.READ_ASSESSMENT, thing).allowed:
        return seen
    return {**seen, **ASSESSMENT, "named": own_word(actor, state), "recipients": own_word(actor, state, "recipients")}


def draft(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """A draft for who has a hand in it: its contact for those who write it, what a workbook said unread too (WM 8)."""
    if not decide(actor, a.READ_DRAFT, thing).allowed:
        return None
    seen = {**state, "content": content_of_request(actor, thing, state["content"], a.READ_DRAFT_CONTACTS)}
    if decide(actor, a.READ_DRAFT_CONTACTS, thing).allowed:
        return seen
    return without_posts(seen, but_of=actor.party) | {"unread": []}


def own_word(actor: Actor, state: State, among: str = "named") -> list[Any]:
    """Of the parties named beside a lead, or as recipients, the reader's own: who else was asked is not told (WM 10, 15.v)."""
    return [one for one in state.get(among) or () if actor.party is not None and one.get("party") == actor.party]


def offer(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """The state of an offer: whole for its parties and officers, its contact for those it was given to.

    For all others without the contact, the request it answers, whom it is shown to, and the amounts reserved and left
    (they show a consultation that nobody agreed to make known): what confirmed matches have taken stands as a word,
    ``uptake``.
    """
    if not decide(actor, a.READ_OFFER, thing).allowed:
        return None
    content: dict[str, Any] = dict(state["content"])
    if not decide(actor, a.READ_OFFER_CONTACT, thing).allowed and "focal_point" in content:
        content["focal_point"] = None
    if decide(actor, a.READ_OFFER_WHOLE, thing).allowed:
        return {**state, "content": content}
    content = {name: value for name, value in content.items() if name not in PRIVATE_OF_OFFER}
    kept = {name: value for name, value in state.items() if name not in PRIVATE_OF_OFFER_STATE}
    kept["named"] = own_word(actor, state)
    return kept | {"content": content, "uptake": (state.get("for_others") or {}).get("uptake")}


def version_of_request(actor: Actor, thing: Resource, content: State, findings: Any) -> tuple[dict[str, Any], Any]:
    """Content and findings of an earlier version, for who may read the request."""
    assessed = decide(actor, a.READ_ASSESSMENT, thing).allowed
    return content_of_request(actor, thing, content), findings if assessed else []
