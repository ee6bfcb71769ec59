"""Terms: proposed, countered, signed. Each party's word is its own; nobody signs for another (WM 11, 15.v)."""

from datetime import datetime

from services.delivery.domain import amounts
from services.delivery.domain.record import digest_of, terms_of
from services.delivery.domain.stages import may
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.engagement_terms import Signature, Terms, TermsContent
from shared.modalities.errors import Conflict, Fault, Invalid, NotPermitted, Stale
from shared.modalities.paragraphs import P11, P19
from shared.modalities.steps.of_engagements import PROPOSE_TERMS, SIGN


def a_side(state: EngagementState, party: str) -> None:
    """Raises NotPermitted unless the party stands on a side."""
    if state.role_of(party) is None:
        raise NotPermitted("no_side", f"{party} is no side of this engagement", P11)


def proposed(state: EngagementState, party: str, content: TermsContent, words: str, now: datetime) -> EngagementState:
    """The engagement with one more version of its terms, which nobody has signed. Raises Conflict, Invalid, NotPermitted."""
    may(state, PROPOSE_TERMS)
    a_side(state, party)
    if faults := _faults(state, content):
        raise Invalid(tuple(faults), paragraph=P11)
    latest = terms_of(state, None)
    if content == latest.content:
        raise Conflict("nothing_changed", f"Version {latest.version} of the terms says the same", P11)
    version = latest.version + 1
    terms = Terms(
        version=version, content=content, proposed_by=party, words=words, proposed_at=now,
        digest=digest_of(state, version, content, words),
    )  # fmt: skip
    return state.model_copy(update={"terms": (*state.terms, terms), "last_word_at": now})


def _faults(state: EngagementState, content: TermsContent) -> list[Fault]:
    known = {line.line_id: line for line in state.lines}
    faults, seen = [], set[str]()
    for n, one in enumerate(content.lines):
        at = f"/lines/{n}"
        if one.line_id not in known:
            faults.append(Fault(f"{at}/line_id", "the engagement has no such line", "unknown_line"))
            continue
        if one.line_id in seen:
            faults.append(Fault(f"{at}/line_id", f"line {one.line_id} stands here twice", "twice"))
        seen.add(one.line_id)
        line = known[one.line_id]
        faults += amounts.conversion_fault(line, one.quantity, one.covers, at)
        # More than the match committed would be promised of an offer whose owner was not asked for it (WM 7).
        if one.quantity.unit == line.unit and one.quantity.amount > line.committed:
            words = f"the match committed {line.committed} {line.unit}; more needs another match"
            faults.append(Fault(f"{at}/quantity/amount", words, "more_than_committed"))
        if one.covers.unit == line.covers_unit and one.covers.amount > line.committed_covers:
            words = f"the match covers {line.committed_covers} {line.covers_unit}; more needs another match"
            faults.append(Fault(f"{at}/covers/amount", words, "more_than_committed"))
    return [*faults, *mode_faults(content)]


def mode_faults(content: TermsContent) -> list[Fault]:
    """Faults of how it is given and by whom (WM 19, 20)."""
    faults = []
    if content.channel == "bilateral" and content.delivery_mode != "peer_to_peer":
        words = "bilateral support is given peer to peer"
        faults.append(Fault("/delivery_mode", words, "modes_contradict"))
    if content.implementing_partner is not None and content.delivery_mode != "unhcr_partner":
        words = "a partner carries out what is delivered by unhcr_partner"
        faults.append(Fault("/implementing_partner", words, "modes_contradict"))
    return faults


def signed(state: EngagementState, signature: Signature, digest: str) -> EngagementState:
    """The engagement with one more signature; agreed when every party of both sides signed the latest version.

    ``digest`` is what the signer read: a signature under another text is none. What the terms leave out of the match is
    given back. Raises Conflict, Stale, NotPermitted.
    """
    may(state, SIGN)
    a_side(state, signature.party)
    latest = terms_of(state, None)
    if signature.version != latest.version or digest != latest.digest:
        raise Stale("terms_changed", f"The terms are at version {latest.version} now: read them first", P11)
    if any(one.party == signature.party and one.version == latest.version for one in state.signatures):
        raise Conflict("already_signed", f"{signature.party} has signed version {latest.version}", P11)
    signatures = (*state.signatures, signature)
    after = state.model_copy(update={"signatures": signatures, "last_word_at": signature.signed_at})
    if not after.signed():
        return after
    lines = amounts.released(amounts.agreed(state.lines, latest.content.lines), keep_agreed=True)
    return after.model_copy(update={"stage": "agreed", "lines": lines})


def contact_released(state: EngagementState, party: str, released: bool) -> EngagementState:
    """A side lets the other read its focal point, or takes that back; never for the other (WM 19). Raises NotPermitted."""
    a_side(state, party)
    mine = next(one for one in state.sides if one.party == party)
    if mine.contact_released == released:
        words = "The contact is released already" if released else "The contact is not released"
        raise Conflict("nothing_changed", words, P19)
    sides = tuple(
        one.model_copy(update={"contact_released": released}) if one.party == party else one for one in state.sides
    )
    return state.model_copy(update={"sides": sides})
