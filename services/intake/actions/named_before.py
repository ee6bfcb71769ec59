"""What a request says was done before it, as it is recorded here: assessment, plan, own commitments (WM 13)."""

from collections.abc import Collection, Iterator

from services.intake.actions.named_assessment import named_assessment, reads_assessments
from services.intake.actions.named_plan import named_plan
from services.intake.domain.before import NOTHING, Before, names_any
from services.intake.storage.commitments import CommitmentRepository
from services.intake.storage.records import Records
from shared.contracts.shapes.own_commitment import CommitmentStatus
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.access.actions import READ_NATIONAL_PLAN
from shared.modalities.access.actor import Actor
from shared.modalities.access.national_plans import national_plan
from shared.modalities.access.policy import decide
from shared.modalities.errors import Fault, Gathering, Invalid
from shared.modalities.paragraphs import P13
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork


async def named_before(records: Records, content: RequestContent) -> Before:
    """Raises Invalid naming every fault, and what there is."""
    return await _named(records, content, assessments=True, plans=True) if names_any(content) else NOTHING


async def submitted_before(database: Database, content: RequestContent) -> Before:
    """The same of a request that is being submitted. Raises Invalid."""
    if not names_any(content):
        return NOTHING
    async with database.reading(ServiceAtWork("named before")) as connection:
        return await named_before(Records(connection), content)


async def before_for(database: Database, actor: Actor, content: RequestContent) -> Before:
    """The same for a reader of what the rules would find. Raises Invalid. Who may not read the State's assessments or plans learns
    of none by trying out names: only pledges, which everybody reads, are looked up then.
    """
    if not names_any(content):
        return NOTHING
    here, lead = database.settings.deployment, content.requesting_states[0]
    assessments = reads_assessments(actor, here, lead)
    plans = decide(actor, READ_NATIONAL_PLAN, national_plan(here, lead)).allowed
    async with database.reading(ServiceAtWork("named before")) as connection:
        return await _named(Records(connection), content, assessments=assessments, plans=plans)


async def _named(records: Records, content: RequestContent, *, assessments: bool, plans: bool) -> Before:
    assessed, planned, pledged, gathering = None, None, tuple[CommitmentStatus | None, ...](), Gathering(P13)
    if assessments:
        with gathering:
            assessed = await named_assessment(records.assessments, content)
    if plans:
        with gathering:
            planned = await named_plan(records.plans, content)
    with gathering:
        pledged = await _pledged(records.commitments, content)
    gathering.end()
    return Before(assessed, planned, pledged)


async def _pledged(kept: CommitmentRepository, content: RequestContent) -> tuple[CommitmentStatus | None, ...]:
    named = [one.recorded_as for one in content.own_commitments if one.recorded_as is not None]
    found = await kept.of_states(named, content.requesting_states) if named else {}
    if faults := tuple(_faults(content, found.keys())):
        raise Invalid(faults, paragraph=P13)
    return tuple(
        found[one.recorded_as].status if one.recorded_as is not None else None for one in content.own_commitments
    )


def _faults(content: RequestContent, known: Collection[str]) -> Iterator[Fault]:
    lines = [one.line_id for one in content.lines]
    for n, one in enumerate(content.own_commitments):
        if one.recorded_as is not None and one.recorded_as not in known:
            words = f"'{one.recorded_as}' is no commitment that a requesting State records here"
            yield Fault(f"/own_commitments/{n}/recorded_as", words, "unknown_commitment")
        if one.for_line is not None and one.for_line not in lines:
            there = ", ".join(lines)
            words = f"'{one.for_line}' is no line of the request; there are: {there}"
            yield Fault(f"/own_commitments/{n}/for_line", words, "unknown_request_line", {"known": there})
