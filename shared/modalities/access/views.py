"""What of a state a reader sees: one function per kind of thing, on the state as JSON, so that every surface can ask it.

A thing that the reader may not know of is None. What is left out is left out by name here and nowhere else.
"""

from collections.abc import Mapping
from typing import Any

from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource

State = Mapping[str, Any]

CONTACT_OF_REQUEST = frozenset({"submission_route"})
"""Of its content: the way it came in. The focal point stands inside ``competent_authority``."""

ASSESSMENT: Mapping[str, Any] = {
    "findings": [], "decision": None, "consent": None, "consents": {}, "consent_withdrawn_by": [], "shown": None,
}  # fmt: skip
"""Of its state: what the rules and officers found, and what passed between the States and the Secretariat."""


def content_of_request(actor: Actor, thing: Resource, content: State) -> dict[str, Any]:
    """The content of a request for who may read it: with its contact for its States and the officers it was given to."""
    if decide(actor, a.READ_CONTACTS, thing).allowed:
        return dict(content)
    kept = {name: value for name, value in content.items() if name not in CONTACT_OF_REQUEST}
    if "competent_authority" in kept:
        kept["competent_authority"] = {**(kept["competent_authority"] or {}), "focal_point": None}
    return kept


def request(actor: Actor, thing: Resource, state: State) -> dict[str, Any] | None:
    """The state of a request for who stands in it or works on it; what is shown to others is ``state["shown"]``."""
    if not decide(actor, a.READ_REQUEST, thing).allowed:
        return None
    seen = {**state, "content": content_of_request(actor, thing, state["content"])}
    return seen if decide(actor, a.READ_ASSESSMENT, thing).allowed else {**seen, **ASSESSMENT}


def version_of_request(actor: Actor, thing: Resource, content: State, findings: Any) -> tuple[dict[str, Any], Any]:
    """Content and findings of an earlier version, for who may read the request."""
    assessed = decide(actor, a.READ_ASSESSMENT, thing).allowed
    return content_of_request(actor, thing, content), findings if assessed else []
