"""Drafts as their readers see them, and what the ordinary rules would find of one (WM 8, 15). Nothing is stored."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from services.intake.actions.bodies import ComingFindings, RequestBody
from services.intake.actions.named_before import before_for
from services.intake.actions.submission import content_of
from services.intake.actions.submit_request import SubmitRequest
from services.intake.actions.the_draft import draft_view
from services.intake.actions.the_request import Fits
from services.intake.domain.before import NOTHING, Before
from services.intake.domain.named import lead_alone
from services.intake.domain.ports import RuleSet
from services.intake.queries.coming_rules import coming_findings
from services.intake.storage.drafts import DraftRepository
from shared.application.readable_page import readable_page
from shared.contracts.shapes.draft import RequestDraft
from shared.contracts.shapes.support_request import CriterionFinding, RequestContent
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_draft
from shared.modalities.errors import Fault, Invalid, NotFound
from shared.runtime.db.database import Database


class DraftFault(BaseModel):
    """What the door of a request would say of the text."""

    pointer: str
    code: str
    message: str
    english: str | None = None


class DraftChecked(BaseModel):
    """What the rules find of the text as far as it can be read, and what stands before its submission."""

    rule_set: str
    findings: tuple[CriterionFinding, ...]
    faults: tuple[DraftFault, ...]
    missing: tuple[str, ...] = Field(
        description="States that have not signed the present text, the lead first (WM 15.v)"
    )
    ready: bool = Field(description="Whether it could be submitted now")
    coming: ComingFindings | None = Field(
        default=None, description="A rule set that comes into force before feedback would be due, or within thirty days"
    )


async def _readable(database: Database, actor: Actor, draft_id: UUID) -> RequestDraft:
    async with database.reading() as connection:
        found = await DraftRepository(connection).find(draft_id, lock=False)
    if found is None:
        raise NotFound("not_found", "There is no such draft")
    authorise_seen(actor, a.READ_DRAFT, a.READ_DRAFT, of_draft(found[0]), "draft")
    return found[0]


async def read_draft(database: Database, actor: Actor, draft_id: UUID) -> tuple[Mapping[str, object], int]:
    """The draft, and the version that a change is decided on. Raises NotFound."""
    state = await _readable(database, actor, draft_id)
    return await draft_view(None, actor, state), state.rev


async def list_drafts(
    database: Database, actor: Actor, after: UUID | None, first: int
) -> tuple[Sequence[Mapping[str, object]], str | None]:
    """A page of those that the reader has a hand in, newest first, and where to read on; None at the end."""
    if actor.party is None:
        return [], None
    async with database.reading() as connection:
        page, more = await readable_page(
            actor, a.READ_DRAFT, of_draft, lambda one: one.draft_id,
            partial(DraftRepository(connection).page, actor.party), after, first,
        )  # fmt: skip
    return [await draft_view(None, actor, one) for one in page], more


async def check_draft(
    database: Database, actor: Actor, draft_id: UUID, submit: SubmitRequest, fits: Fits, now: datetime,
    said: Callable[[Fault], Mapping[str, str]],
) -> DraftChecked:  # fmt: skip
    """The ordinary findings and faults. Raises NotFound."""
    state = await _readable(database, actor, draft_id)
    faults, body = faults_of_text(state.content, fits, now)
    before = NOTHING
    try:
        before = await before_for(database, actor, body.content() if body is not None else _written(state, fits, now))
    except Invalid as error:
        # A text that could not be submitted is not whole.
        faults, body = (*faults, *error.faults), None
    if not decide(actor, a.READ_DRAFT_CONTACTS, of_draft(state)).allowed:
        # What the reader does not read is not told by its faults either.
        faults = tuple(one for one in faults if not one.pointer.startswith(_CONTACTS))
    held, content = submit.rules.at(now), body.content() if body is not None else _written(state, fits, now)

    def found(rules: RuleSet) -> tuple[CriterionFinding, ...]:
        return findings_of_text(state.content, rules, fits, now, body, before)

    findings = found(held)
    return DraftChecked(
        rule_set=held.name,
        findings=findings,
        coming=coming_findings(submit.coming(content, now), findings, found),
        faults=tuple(DraftFault.model_validate(said(one)) for one in faults),
        missing=state.missing(),
        ready=state.status == "to_be_signed" and body is not None and not state.missing(),
    )


_CONTACTS = ("/submission_route", "/competent_authority/focal_point")


def faults_of_text(
    text: Mapping[str, object], fits: Fits, now: datetime
) -> tuple[tuple[Fault, ...], RequestBody | None]:
    """What the door of a request says of a text, and the body when it says nothing."""
    try:
        body = fits(text, now)
        content_of(body)
    except Invalid as error:
        return error.faults, None
    return (), body


def findings_of_text(
    text: Mapping[str, object],
    rules: RuleSet,
    fits: Fits,
    now: datetime,
    body: RequestBody | None,
    before: Before = NOTHING,
) -> tuple[CriterionFinding, ...]:
    """What a rule set finds of a text; ``body`` when it is whole. What is not written is said to be missing, never assumed."""
    written, content = (text, body.content()) if body is not None else _as_far_as_read(text, fits, now)
    return rules.assess_text(lead_alone(content), written, content.requesting_states[1:], before)


def _written(state: RequestDraft, fits: Fits, now: datetime) -> RequestContent:
    return _as_far_as_read(state.content, fits, now)[1]


_STAND_IN: Mapping[str, Any] = {
    "title": "...", "language": "en", "competent_authority": {"name": "..."},
    "submission_route": {"route": "direct", "reason": "."},
    "lines": [{"line_id": "1", "functional_area": "registration", "support_type": "technical",
               "quantity": {"amount": "1", "unit": "packages"}, "period": {"start": "2026-01-01"}}],
}  # fmt: skip
"""For required parts that are missing. No rule reads them but that of WM 9, which is told what is written."""
_BETWEEN = ("lines", "supporters", "urgent", "requesting_states")
"""Parts that rules between fields are about, whose faults name no part."""


def _as_far_as_read(
    text: Mapping[str, object], fits: Fits, now: datetime
) -> tuple[Mapping[str, object], RequestContent]:
    """The parts of a text that fit, and those with stand-ins for what is required; a part with a fault is not written yet."""
    states = text["requesting_states"]
    assert isinstance(states, list | tuple)  # the door holds them to be
    alone = {"requesting_states": list(states[:1])}
    kept = dict(text)
    while True:
        faults, body = faults_of_text({**_STAND_IN, **alone, **kept}, fits, now)
        if body is not None:
            return kept, body.content()
        named = {one.pointer.split("/")[1] for one in faults if one.pointer}
        bad = named.intersection(kept) or set(_BETWEEN).intersection(kept)
        if "urgency" in named and "urgent" in kept:
            bad = {"urgent"}
        if not bad:
            return {}, fits({**_STAND_IN, **alone}, now).content()
        kept = {name: value for name, value in kept.items() if name not in bad}
