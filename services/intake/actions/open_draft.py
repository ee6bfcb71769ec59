"""An authority, or its country office for it, begins to prepare a request (WM 8)."""

from typing import Any

from pydantic import ConfigDict, Field

from services.intake.actions.the_draft import draft_view, told
from services.intake.actions.the_request import Intake
from services.intake.domain import draft as domain
from services.intake.domain.draft_text import DraftContent, text_of
from services.intake.storage.drafts import DraftRepository
from services.intake.storage.homes import must_be_home
from shared.application.use_case import Done, Make
from shared.contracts.incoming import Strict
from shared.contracts.intake import DraftOpened
from shared.contracts.shapes.draft import RequestDraft
from shared.contracts.shapes.values import Country
from shared.contracts.vocabulary import OFFICE
from shared.modalities.access import actions as a
from shared.modalities.access.resources import draft as thing

EXAMPLE: dict[str, Any] = {"lead": "iso3166:TCD", "content": {"title": "Digital registration", "language": "fr"}}


class OpenDraftBody(Strict):
    """Whose request it is to be, and what there is of its text. Any part may be missing."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    lead: Country = Field(description="The State that asks, and leads where several ask jointly")
    content: DraftContent = Field(default_factory=DraftContent)


async def open_draft(doing: Intake, body: OpenDraftBody) -> Done[RequestDraft]:
    """Raises Invalid, also for a State whose requests another deployment receives."""
    return await begun_draft(doing, body.lead, text_of(body.content, body.lead))


async def begun_draft(doing: Intake, lead: str, text: dict[str, object]) -> Done[RequestDraft]:
    """A draft with a text that is of a request's form. Raises Invalid as above."""
    await _at_home(doing, lead)
    by = doing.by.party or ""
    if by.startswith(OFFICE) and "submission_route" not in text:
        # It comes through the office that enters it.
        text["submission_route"] = {"route": "country_office", "country_office": by}
    state = domain.opened(doing.new_id(), doing.context.settings.deployment, lead, by, text, doing.now)
    version = await DraftRepository(doing.uow.connection).add(state)
    return told(doing, state, version, DraftOpened)


async def _at_home(doing: Intake, lead: str) -> None:
    submit, country = doing.context.submit, lead.removeprefix("iso3166:")
    if not submit.serves(country, doing.now):
        await must_be_home(doing.uow.connection, country, doing.now.date(), submit.deployment)


OPEN_DRAFT = Make(
    a.OPEN_DRAFT,
    OpenDraftBody,
    lambda doing, body: thing(doing.context.settings.deployment, body.lead),
    open_draft,
    draft_view,
)
