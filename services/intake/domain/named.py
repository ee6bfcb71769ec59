"""States and stakeholders that a request names beside its lead speak for themselves (WM 3, 8, 15.v)."""

from collections.abc import Sequence
from datetime import datetime

from services.intake.domain.consented_view import agreement_after_revision, view_of
from shared.contracts.shapes.named_party import (
    NamedParty,
    NamedRole,
    SignedPaper,
    Word,
    answered,
    asked,
    gone,
    joined,
    led_by,
    renamed,
    unfit_to_take_back,
)
from shared.contracts.shapes.support_request import CriterionFinding, RequestContent, SupportRequestState
from shared.modalities.access.states import awaited
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P3, P8, P15_V, Paragraph

_PARAGRAPH: dict[NamedRole, Paragraph] = {"requester": P15_V, "supporter": P3, "offerer": P15_V}


def lead_alone(content: RequestContent) -> RequestContent:
    """The content as far as it was said by its lead: the others stand in it once they agreed."""
    return content.model_copy(update={"requesting_states": content.requesting_states[:1], "supporters": ()})


def as_agreed(content: RequestContent, named: Sequence[NamedParty]) -> RequestContent:
    """The content with its lead and those that gave their word."""
    states = led_by(content.requesting_states[0], named, "requester")
    return content.model_copy(update={"requesting_states": states, "supporters": joined(named, "supporter")})


def asked_by(
    content: RequestContent, now: datetime, due: datetime, said: Sequence[NamedParty] = ()
) -> tuple[NamedParty, ...]:
    """Everybody that the content names beside its lead, asked for a word by a moment; who ``said`` it already is not."""
    states = asked(content.requesting_states[1:], "requester", now, due)
    given = {one.party: one for one in said}
    return (*(given.get(one.party, one) for one in states), *asked(content.supporters, "supporter", now, due))


def named_twice(content: RequestContent) -> tuple[Fault, ...]:
    """A fault for each party that asks and supports, or supports twice."""
    seen = set(content.requesting_states)
    faults = []
    for n, party in enumerate(content.supporters):
        if party in seen:
            faults.append(Fault(f"/supporters/{n}", f"{party} is named already", "named_twice"))
        seen.add(party)
    return tuple(faults)


def renamed_by(
    state: SupportRequestState,
    content: RequestContent,
    now: datetime,
    due: datetime,
    taken_back: Sequence[str] = (),
) -> tuple[RequestContent, tuple[NamedParty, ...]]:
    """A revision's content with those that stand in it, and the named: its lead may name others, or by name take awaited ones
    back; who agreed leaves by its own word alone. Raises Invalid.
    """
    lead, *others = content.requesting_states
    if faults := unfit_to_take_back(state.named, (*others, *content.supporters), taken_back):
        raise Invalid(faults, paragraph=P15_V)
    named, states = renamed(state.named, others, "requester", now, due, lead, taken_back)
    named, dropped = renamed(named, content.supporters, "supporter", now, due, taken_back=taken_back)
    if lead != state.content.requesting_states[0] or states:
        words = "the lead of a request stays, and a State that agreed leaves by its own word; submit another request"
        raise Invalid((Fault("/requesting_states", words, "requesting_states_changed"),), paragraph=P8)
    # Whose support the lead does not want any more supports no longer: the request is in the States' name.
    named = tuple(
        one.model_copy(update={"answer": "taken_back", "answered_at": now}) if one.party in dropped else one
        for one in named
    )
    who = {"requesting_states": led_by(lead, named, "requester"), "supporters": joined(named, "supporter")}
    return content.model_copy(update=who), named


def all_gave_their_word(state: SupportRequestState) -> None:
    """Raises Conflict naming the States whose word is awaited: nothing is decided in their name (WM 15.v)."""
    missing = awaited(state.named, "requester")
    if missing:
        words = f"{', '.join(missing)} was named as requesting State and has not answered yet"
        raise Conflict("word_awaited", words, P15_V)


def party_said(
    state: SupportRequestState,
    party: str,
    answer: Word,
    now: datetime,
    reason: str | None = None,
    on_paper: SignedPaper | None = None,
) -> tuple[SupportRequestState, NamedParty]:
    """The request after the word of one party: ``agreed`` and ``declined`` of one that is asked, ``left`` of one that asks
    jointly or supports; when the lead leaves, the next State leads. What is shown is made anew. Raises Conflict, NotFound.
    """
    if state.status == "withdrawn":
        raise Conflict("request_withdrawn", "The request is withdrawn", P8)
    lead = state.content.requesting_states[0]
    if answer == "left":
        named, word = _gone(state, party, now, reason)
    else:
        role: NamedRole = next((one.role for one in state.named if one.party == party), "requester")
        named, word = answered(state.named, party, answer, now, _PARAGRAPH[role], reason, on_paper)
    leaves = party == lead and answer == "left"
    states = joined(named, "requester") if leaves else led_by(lead, named, "requester")
    changes: dict[str, object] = {"requesting_states": states, "supporters": joined(named, "supporter")}
    if leaves:
        # A contact goes with the State that gave it.
        authority = state.content.competent_authority
        changes["competent_authority"] = authority.model_copy(update={"focal_point": None})
    content = state.content.model_copy(update=changes)
    consents = {who: given for who, given in state.consents.items() if who in content.requesting_states}
    if answer == "agreed":
        # The lead named it. Others agreed to be shown beside those who stood there then, and are asked anew (WM 17).
        others = {who: given for who, given in consents.items() if who != lead}
        consents |= agreement_after_revision(others, state.content, content)
    after = state.model_copy(
        update={
            "content": content,
            "named": named,
            "consents": consents,
            "consent_withdrawn_by": tuple(p for p in state.consent_withdrawn_by if p in content.requesting_states),
        }
    )
    return after.model_copy(update={"shown": view_of(after)}), word


def _gone(
    state: SupportRequestState, party: str, now: datetime, reason: str | None
) -> tuple[tuple[NamedParty, ...], NamedParty]:
    if party in state.content.supporters:
        return gone(state.named, party, "supporter", now, reason)
    if party not in state.content.requesting_states:
        raise Conflict("not_a_party", f"{party} neither asks nor supports here", P15_V)
    if state.content.requesting_states == (party,):
        raise Conflict("last_party", "No other State asks for this; withdraw the request instead", P8)
    return gone(state.named, party, "requester", now, reason)


def joint_finding(
    findings: Sequence[CriterionFinding], fresh: Sequence[CriterionFinding]
) -> tuple[CriterionFinding, ...]:
    """The findings with the one of 15.v made anew after a word was given; the officer's words on others stay. A rule set without
    15.v finds nothing of it.
    """
    new = next((one for one in fresh if one.paragraph == P15_V.number), None)
    return tuple(
        new.model_copy(update={"moved_from": one.outcome if one.outcome != new.outcome else one.moved_from})
        if new is not None and one.paragraph == P15_V.number
        else one
        for one in findings
    )
