"""A State says its own word on a crisis that it is in (WM 12): nothing is declared in its name."""

from pydantic import ConfigDict

from services.intake.actions.the_crisis import CRISIS, Crisis, after, changed
from services.intake.actions.the_request import Intake
from services.intake.domain import crisis as domain
from shared.application.use_case import Change, Done
from shared.contracts.crises import CrisisWordSaid
from shared.contracts.incoming import Strict
from shared.contracts.shapes.crisis import CrisisState, CrisisWord
from shared.contracts.shapes.values import Language, Text
from shared.modalities.access import actions as a


class CrisisWordBody(Strict):
    """Whether it agrees, its words, needed where it objects, and whether others than it and the officers may read of it."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_extra={"examples": [{"agrees": True, "language": "fr", "shown": True}]}
    )

    agrees: bool
    words: Text | None = None
    language: Language
    shown: bool = False


async def say_on_crisis(doing: Intake, stored: Crisis, body: CrisisWordBody) -> Done[CrisisState]:
    """Raises Invalid, NotPermitted."""
    word = CrisisWord(agrees=body.agrees, words=body.words, language=body.language, shown=body.shown, said_at=doing.now)
    party = doing.by.party or ""
    state = domain.said(stored.state, party, word)
    return await changed(doing, CrisisWordSaid(**after(stored, state), party=party))


SAY_ON_CRISIS = Change(CRISIS, a.SAY_ON_CRISIS, CrisisWordBody, say_on_crisis)
