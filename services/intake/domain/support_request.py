"""A support request through its life (WM 8, 13, 15, 16, 17). Pure: state in, state out; the caller records the event."""

from collections.abc import Sequence
from datetime import datetime

from services.intake.domain.consented_view import agreement_after_revision, view_of
from services.intake.domain.named import all_gave_their_word
from services.intake.domain.recipient_links import judged_since, link_faults
from shared.contracts.intake import FeedbackItem
from shared.contracts.reference.working_days import due as due_date
from shared.contracts.references import series
from shared.contracts.shapes.handover import Belonged
from shared.contracts.shapes.named_party import NamedParty
from shared.contracts.shapes.named_recipient import NamedRecipient
from shared.contracts.shapes.support_request import (
    Consent,
    CriterionFinding,
    Decision,
    Message,
    RequestContent,
    RequestStatus,
    SupportRequestState,
)
from shared.modalities.errors import Conflict, Elsewhere, Fault, Invalid, NotPermitted
from shared.modalities.paragraphs import P6, P8, P15_V, P16, P17, Paragraph

MOST_MESSAGES = 10


def series_of(country: str, year: int) -> str:
    """A reference but for its number, which counts the requests that a State leads in a year: ACSG-<year>-<State>-."""
    return series("ACSG", year, country)


OPEN: tuple[RequestStatus, ...] = ("submitted", "feedback_shared", "revised", "not_in_line")


def _must_be(state: SupportRequestState, allowed: Sequence[RequestStatus], what: str, paragraph: Paragraph) -> None:
    if state.status not in allowed:
        words = f"A request that is {state.status.replace('_', ' ')} cannot be {what}"
        raise Conflict(f"request_{state.status}", words, paragraph)


def moved(findings: Sequence[CriterionFinding], before: Sequence[CriterionFinding]) -> tuple[CriterionFinding, ...]:
    """The findings of a new version; those whose outcome moved say from what."""
    earlier = {finding.paragraph: finding.outcome for finding in before}
    return tuple(
        f.model_copy(update={"moved_from": earlier[f.paragraph]})
        if earlier.get(f.paragraph, f.outcome) != f.outcome
        else f
        for f in findings
    )


def revise(
    state: SupportRequestState,
    content: RequestContent,
    named: tuple[NamedParty, ...],
    findings: Sequence[CriterionFinding],
    rule_set: str,
    now: datetime,
    recipients: tuple[NamedRecipient, ...] = (),
) -> SupportRequestState:
    """A new immutable version (WM 8), found by the rule set in force now; older ones keep theirs (WM 21). What the States agreed to show is shown as far as it did not change (WM 17).
    Raises Conflict.
    """
    _must_be(state, OPEN, "revised", P8)
    consents = agreement_after_revision(state.consents, state.content, content)
    after = state.model_copy(
        update={
            "status": "revised",
            "consents": consents,
            "consent": consents.get(state.consent.given_by) if state.consent else None,
            "content": content,
            "content_version": state.content_version + 1,
            "rule_set": rule_set,
            "findings": moved(findings, state.findings),
            "decision": None,
            "named": named,
            "recipients": recipients,
            "revised_at": now,
        }
    )
    return after.model_copy(update={"shown": view_of(after)})


def share_feedback(
    state: SupportRequestState, items: Sequence[FeedbackItem], now: datetime, message: Message | None = None
) -> SupportRequestState:
    """The officer's word per criterion, beside the rules' outcome, which stays, and what was written with it (WM 8).

    Of what was written the newest are kept in the state; each stands in its event. Raises Conflict, Invalid.
    """
    _must_be(state, OPEN, "given feedback", P8)
    known = {finding.paragraph for finding in state.findings}
    faults = tuple(
        Fault(f"/items/{n}/paragraph", f"'{i.paragraph}' is not one of {', '.join(sorted(known))}", "unknown_paragraph")
        for n, i in enumerate(items)
        if i.paragraph not in known
    ) + link_faults(state.content, items)
    if faults:
        raise Invalid(faults, paragraph=P8)
    said = {item.paragraph: item for item in items}
    findings = tuple(_judged(f, said[f.paragraph]) if f.paragraph in said else f for f in state.findings)
    return state.model_copy(
        update={
            "status": "feedback_shared",
            "findings": findings,
            "messages": (*state.messages, *([message] if message else []))[-MOST_MESSAGES:],
            "feedback_at": state.feedback_at or now,
        }
    )


def _judged(finding: CriterionFinding, item: FeedbackItem) -> CriterionFinding:
    said = {"officer_outcome": item.outcome, "officer_comment": item.comment}
    return finding.model_copy(update=said | {"links": judged_since(finding.links, item.links)})


def decide(state: SupportRequestState, decision: Decision) -> SupportRequestState:
    """A person's decision with its reason; findings never decide (WM 15, 16). Raises Conflict, also while a State that is
    named has not answered.
    """
    _must_be(state, OPEN, "decided on", P16)
    if decision.in_line:
        all_gave_their_word(state)
    status = "in_line" if decision.in_line else "not_in_line"
    at = state.feedback_at or decision.decided_at
    return state.model_copy(update={"status": status, "decision": decision, "feedback_at": at})


def _asks_itself(state: SupportRequestState, party: str) -> None:
    """Raises NotPermitted unless the party is one of the requesting States: agreement is theirs alone (WM 17)."""
    if party not in state.content.requesting_states:
        raise NotPermitted("not_requesting", "Only a requesting State agrees to solicitation, or takes it back", P17)


def give_consent(state: SupportRequestState, consent: Consent) -> SupportRequestState:
    """A requesting State agrees to solicitation and names the fields (WM 17).

    In a joint request every State agrees for itself; only what all of them agreed to is shown. Raises Conflict,
    NotPermitted.
    """
    _asks_itself(state, consent.given_by)
    if state.status == "withdrawn":
        raise Conflict("request_withdrawn", "A withdrawn request cannot be consented to", P17)
    consents = {**state.consents, consent.given_by: consent}
    back = tuple(party for party in state.consent_withdrawn_by if party != consent.given_by)
    after = state.model_copy(update={"consent": consent, "consents": consents, "consent_withdrawn_by": back})
    return after.model_copy(update={"shown": view_of(after)})


def withdraw_consent(state: SupportRequestState, party: str) -> SupportRequestState:
    """A requesting State takes its agreement back; what is shown is made anew of what the States that ask agree to:
    nothing, as long as one of them does not (WM 17). Raises Conflict, NotPermitted.
    """
    _asks_itself(state, party)
    if party not in state.consents:
        raise Conflict("no_consent", "There is no agreement of this State to withdraw", P17)
    consents = {who: given for who, given in state.consents.items() if who != party}
    back = (*state.consent_withdrawn_by, party)
    after = state.model_copy(update={"consent": None, "consents": consents, "consent_withdrawn_by": back})
    return after.model_copy(update={"shown": view_of(after)})


def withdraw(state: SupportRequestState) -> SupportRequestState:
    """The requesting State takes the request back (WM 8). Raises Conflict when it already did, and while other States ask
    jointly: their request goes on without one that leaves (WM 15.v).
    """
    _must_be(state, (*OPEN, "in_line"), "withdrawn", P8)
    _, *others = state.content.requesting_states
    if others:
        words = f"{', '.join(others)} asks jointly: leave the request with the answer 'left', and theirs goes on"
        raise Conflict("asked_jointly", words, P15_V)
    return state.model_copy(update={"status": "withdrawn", "consent": None, "consents": {}, "shown": None})


def still_here(state: SupportRequestState) -> None:
    """Raises Elsewhere naming the owner, once the request was handed over (WM 6)."""
    if state.handed_over_to is not None:
        raise Elsewhere(state.handed_over_to, f"Request {state.reference}", P6)


def handed_over(state: SupportRequestState, receiving: str) -> SupportRequestState:
    """What stands here once another deployment owns the request: history that shows nothing (WM 6, 17)."""
    still_here(state)
    return state.model_copy(update={"handed_over_to": receiving, "shown": None})


def taken_over(state: SupportRequestState, region: str, before: Belonged) -> SupportRequestState:
    """The request as its giver had it, now of this deployment; everything else goes on (WM 6)."""
    return state.model_copy(update={"region": region, "belonged": (*state.belonged, before)})


def feedback_due(submitted_at: datetime, days: int, region: str) -> datetime:
    """When feedback is due; the document says timely, a setting says how many days (WM 8)."""
    return due_date(submitted_at, days, region)
