"""Parties of a joint offer speak for themselves: each agrees, declines, or takes its part out (WM 7, 18)."""

from datetime import datetime

from services.roster.domain.support_offer import not_over
from shared.contracts.shapes.named_party import NamedParty, SignedPaper, Word, answered, gone, joined, led_by, replaced
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P18


def party_said(
    state: SupportOfferState,
    party: str,
    answer: Word,
    now: datetime,
    reason: str | None = None,
    on_paper: SignedPaper | None = None,
) -> tuple[SupportOfferState, NamedParty]:
    """The offer after the word of one party: ``agreed`` and ``declined`` of one that is asked, ``agreed`` of one that agreed to
    an earlier wording, ``left`` of one of its parties; when the lead leaves, the next one leads. Raises Conflict, NotFound.
    """
    not_over(state)
    lead = state.content.offering_parties[0]
    if answer == "left":
        named, word = _gone(state, party, now, reason)
    else:
        named, word = answered(_asked_anew(state, party), party, answer, now, P18, reason, on_paper)
        word = word.model_copy(update={"content_version": state.content_version if answer == "agreed" else None})
        named = replaced(named, word)
    leaves = party == lead and answer == "left"
    stay = joined(named, "offerer") if leaves else led_by(lead, named, "offerer")
    changes: dict[str, object] = {"offering_parties": stay}
    if leaves:
        # A contact goes with the party that gave it.
        changes["focal_point"] = None
    content = state.content.model_copy(update=changes)
    return state.model_copy(update={"named": named, "content": content}), word


def _asked_anew(state: SupportOfferState, party: str) -> tuple[NamedParty, ...]:
    """A word is to the wording that was read: who gave it to an earlier one may give it to this. Who wants it no more leaves."""
    if party not in state.not_agreed_to_wording():
        return state.named
    return tuple(
        one.model_copy(update={"answer": "pending"}) if one.party == party and one.answer == "agreed" else one
        for one in state.named
    )


def _gone(
    state: SupportOfferState, party: str, now: datetime, reason: str | None
) -> tuple[tuple[NamedParty, ...], NamedParty]:
    if party not in state.content.offering_parties:
        raise Conflict("not_a_party", f"{party} is no party of this offer", P18)
    if state.content.offering_parties == (party,):
        raise Conflict("last_party", "Nobody else offers this; withdraw the offer instead", P18)
    return gone(state.named, party, "offerer", now, reason)
