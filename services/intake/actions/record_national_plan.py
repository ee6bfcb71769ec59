"""A State, or its country office for it, records its national plan of action, words it anew, and shows it (WM 13)."""

from typing import Any

from pydantic import ConfigDict, Field

from services.intake.actions.party_in_path import party_in_path
from services.intake.actions.served_here import served_here
from services.intake.actions.the_national_plan import NATIONAL_PLAN, Planned, changed
from services.intake.actions.the_request import Intake
from services.intake.domain import national_plan as domain
from services.intake.storage.national_plans import NationalPlanRepository
from shared.application.use_case import Change, Done, Make, NoBody, whole
from shared.contracts import national_plans as e
from shared.contracts.incoming import Strict
from shared.contracts.shapes.national_plan import NationalPlanContent, NationalPlanState
from shared.contracts.shapes.values import Country, PlanReference
from shared.modalities.access import actions as a
from shared.modalities.access.national_plans import national_plan
from shared.modalities.errors import Invalid, part_of_the_body
from shared.modalities.paragraphs import P13

CONTENT: dict[str, Any] = {
    "title": "National plan of action on asylum", "language": "en",
    "other_titles": [{"language": "fr", "title": "Plan national d’action sur l’asile"}],
    "period": {"start": "2026-01-01", "end": "2029-12-31"},
    "adopted_on": "2025-11-20",
    "document": "Official journal 2025/48",
    "lines": [
        {
            "line_id": "1", "functional_area": "registration", "aim": "Whoever asks is registered within a week",
            "measured_in": "Days from arrival to registration", "baseline": "90", "target": "7", "due_on": "2027-12-31",
        }
    ],
}  # fmt: skip


class RecordNationalPlanBody(Strict):
    """Whose plan it is and what it says. ``replaces``: the one in force that it takes the place of."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_extra={"examples": [{"party": "iso3166:TCD", "content": CONTENT}]}
    )

    party: Country = Field(description="The State whose plan it is")
    content: NationalPlanContent
    replaces: PlanReference | None = None


class NationalPlanBody(NationalPlanContent):
    """A plan as it stands from now on; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [CONTENT]})

    def content(self) -> NationalPlanContent:
        """The plan itself, as it is kept."""
        return NationalPlanContent.model_validate(self.model_dump())


async def record_national_plan(doing: Intake, body: RecordNationalPlanBody) -> Done[NationalPlanState]:
    """The one that it takes the place of is superseded in the same transaction. Raises Invalid naming every fault."""
    await served_here(doing, {"/party": body.party}, "a plan is kept where its State is served", numbered=True)
    kept, now = NationalPlanRepository(doing.uow.connection), doing.now
    before = await _replaced(kept, body)
    new = domain.NewPlan(
        doing.new_id(), await kept.next_reference(body.party, now.year), doing.context.settings.deployment, body.party,
        doing.by.party or "", now,
    )  # fmt: skip
    with part_of_the_body("content"):
        state = domain.recorded(new, body.content, before[0] if before is not None else None)
    await kept.add(state)
    doing.uow.record(
        e.NationalPlanRecorded(aggregate_id=state.national_plan_id, aggregate_version=1, national_plan=state)
    )
    if before is not None:
        old, version = before
        after = domain.superseded(old, state.reference, now)
        await kept.change(after, version + 1, old)
        doing.uow.record(
            e.NationalPlanSuperseded(
                aggregate_id=after.national_plan_id, aggregate_version=version + 1, national_plan=after
            )
        )
    return Done(state, 1, state.national_plan_id)


async def _replaced(kept: NationalPlanRepository, body: RecordNationalPlanBody) -> tuple[NationalPlanState, int] | None:
    if body.replaces is None:
        return None
    found = await kept.called(body.replaces, body.party, lock=True)
    if found is None or found[0].status != "in_force":
        known = await kept.references_of(body.party)
        raise Invalid((domain.unknown_plan("/replaces", body.replaces, known),), paragraph=P13)
    return found


async def revise_national_plan(doing: Intake, stored: Planned, body: NationalPlanBody) -> Done[NationalPlanState]:
    """Raises Conflict once it is superseded, Invalid."""
    state = domain.revised(stored.state, body.content(), doing.now)
    return await changed(doing, stored, state, e.NationalPlanRevised)


async def show_national_plan(doing: Intake, stored: Planned, _: NoBody) -> Done[NationalPlanState]:
    """To a party, by the State's own word alone. Raises Conflict, Invalid."""
    party = party_in_path(doing, stored.part, P13)
    state, reader = domain.shown_to(stored.state, party, doing.now)
    return await changed(doing, stored, state, e.NationalPlanShown, reader=reader)


async def hide_national_plan(doing: Intake, stored: Planned, _: NoBody) -> Done[NationalPlanState]:
    """From a party. Raises NotFound."""
    state, reader = domain.shown_no_more(stored.state, stored.part, doing.now)
    return await changed(doing, stored, state, e.NationalPlanShown, reader=reader, ended=True)


RECORD_NATIONAL_PLAN = Make(
    a.RECORD_NATIONAL_PLAN, RecordNationalPlanBody,
    lambda doing, body: national_plan(doing.context.settings.deployment, body.party), record_national_plan, whole,
)  # fmt: skip
REVISE_NATIONAL_PLAN = Change(NATIONAL_PLAN, a.REVISE_NATIONAL_PLAN, NationalPlanBody, revise_national_plan)
SHOW_NATIONAL_PLAN = Change(NATIONAL_PLAN, a.SHOW_NATIONAL_PLAN, NoBody, show_national_plan)
HIDE_NATIONAL_PLAN = Change(NATIONAL_PLAN, a.SHOW_NATIONAL_PLAN, NoBody, hide_national_plan)
