"""Rule sets over HTTP: what they are, for everybody; what another one would find of open requests, for officers (WM 21)."""

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.intake.criteria.rule_sets import RuleSets
from services.intake.queries.comparing_rules import ComparedRequest, compared_for
from services.intake.queries.told_rules import ToldRuleSet, told_rules
from shared.contracts.shapes.support_request import CriterionFinding
from shared.modalities.access.actions import COMPARE_RULES, READ_RULES
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.modalities.access.resources import of_deployment
from shared.runtime.db.database import Database
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import parameter
from shared.runtime.http.last_read import AT_ONCE, after_last
from shared.runtime.http.routes import json, route
from shared.runtime.identifiers import parsed

ALL = "/rule-sets"
MOST = 200


class RuleSetsAnswer(BaseModel):
    """Every rule set that this release knows, oldest first."""

    rule_sets: tuple[ToldRuleSet, ...]


class ComparedCriterion(BaseModel):
    """What two sets find of one criterion; null where a set does not have it."""

    paragraph: str
    before: CriterionFinding | None
    after: CriterionFinding | None


class ComparedRequestSeen(BaseModel):
    """An open request of which they find something else. ``held_by``: the set that its stored findings name, which stay."""

    request_id: str
    reference: str
    title: str
    held_by: str
    differing: tuple[ComparedCriterion, ...]


class ComparisonAnswer(BaseModel):
    """Of so many open requests that were looked at, those that differ. ``after``: give it to read on; null at the end."""

    rule_set: str
    instead: str
    looked_at: int
    requests: tuple[ComparedRequestSeen, ...]
    after: str | None


def _set(name: str, rules: RuleSets, words: str) -> dict[str, Any]:
    return parameter(name, {"type": "string", "enum": [one.name for one in rules.all]}, words, required=True)


def _seen(one: ComparedRequest) -> ComparedRequestSeen:
    moved = (ComparedCriterion(paragraph=each.paragraph, before=each.before, after=each.after) for each in one.moved)
    return ComparedRequestSeen(
        request_id=one.request_id, reference=one.reference, title=one.title, held_by=one.held, differing=tuple(moved)
    )


def rule_set_routes(database: Database, rules: RuleSets) -> APIRouter:
    """All routes of rule sets."""
    router = APIRouter(tags=["rule sets"])

    @route(router, "GET", ALL, READ_RULES, answer=RuleSetsAnswer,
           summary="Rule sets with their days, criteria and words, and what each changed; for everybody")  # fmt: skip
    async def read_rule_sets(request: Request) -> Response:
        authorise(await actor_of(request), READ_RULES, ANYTHING)
        return json(RuleSetsAnswer(rule_sets=told_rules(rules, database.clock.now())))

    @route(router, "GET", ALL + "/comparison", COMPARE_RULES, answer=ComparisonAnswer,
           parameters=(
               _set("rule_set", rules, "Name of the rule set that is looked from"),
               _set("instead", rules, "Name of the one that would be applied instead"),
               *after_last("support request", MOST),
           ),
           summary="What another rule set would find of open requests of the deployment; stored findings stay as they are")  # fmt: skip
    async def compare_rule_sets(request: Request) -> Response:
        actor, asked = await actor_of(request), Asked(request)
        authorise(actor, COMPARE_RULES, of_deployment(database.settings.deployment))
        names = {one.name: one for one in rules.all}
        before, instead = (asked.one_of(name, names) for name in ("rule_set", "instead"))
        after, first = asked.text("after", ""), asked.number("first", 1, MOST, AT_ONCE)
        asked.check()
        # A place that is no identifier is none: it begins anew, as in other lists.
        last = parsed(after) if after else None
        page = await compared_for(
            database, actor, (names[before], names[instead]), str(last) if last is not None else None, first
        )
        return json(
            ComparisonAnswer(
                rule_set=before, instead=instead, looked_at=page.looked_at, after=page.after,
                requests=tuple(map(_seen, page.differing)),
            )
        )  # fmt: skip

    return router
