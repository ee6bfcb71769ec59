"""Kinds of drafts: their sections, what a new one holds, the body, and the mutation that sends it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.console.forms import support_offer, support_request
from services.console.forms.questions import Section
from shared.modalities.access.actor import Actor, Role


@dataclass(frozen=True)
class Kind:
    """``send`` and ``revise`` are documents; ``id_name`` is how the answer names what was made, ``list`` where it stands."""

    name: str
    sections: tuple[Section, ...]
    begun: Callable[[str], dict[str, Any]]
    body: Callable[[dict[str, Any], Actor], dict[str, Any]]
    send: str
    id_name: str
    list: str
    roles: frozenset[Role]
    paragraph: str
    check: str | None = None
    revise: str | None = None

    def section(self, name: str) -> Section | None:
        """One of its sections."""
        return next((one for one in self.sections if one.name == name), None)


REQUEST = Kind(
    "request", support_request.SECTIONS, support_request.begun, support_request.body, "submit_request", "request_id",
    "/requests", frozenset({Role.STATE_AUTHORITY, Role.COUNTRY_OFFICE}), "8", "check_request", "revise_request",
)  # fmt: skip
OFFER = Kind(
    "offer", support_offer.SECTIONS, support_offer.begun, support_offer.body, "make_offer", "offer_id", "/offers",
    frozenset({Role.STATE_AUTHORITY, Role.STAKEHOLDER}), "18", None, "revise_offer",
)  # fmt: skip
KINDS = {one.name: one for one in (REQUEST, OFFER)}
