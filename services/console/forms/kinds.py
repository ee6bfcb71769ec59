"""Kinds of drafts: their sections, what a new one holds, the body, and the mutation that sends it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.console.forms import support_offer, support_request
from services.console.forms.questions import Section
from shared.modalities.access.actions import LIST_OFFER, OPEN_DRAFT, SIGN_DRAFT
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import draft, offer


def _nobody(_: Actor) -> bool:
    return False


@dataclass(frozen=True)
class FormKind:
    """``send`` and ``revise`` are documents; ``id_name`` is how the answer names what was made, ``list`` where it stands;
    ``may``: whether the policy lets somebody begin one, ``signs`` sign it by sending it, ``asks`` send it to those who sign."""

    name: str
    sections: tuple[Section, ...]
    begun: Callable[[str], dict[str, Any]]
    body: Callable[[dict[str, Any], Actor], dict[str, Any]]
    send: str
    id_name: str
    list: str
    paragraph: str
    may: Callable[[Actor], bool]
    check: str | None = None
    revise: str | None = None
    signs: Callable[[Actor], bool] = _nobody
    asks: Callable[[Actor], bool] = _nobody

    def section(self, name: str) -> Section | None:
        """One of its sections."""
        return next((one for one in self.sections if one.name == name), None)


def _prepares(actor: Actor) -> bool:
    """A State for itself, its country office for it (WM 8)."""
    lead = support_request.lead_for(actor)
    return lead is not None and decide(actor, OPEN_DRAFT, draft(actor.region, lead)).allowed


def _signs(actor: Actor) -> bool:
    """A State signs what it asks for with its own login (WM 15.v)."""
    lead = support_request.lead_for(actor)
    return lead is not None and decide(actor, SIGN_DRAFT, draft(actor.region, lead)).allowed


def _asks(actor: Actor) -> bool:
    """Who prepares it for a State asks that State to sign."""
    return _prepares(actor) and not _signs(actor)


def _offers(actor: Actor) -> bool:
    return bool(actor.party) and decide(actor, LIST_OFFER, offer(actor.region, (), lead=actor.party)).allowed


REQUEST = FormKind(
    "request", support_request.SECTIONS, support_request.begun, support_request.body, "submit_request", "request_id",
    "/requests", "8", _prepares, "check_request", "revise_request", _signs, _asks,
)  # fmt: skip
OFFER = FormKind(
    "offer", support_offer.SECTIONS, support_offer.begun, support_offer.body, "make_offer", "offer_id", "/offers",
    "18", _offers, None, "revise_offer",
)  # fmt: skip
KINDS = {one.name: one for one in (REQUEST, OFFER)}
