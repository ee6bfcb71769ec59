"""Terms: proposed, countered, signed, renewed. Each party's word is its own; nobody signs for another (WM 11, 15.v)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from services.delivery.domain import amounts
from services.delivery.domain.record import digest_of
from services.delivery.domain.stages import may
from shared.contracts.shapes.engagement import EngagementLine, EngagementState
from shared.contracts.shapes.engagement_terms import Signature, Terms, TermsAside, TermsContent, TermsLine
from shared.modalities.errors import Conflict, Fault, Invalid, NotPermitted, Stale, twice
from shared.modalities.paragraphs import P7, P9, P11, P19
from shared.modalities.steps.of_engagements import PROPOSE_TERMS, SET_TERMS_ASIDE, SIGN


def a_side(state: EngagementState, party: str) -> None:
    """Raises NotPermitted unless the party stands on a side."""
    if state.role_of(party) is None:
        raise NotPermitted("no_side", f"{party} is no side of this engagement", P11)


def proposed(state: EngagementState, party: str, content: TermsContent, words: str, now: datetime) -> EngagementState:
    """The engagement with one more version of its terms, which nobody has signed: what is in force stays so until all have.

    Raises Conflict, Invalid, NotPermitted.
    """
    may(state, PROPOSE_TERMS)
    a_side(state, party)
    if faults := _faults(state, content):
        raise Invalid(tuple(faults), paragraph=P11)
    for one in (state.open_terms(), state.terms_in_force()):
        if one is not None and content == one.content:
            raise Conflict("nothing_changed", f"Version {one.version} of the terms says the same", P11)
    version = state.terms[-1].version + 1
    terms = Terms(
        version=version, content=content, proposed_by=party, words=words, proposed_at=now,
        digest=digest_of(state, version, content, words),
    )  # fmt: skip
    return state.model_copy(update={"terms": (*state.terms, terms), "last_word_at": now})


def _faults(state: EngagementState, content: TermsContent) -> list[Fault]:
    known = {line.line_id: line for line in state.lines}
    faults = twice("/lines/{n}/line_id", (one.line_id for one in content.lines))
    for n, one in enumerate(content.lines):
        at = f"/lines/{n}"
        if one.line_id not in known:
            faults.append(Fault(f"{at}/line_id", "the engagement has no such line", "unknown_line"))
            continue
        line = known[one.line_id]
        faults += [*amounts.conversion_fault(line, one.quantity, one.covers, at), *_too_much(line, one, at)]
    return [*faults, *mode_faults(content)]


def _too_much(line: EngagementLine, asked: TermsLine, at: str) -> Iterator[Fault]:
    """More than the match committed would be promised of an offer whose owner was not asked for it; so would be what went
    back to it since, and may be another's by now (WM 7).
    """
    for name, given, unit, most, back, has in (
        ("quantity", asked.quantity, line.unit, amounts.free(line)[0], line.released, "committed"),
        ("covers", asked.covers, line.covers_unit, amounts.free(line)[1], line.released_covers, "covers"),
    ):
        if given.unit == unit and given.amount > most:
            gone = f", of which {back} went back" if back else ""
            words = f"the match {has} {most + back} {unit}{gone}; more needs another match"
            yield Fault(f"{at}/{name}/amount", words, "more_than_committed")


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
    """The engagement with one more signature; when every party of both sides signed the latest version, it is in force.

    ``digest`` is what the signer read: a signature under another text is none. What the terms leave out of the match is
    given back. Raises Conflict, Stale, NotPermitted.
    """
    may(state, SIGN)
    a_side(state, signature.party)
    latest = state.terms[-1]
    if signature.version != latest.version or digest != latest.digest:
        raise Stale("terms_changed", f"The terms are at version {latest.version} now: read them first", P11)
    not_aside(latest)
    if any(one.party == signature.party and one.version == latest.version for one in state.signatures):
        raise Conflict("already_signed", f"{signature.party} has signed version {latest.version}", P11)
    _still_there(state, latest)
    signatures = (*state.signatures, signature)
    after = state.model_copy(update={"signatures": signatures, "last_word_at": signature.signed_at})
    return holding(after) if after.terms_in_force() == latest else after


def _still_there(state: EngagementState, terms: Terms) -> None:
    """Raises Conflict for terms that promise what went back since they were proposed, after a disputed report."""
    lines = {line.line_id: line for line in state.lines}
    for n, one in enumerate(terms.content.lines):
        for fault in _too_much(lines[one.line_id], one, f"/lines/{n}"):
            raise Conflict(fault.code, f"Version {terms.version}, line {one.line_id}: {fault.message}", P7)


def holding(state: EngagementState) -> EngagementState:
    """The engagement with the amounts of the terms in force, which were not before; agreed when they are its first. That it is
    done was said of the terms before.
    """
    terms = state.terms_in_force()
    if terms is None:
        return state
    lines = amounts.released(amounts.agreed(state.lines, terms.content.lines), keep_agreed=True)
    stage = "agreed" if state.stage == "under_discussion" else state.stage
    return state.model_copy(update={"stage": stage, "lines": lines, "fulfilled_by": ()})


def not_aside(terms: Terms) -> None:
    """Raises Conflict for a version that is for nobody to sign any more, saying who set it aside."""
    if (aside := terms.set_aside) is not None:
        how = "took it back" if aside.how == "taken_back" else "declined it"
        raise Conflict(f"terms_{aside.how}", f"Version {terms.version} is open no more: {aside.by} {how}", P9)


def set_aside(state: EngagementState, party: str, version: int, words: str, now: datetime) -> EngagementState:
    """The engagement without the version that waits for signatures; its terms in force stay. Who proposed it takes it back,
    every other party declines it, also one that had signed it. Raises Conflict, Stale, NotPermitted.
    """
    may(state, SET_TERMS_ASIDE)
    a_side(state, party)
    latest = state.terms[-1]
    if version != latest.version:
        raise Stale("terms_changed", f"The terms are at version {latest.version} now: read them first", P9)
    not_aside(latest)
    if state.open_terms() is None:
        raise Conflict("terms_in_force", f"Version {version} of the terms is in force: propose others instead", P9)
    how: Literal["declined", "taken_back"] = "taken_back" if party == latest.proposed_by else "declined"
    closed = latest.model_copy(update={"set_aside": TermsAside(how=how, by=party, words=words, at=now)})
    return state.model_copy(update={"terms": (*state.terms[:-1], closed), "last_word_at": now})


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
