"""An officer opens a report over a period, or the next edition of one (WM 21)."""

from pydantic import ConfigDict, Field

from services.dialogue.actions.edition import EDITION, Edition, made, view
from services.dialogue.actions.meeting import Dialogue
from services.dialogue.domain import edition as domain
from services.dialogue.storage.editions import EditionRepository
from shared.application.use_case import Change, Done, Make, NoBody
from shared.contracts.editions import EditionOpened
from shared.contracts.incoming import Strict
from shared.contracts.shapes.edition import WORKING, EditionState, ReportedPeriod, ReportKind
from shared.contracts.shapes.values import Language
from shared.modalities.access import actions as a
from shared.modalities.access.editions import edition


class ReportBody(Strict):
    """What a report is to be about: in Geneva of the world, elsewhere of its region. ``languages``: in which it is to be worded."""

    model_config = ConfigDict(
        frozen=True, extra="forbid",
        json_schema_extra={"examples": [{
            "kind": "other", "period": {"from_on": "2026-01-01", "until_on": "2026-06-30"},
            "languages": ["en", "fr"],
        }]},
    )  # fmt: skip

    kind: ReportKind
    period: ReportedPeriod
    languages: tuple[Language, ...] = Field(default=WORKING, min_length=1, max_length=6)


async def open_report(doing: Dialogue, body: ReportBody) -> Done[EditionState]:
    """Raises Invalid naming every fault."""
    begun = await EditionRepository(doing.uow.connection).begun(doing.new_id(), doing.context.deployment, doing.now)
    asked = domain.EditionAsked(body.kind, body.period, body.languages, doing.by.party)
    state = domain.opened(begun, asked, doing.now.date())
    return await made(doing, EditionOpened(aggregate_id=state.edition_id, aggregate_version=1, edition=state))


async def open_next_edition(doing: Dialogue, stored: Edition, _: NoBody) -> Done[EditionState]:
    """The edition that it follows stays as it is. Raises Conflict."""
    editions = EditionRepository(doing.uow.connection)
    begun = await editions.begun(doing.new_id(), doing.context.deployment, doing.now)
    last = await editions.is_last(stored.state)
    state = domain.following(begun, stored.state, last, doing.by.party)
    return await made(doing, EditionOpened(aggregate_id=state.edition_id, aggregate_version=1, edition=state))


OPEN_REPORT = Make(
    a.OPEN_EDITION, ReportBody, lambda doing, _: edition(doing.context.deployment), open_report, view
)  # fmt: skip
OPEN_NEXT_EDITION = Change(EDITION, a.OPEN_EDITION, NoBody, open_next_edition)
