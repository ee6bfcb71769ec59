"""An officer declares a crisis of one State or several, in the Secretariat's own name (WM 12)."""

from typing import Any

from pydantic import ConfigDict, Field

from services.intake.actions.judge_warning import lead_to_crisis
from services.intake.actions.served_here import served_here
from services.intake.actions.the_crisis import crisis_view
from services.intake.actions.the_request import Intake
from services.intake.domain import crisis as domain
from services.intake.storage.crises import CrisisRepository
from shared.application.use_case import Done, Make
from shared.contracts.crises import CrisisDeclared
from shared.contracts.incoming import Strict
from shared.contracts.shapes.crisis import CrisisContent, CrisisState
from shared.contracts.shapes.values import Country, Id, Text
from shared.modalities.access import actions as a
from shared.modalities.access.crises import crisis

EXAMPLE: dict[str, Any] = {
    "content": {
        "title": "Arrivals from across the border", "language": "en", "from_on": "2026-01-05",
        "plan": {"title": "Refugee response plan", "link": "https://data.example/rrp", "coordinator": "UNHCR, with the government"},
    },
    "reason": "Arrivals have doubled within six weeks.",
    "states": ["iso3166:TCD"],
}  # fmt: skip


class DeclarationBody(Strict):
    """What is declared, why, and of which States; each is one whose requests are received here."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    content: CrisisContent
    reason: Text
    states: tuple[Country, ...] = Field(min_length=1, max_length=30, description="One, or those of a situation")
    warning: Id | None = Field(
        default=None, description="The warning of one of them that led to it; its States do not read of that"
    )


async def declare_crisis(doing: Intake, body: DeclarationBody) -> Done[CrisisState]:
    """Raises Invalid naming every fault, also a State of another deployment: its bureau declares for it."""
    crises, here = CrisisRepository(doing.uow.connection), doing.context.settings.deployment
    named = {f"/states/{n}": state for n, state in enumerate(body.states)}
    await served_here(doing, named, "a crisis is declared where its States are served")
    new = await crises.begun(doing.new_id(), here, doing.now)
    state = domain.declared(new, body.content, body.reason, body.states)
    await crises.add(state)
    doing.uow.record(CrisisDeclared(aggregate_id=state.crisis_id, aggregate_version=1, crisis=state))
    if body.warning is not None:
        await lead_to_crisis(doing, body.warning, state)
    return Done(state, 1, state.crisis_id)


DECLARE_CRISIS = Make(
    a.DECLARE_CRISIS, DeclarationBody, lambda doing, _: crisis(doing.context.settings.deployment), declare_crisis,
    crisis_view,
)  # fmt: skip
