"""Which open requests two rule sets find something else of (WM 21). Nothing is stored, changed or told by it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from services.intake.criteria.rule_sets import MovedFinding, differing
from services.intake.domain.ports import RuleSet
from services.intake.queries.recorded_before import recorded_before
from services.intake.storage.records import Records
from services.intake.storage.repository import RequestRepository
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access.actions import COMPARE_RULES, READ_ASSESSMENT, READ_REQUEST
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_deployment, of_request
from shared.modalities.access.states import awaited
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork

AT_ONCE = 200
_WORK = ServiceAtWork("rule sets")
Sides = tuple[RuleSet, RuleSet]
"""The set that is looked from, and the one that would be applied instead."""


@dataclass(frozen=True)
class ComparedRequest:
    """An open request whose findings differ. ``held``: the set that its stored findings name, which stay as they are."""

    request_id: str
    reference: str
    title: str
    held: str
    moved: tuple[MovedFinding, ...]


@dataclass(frozen=True)
class ComparedPage:
    """What became of a look at so many requests. ``after``: the last one, where more follow."""

    looked_at: int
    differing: tuple[ComparedRequest, ...]
    after: str | None


async def compared(database: Database, before: RuleSet, after: RuleSet) -> AsyncIterator[ComparedRequest]:
    """Each request of this deployment that may still be revised, and of whose present text they find something else."""
    last: str | None = None
    while True:
        page = await _page(database, None, (before, after), last, AT_ONCE)
        for one in page.differing:
            yield one
        if page.after is None:
            return
        last = page.after


async def compared_for(database: Database, actor: Actor, sides: Sides, after: str | None, most: int) -> ComparedPage:
    """The same for an officer: at most so many requests are looked at, and told are those that the officer may read with
    their findings. Raises NotPermitted.
    """
    authorise(actor, COMPARE_RULES, of_deployment(database.settings.deployment))
    return await _page(database, actor, sides, after, most)


async def _page(database: Database, actor: Actor | None, sides: Sides, after: str | None, most: int) -> ComparedPage:
    async with database.reading(_WORK if actor is None else None) as connection:
        page = await RequestRepository(connection).undecided(after, most)
    read = page if actor is None else [one for one in page if _reads(actor, one)]
    # What was recorded before a request is the State's own; of it only what the criteria find is told, as in stored findings.
    async with database.reading(_WORK) as connection:
        done = await recorded_before(Records(connection), [one.content for one in read])
    found = []
    for one, known in zip(read, done, strict=True):
        silent = awaited(one.named, "requester")
        if moved := differing(*(rules.assess(one.content, silent, known, one.recipients) for rules in sides)):
            found.append(ComparedRequest(one.request_id, one.reference, one.content.title, one.rule_set, moved))
    return ComparedPage(len(read), tuple(found), page[-1].request_id if len(page) == most else None)


def _reads(actor: Actor, state: SupportRequestState) -> bool:
    thing = of_request(state)
    return all(decide(actor, action, thing).allowed for action in (READ_REQUEST, READ_ASSESSMENT))
