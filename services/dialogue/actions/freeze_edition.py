"""An officer freezes the figures of an edition, words it, and publishes it (WM 21)."""

from pydantic import ConfigDict, Field

from services.dialogue.actions.edition import EDITION, Edition, after, changed
from services.dialogue.actions.meeting import Dialogue
from services.dialogue.domain import edition as domain
from shared.application.use_case import Change, Done, NoBody
from shared.contracts.editions import EditionFrozen, EditionPublished, EditionWorded
from shared.contracts.incoming import Strict
from shared.contracts.shapes.edition import MOST_FIGURES, EditionState, RegionKnown, ReportFigure
from shared.contracts.shapes.values import Language, Text, Title
from shared.modalities.access import actions as a


class FiguresBody(Strict):
    """Figures as the gateway counts them (``GET /reports/{edition_id}/count`` there). ``shown``: those for everybody."""

    model_config = ConfigDict(
        frozen=True, extra="forbid",
        json_schema_extra={"examples": [{
            "figures": [{"code": "requests", "amount": "1", "items": 1, "behind": ["0197f0c0-0000-7000-8000-000000000001"]}],
            "shown": [], "regions": [{"region": "wca", "as_of": "2026-11-30T08:00:00Z", "missing": 0}], "least": 3,
        }]},
    )  # fmt: skip

    figures: tuple[ReportFigure, ...] = Field(max_length=MOST_FIGURES)
    shown: tuple[ReportFigure, ...] = Field(max_length=MOST_FIGURES)
    regions: tuple[RegionKnown, ...] = Field(max_length=20)
    least: int = Field(ge=1, le=1000)


class NarrativeBody(Strict):
    """What stands beside the figures, in one language."""

    model_config = ConfigDict(
        frozen=True, extra="forbid",
        json_schema_extra={"examples": [
            {"language": "en", "title": "The year in West and Central Africa", "text": "Nine States asked."}
        ]},
    )  # fmt: skip

    language: Language
    title: Title
    text: Text


async def freeze_edition(doing: Dialogue, stored: Edition, body: FiguresBody) -> Done[EditionState]:
    """Raises Conflict, Invalid naming every fault."""
    counted = domain.Counted(body.figures, body.shown, body.regions, body.least)
    state = domain.frozen(stored.state, counted, doing.by.party or "", doing.now)
    return await changed(doing, EditionFrozen(**after(stored, state)))


async def word_edition(doing: Dialogue, stored: Edition, body: NarrativeBody) -> Done[EditionState]:
    """Raises Conflict."""
    state = domain.worded(stored.state, body.language, body.title, body.text, doing.now)
    return await changed(doing, EditionWorded(**after(stored, state)))


async def publish_edition(doing: Dialogue, stored: Edition, _: NoBody) -> Done[EditionState]:
    """Raises Conflict."""
    return await changed(doing, EditionPublished(**after(stored, domain.published(stored.state, doing.now))))


FREEZE_EDITION = Change(EDITION, a.FREEZE_EDITION, FiguresBody, freeze_edition)
WORD_EDITION = Change(EDITION, a.WORD_EDITION, NarrativeBody, word_edition)
PUBLISH_EDITION = Change(EDITION, a.PUBLISH_EDITION, NoBody, publish_edition)
