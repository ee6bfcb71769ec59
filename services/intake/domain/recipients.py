"""Recipients other than States say themselves whether they take part, as supporters do (WM 10, 15.iv)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from shared.contracts.shapes.named_party import SignedPaper, Word
from shared.contracts.shapes.named_recipient import NamedRecipient
from shared.contracts.shapes.support_request import (
    AssociatedBeneficiary,
    CriterionFinding,
    RequestContent,
    SupportRequestState,
)
from shared.modalities.errors import Conflict, Fault, NotFound
from shared.modalities.paragraphs import P8, P10, P15_IV

_ENDED: frozenset[Word] = frozenset({"taken_back"})


def recipient_faults(content: RequestContent) -> Iterator[Fault]:
    """A fault for each recipient that stands twice in a request, and for an id that is no stakeholder's."""
    names, parties = set[str](), set[str]()
    for n, one in enumerate(content.beneficiaries):
        if one.name in names:
            yield Fault(f"/beneficiaries/{n}/name", f"'{one.name}' is named already", "named_twice")
        names.add(one.name)
        if one.party is None:
            continue
        where = f"/beneficiaries/{n}/party"
        if not one.party.startswith("org:"):
            yield Fault(
                where, f"{one.party} is no stakeholder with a registered id, such as org:euaa", "no_stakeholder"
            )
        elif one.party in parties:
            yield Fault(where, f"{one.party} is named already", "named_twice")
        parties.add(one.party)


def asked_recipients(
    content: RequestContent, now: datetime, due: datetime, before: Sequence[NamedRecipient] = ()
) -> tuple[NamedRecipient, ...]:
    """Every recipient that a content names, with the word it gave; a new one, or one with another id, is asked. Who is named
    no more is asked no more, and stands there as taken back. Who declined or left is not asked again by being repeated.
    """
    known = {one.name: one for one in before}
    named = tuple(_asked(one, known.get(one.name), now, due) for one in content.beneficiaries)
    there = {one.name for one in named}
    return (*named, *(_taken_back(one, now) for one in before if one.name not in there))


def _asked(one: AssociatedBeneficiary, before: NamedRecipient | None, now: datetime, due: datetime) -> NamedRecipient:
    """An id that is only left out stays: content that was read has it once its party agreed."""
    if before is not None and before.answer not in _ENDED and one.party in (None, before.party):
        return before
    return NamedRecipient(name=one.name, party=one.party, asked_at=now, answer_due_at=due)


def _taken_back(one: NamedRecipient, now: datetime) -> NamedRecipient:
    if one.answer not in ("pending", "agreed"):
        return one
    return one.model_copy(update={"answer": "taken_back", "answered_at": now})


def with_ids_agreed(content: RequestContent, recipients: Sequence[NamedRecipient]) -> RequestContent:
    """The content with the ids of those recipients that agreed: nobody stands in it by another's word."""
    ids = {one.name: one.party for one in recipients if one.answer == "agreed"}
    rows = tuple(one.model_copy(update={"party": ids.get(one.name)}) for one in content.beneficiaries)
    return content.model_copy(update={"beneficiaries": rows})


def recipient_named(state: SupportRequestState, name: str) -> NamedRecipient:
    """One recipient of a request by its name there. Raises NotFound."""
    found = next((one for one in state.recipients if one.name == name and one.answer not in _ENDED), None)
    if found is None:
        raise NotFound("not_named", f"the request names no recipient '{name}'")
    return found


def recipient_said(
    state: SupportRequestState,
    before: NamedRecipient,
    answer: Word,
    now: datetime,
    reason: str | None = None,
    on_paper: SignedPaper | None = None,
) -> tuple[SupportRequestState, NamedRecipient]:
    """The request after the word of one recipient: ``agreed`` and ``declined`` of one that is asked, ``left`` of one that
    agreed. The content stays as its State wrote it, but for the id. Raises Conflict.
    """
    if state.status == "withdrawn":
        raise Conflict("request_withdrawn", "The request is withdrawn", P8)
    if before.answer != ("agreed" if answer == "left" else "pending"):
        words = f"{before.name} has answered: {before.answer.replace('_', ' ')}"
        raise Conflict("already_answered" if answer != "left" else "word_not_awaited", words, P10)
    word = before.model_copy(update={"answer": answer, "answered_at": now, "reason": reason, "on_paper": on_paper})
    recipients = tuple(word if one is before else one for one in state.recipients)
    content = with_ids_agreed(state.content, recipients)
    return state.model_copy(update={"recipients": recipients, "content": content}), word


def recipients_finding(
    findings: Sequence[CriterionFinding], fresh: Sequence[CriterionFinding]
) -> tuple[CriterionFinding, ...]:
    """The findings with the one of 15.iv made anew after a recipient's word; what an officer found of it stays, and no other
    finding moves. A rule set without 15.iv finds nothing of it.
    """
    new = next((one for one in fresh if one.paragraph == P15_IV.number), None)
    return tuple(_anew(one, new) if new is not None and one.paragraph == P15_IV.number else one for one in findings)


def _anew(old: CriterionFinding, new: CriterionFinding) -> CriterionFinding:
    kept = {name: getattr(old, name) for name in ("officer_outcome", "officer_comment", "links")}
    moved = old.outcome if old.outcome != new.outcome else old.moved_from
    return new.model_copy(update=kept | {"moved_from": moved})
