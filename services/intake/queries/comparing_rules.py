"""Which open requests two rule sets find something else of (WM 21). Nothing is stored, changed or told by it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from services.intake.criteria.rule_sets import MovedFinding, differing
from services.intake.domain.ports import RuleSet
from services.intake.queries.recorded_before import recorded_before
from services.intake.storage.records import Records
from services.intake.storage.repository import RequestRepository
from shared.modalities.access.states import awaited
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork

AT_ONCE = 200


@dataclass(frozen=True)
class ComparedRequest:
    """An open request whose findings differ. ``held``: the set that its stored findings name, which stay as they are."""

    request_id: str
    reference: str
    held: str
    moved: tuple[MovedFinding, ...]


async def compared(database: Database, before: RuleSet, after: RuleSet) -> AsyncIterator[ComparedRequest]:
    """Each request of this deployment that may still be revised, and of whose present text they find something else."""
    last: str | None = None
    while True:
        async with database.reading(ServiceAtWork("rule sets")) as connection:
            page = await RequestRepository(connection).undecided(last, AT_ONCE)
            done = await recorded_before(Records(connection), [one.content for one in page])
        for one, known in zip(page, done, strict=True):
            silent = awaited(one.named, "requester")
            sides = (rules.assess(one.content, silent, known) for rules in (before, after))
            if moved := differing(*sides):
                yield ComparedRequest(one.request_id, one.reference, one.rule_set, moved)
        if len(page) < AT_ONCE:
            return
        last = page[-1].request_id
