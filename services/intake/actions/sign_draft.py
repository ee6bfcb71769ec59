"""The text of a draft is signed by every State that asks: by its login, or on paper that its office records (WM 8, 15.v)."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from services.intake.actions.submission import content_of
from services.intake.actions.the_draft import DRAFT, Drafted, changed
from services.intake.actions.the_request import Intake
from services.intake.domain import draft as domain
from shared.application.named_party import PaperBody
from shared.application.use_case import Change, Done, NoBody
from shared.contracts.incoming import Strict
from shared.contracts.intake import DraftEndorsed, DraftSigned, SignatureRefused, SignaturesAsked
from shared.contracts.reference.working_days import due as due_date
from shared.contracts.shapes.draft import RequestDraft
from shared.contracts.shapes.named_party import SignedPaper
from shared.contracts.shapes.values import Country, PersonalText, Text
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_draft
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P15_V

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
EXAMPLE: dict[str, Any] = {"party": "iso3166:TCD", "post": "Permanent Secretary", "digest": "0" * 64}


class SignBody(Strict):
    """Who signs which text."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    party: Country
    post: Annotated[PersonalText, Field(max_length=200, description="Of the person who signs")]
    digest: Digest = Field(description="Of the text that was read: another one is not signed (412)")
    on_paper: PaperBody | None = Field(default=None, description="For its country office, which records what it signed")


class EndorseBody(Strict):
    """Which text the office stands behind."""

    digest: Digest


class RefuseBody(Strict):
    """Why, when there is a reason to give."""

    reason: Text | None = None


async def ask_signatures(doing: Intake, draft: Drafted, _: NoBody) -> Done[RequestDraft]:
    """What is signed could be submitted as it stands. Raises Conflict, and Invalid naming every fault of the text."""
    domain.must_be(draft.state)
    content_of(doing.context.fits(draft.state.content, doing.now))
    settings = doing.context.settings
    after = domain.signatures_asked(
        draft.state, doing.now, due_date(doing.now, settings.party_answer_days, settings.deployment)
    )
    return await changed(doing, after, SignaturesAsked)


async def sign_draft(doing: Intake, draft: Drafted, body: SignBody) -> Done[RequestDraft]:
    """By the State itself, or its country office with the paper. Raises Conflict, Invalid, NotPermitted, Stale."""
    paper = _paper(doing, draft, body)
    after, signature = domain.signed(draft.state, body.party, body.post, body.digest, doing.now, paper)
    action = a.SIGN_DRAFT if paper is None else a.RECORD_SIGNED_DRAFT
    done = await changed(doing, after, DraftSigned, signature=signature)
    return Done(done.thing, done.version, done.aggregate, audited=action, decided_on=done.decided_on)


def _paper(doing: Intake, draft: Drafted, body: SignBody) -> SignedPaper | None:
    thing, paper = of_draft(draft.state).only(body.party), body.on_paper
    if doing.by.party == body.party:
        authorise(doing.by, a.SIGN_DRAFT, thing)
        if paper is not None:
            words = "a State that signs itself needs no paper; its country office records one"
            raise Invalid((Fault("/on_paper", words, "own_word"),), paragraph=P15_V)
        return None
    authorise(doing.by, a.RECORD_SIGNED_DRAFT, thing)
    if paper is None:
        words = f"nobody signs for {body.party}: name the paper that it signed, and its date"
        raise Invalid((Fault("/on_paper", words, "paper_needed"),), paragraph=P15_V)
    if paper.signed_on > doing.now.date():
        raise Invalid((Fault("/on_paper/signed_on", "lies in the future", "date_in_future"),), paragraph=P15_V)
    return SignedPaper(
        reference=paper.reference, signed_on=paper.signed_on, recorded_by=doing.by.subject, recorded_at=doing.now
    )


async def refuse_to_sign(doing: Intake, draft: Drafted, body: RefuseBody) -> Done[RequestDraft]:
    """A State beside the lead takes its part out, and reads it no more. Raises Conflict."""
    party = doing.by.party or ""
    after = domain.refused(draft.state, party, doing.now)
    return await changed(doing, after, SignatureRefused, party=party, reason=body.reason)


async def endorse_draft(doing: Intake, draft: Drafted, body: EndorseBody) -> Done[RequestDraft]:
    """The lead's country office stands behind the text. Raises Conflict, Stale."""
    after = domain.endorsed(draft.state, doing.by.party or "", body.digest, doing.now)
    return await changed(doing, after, DraftEndorsed)


ASK_SIGNATURES = Change(DRAFT, a.ASK_SIGNATURES, NoBody, ask_signatures)
SIGN_DRAFT = Change(DRAFT, a.SIGN_DRAFT, SignBody, sign_draft, needs=a.READ_DRAFT)
REFUSE_TO_SIGN = Change(DRAFT, a.REFUSE_TO_SIGN, RefuseBody, refuse_to_sign)
ENDORSE_DRAFT = Change(DRAFT, a.ENDORSE_DRAFT, EndorseBody, endorse_draft)
