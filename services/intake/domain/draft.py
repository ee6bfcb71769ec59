"""A draft through its life (WM 3, 8, 15.v). Pure: draft in, draft out; the caller records the event.

`open` -> `to_be_signed` -> `submitted` | `dropped`. A changed text goes back to `open`, and signatures of the text before
count no more.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.intake.domain.draft_text import digest_of
from shared.contracts.shapes.draft import (
    DraftSignature,
    DraftStatus,
    Endorsement,
    Hand,
    HandRole,
    Prepared,
    RequestDraft,
    UnreadText,
)
from shared.contracts.shapes.named_party import NamedParty, SignedPaper
from shared.modalities.errors import Conflict, Fault, Invalid, NotFound, Stale
from shared.modalities.paragraphs import P3, P8, P15_V

LIVE: tuple[DraftStatus, ...] = ("open", "to_be_signed")
MOST_HANDS = 50


def must_be(draft: RequestDraft, *allowed: DraftStatus) -> None:
    """Raises Conflict unless the draft is in one of these states."""
    if draft.status not in (allowed or LIVE):
        words = f"The draft is {draft.status.replace('_', ' ')}"
        raise Conflict(f"draft_{draft.status}", words, P8)


def opened(
    draft_id: str,
    region: str,
    lead: str,
    by: str,
    text: Mapping[str, Any],
    now: datetime,
    unread: Sequence[UnreadText] = (),
) -> RequestDraft:
    """A new draft. Raises Invalid when its text names another lead."""
    _led_by(lead, text)
    return RequestDraft(
        draft_id=draft_id, region=region, status="open", lead=lead, opened_by=by, opened_at=now, changed_at=now, rev=1,
        text_version=1, digest=digest_of(text), title=text.get("title"), requesting_states=text["requesting_states"],
        content=dict(text), unread=tuple(unread),
    )  # fmt: skip


def edited(
    draft: RequestDraft, text: Mapping[str, Any], now: datetime, unread: Sequence[UnreadText] | None = None
) -> RequestDraft:
    """With another text: what was signed of the text before is stale, and States that it no longer names read it no more.

    Raises Conflict, Invalid.
    """
    must_be(draft)
    _led_by(draft.lead, text)
    left = tuple(unread) if unread is not None else draft.unread
    if text == draft.content and left == draft.unread:
        return draft
    states, digest = tuple(text["requesting_states"]), digest_of(text)
    return _changed(
        draft,
        now,
        # A contact is no part of what is signed: when it alone moves nobody has to sign again.
        status="open" if digest != draft.digest else draft.status,
        text_version=draft.text_version + (text != draft.content),
        digest=digest,
        title=text.get("title"),
        requesting_states=states,
        asked=tuple(one for one in draft.asked if one in states),
        content=dict(text),
        unread=left,
    )


def _led_by(lead: str, text: Mapping[str, Any]) -> None:
    if text["requesting_states"][0] != lead:
        fault = Fault(
            "/requesting_states/0", f"the draft is led by {lead}, which stands first", "requesting_states_changed"
        )
        raise Invalid((fault,), paragraph=P8)


def _changed(draft: RequestDraft, now: datetime, **values: object) -> RequestDraft:
    return draft.model_copy(update={**values, "rev": draft.rev + 1, "changed_at": now})


def shared_with(draft: RequestDraft, party: str, role: HandRole, by: str, now: datetime) -> tuple[RequestDraft, Hand]:
    """With a hand more, or one that may do something else now. Raises Conflict."""
    must_be(draft)
    others = tuple(one for one in draft.hands if one.party != party)
    if party == draft.lead:
        raise Conflict("named_twice", f"{party} prepares this draft itself", P3)
    if len(others) >= MOST_HANDS:
        raise Conflict("hands_full", f"at most {MOST_HANDS} parties have a hand in a draft", P3)
    hand = Hand(party=party, role=role, invited_at=now, invited_by=by)
    return _changed(draft, now, hands=(*others, hand)), hand


def shared_no_more(draft: RequestDraft, party: str, now: datetime) -> tuple[RequestDraft, Hand]:
    """Without a hand. Raises Conflict, NotFound."""
    must_be(draft)
    hand = next((one for one in draft.hands if one.party == party), None)
    if hand is None:
        raise NotFound("not_found", "There is no such hand in this draft")
    return _changed(draft, now, hands=tuple(one for one in draft.hands if one is not hand)), hand


def signatures_asked(draft: RequestDraft, now: datetime, until: datetime) -> RequestDraft:
    """The text stands; States beside the lead read it from now on (WM 15.v). The caller has held it against the door."""
    must_be(draft)
    asked = draft.requesting_states[1:]
    return _changed(draft, now, status="to_be_signed", asked=asked, asked_at=now, sign_by=until)


def _the_text(draft: RequestDraft, digest: str) -> None:
    if digest != draft.digest:
        words = f"You sign {digest[:12]}; the present text is {draft.digest[:12]}, version {draft.text_version}. Read it again"
        raise Stale("changed_meanwhile", words, P15_V)


def signed(
    draft: RequestDraft, party: str, post: str, digest: str, now: datetime, on_paper: SignedPaper | None = None
) -> tuple[RequestDraft, DraftSignature]:
    """A requesting State signs the present text. Raises Conflict, NotFound, and Stale for another text."""
    must_be(draft, "to_be_signed")
    _the_text(draft, digest)
    if party not in draft.missing():
        if party in draft.requesting_states:
            raise Conflict("already_signed", f"{party} has signed this text already", P15_V)
        raise NotFound("not_named", f"{party} does not ask here")
    signature = DraftSignature(
        party=party, post=post, text_version=draft.text_version, digest=digest, signed_at=now, on_paper=on_paper
    )
    return _changed(draft, now, signatures=(*draft.signatures, signature)), signature


def refused(draft: RequestDraft, party: str, now: datetime) -> RequestDraft:
    """A State that was asked takes its part out: the text is another one, and is open again for the others. Raises Conflict."""
    must_be(draft)
    states = [one for one in draft.content["requesting_states"] if one != party]
    return edited(draft, {**draft.content, "requesting_states": states}, now)


def endorsed(draft: RequestDraft, office: str, digest: str, now: datetime) -> RequestDraft:
    """The country office stands behind the present text (WM 8). Raises Conflict, and Stale for another text."""
    must_be(draft)
    _the_text(draft, digest)
    said = Endorsement(office=office, text_version=draft.text_version, digest=digest, endorsed_at=now)
    return _changed(draft, now, endorsement=said)


def all_signed(draft: RequestDraft) -> None:
    """Raises Conflict, and Invalid naming every State that has not signed the present text (WM 15.v)."""
    must_be(draft)
    faults = tuple(
        Fault(
            f"/requesting_states/{draft.requesting_states.index(party)}",
            f"{party} has not signed this text",
            "signatures_missing",
        )
        for party in draft.missing()
    )
    if faults:
        raise Invalid(faults, "signatures_missing", P15_V)


def words_of(draft: RequestDraft) -> tuple[NamedParty, ...]:
    """What States beside the lead said by signing: their word on the submitted request, so that nobody is asked twice."""
    at = draft.asked_at or draft.changed_at
    return tuple(
        NamedParty(
            party=one.party, role="requester", answer="agreed", asked_at=at, answer_due_at=draft.sign_by or at,
            answered_at=one.signed_at, on_paper=one.on_paper,
        )
        for one in draft.signatures
        if one.digest == draft.digest and one.party != draft.lead
    )  # fmt: skip


def prepared(draft: RequestDraft) -> Prepared:
    """How the request was prepared: whose signatures and endorsement count for its text."""
    said = draft.endorsement
    return Prepared(
        draft_id=draft.draft_id,
        digest=draft.digest,
        signatures=tuple(one for one in draft.signatures if one.digest == draft.digest),
        endorsement=said if said is not None and said.digest == draft.digest else None,
    )


def submitted(draft: RequestDraft, request_id: str, reference: str, now: datetime) -> RequestDraft:
    """It became a request."""
    return _changed(draft, now, status="submitted", request_id=request_id, reference=reference)


def dropped(draft: RequestDraft, now: datetime) -> RequestDraft:
    """It comes to nothing. Raises Conflict."""
    must_be(draft)
    return _changed(draft, now, status="dropped")
