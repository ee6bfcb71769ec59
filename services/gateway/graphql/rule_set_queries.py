"""Rule sets: intake answers what it applies, for everybody (WM 21)."""

import strawberry

from services.gateway.graphql.rule_set_types import ComparisonSeen, RuleSetSeen, comparison_of, rule_set_of
from services.gateway.graphql.told import Asked, ask, known


@strawberry.type
class RuleSetQueries:
    """Part of the root."""

    @strawberry.field(
        description="Rule sets that this deployment applies, oldest first, with what each changed; none where it receives no requests (WM 21)"
    )
    async def rule_sets(self, info: Asked) -> list[RuleSetSeen]:
        await known(info, "Query.ruleSets")
        if not info.context.owners.runs("intake"):
            return []
        return [rule_set_of(one) for one in (await ask(info, "/rule-sets", owner="intake"))["rule_sets"]]

    @strawberry.field(
        description="What another rule set would find of open requests of this deployment, so many looked at in one page: for its officers; "
        "stored findings stay as they are (WM 21)"
    )
    async def rule_set_comparison(
        self, info: Asked, rule_set: str, instead: str, first: int = 50, after: str | None = None
    ) -> ComparisonSeen:
        await known(info, "Query.ruleSetComparison")
        found = await ask(
            info, "/rule-sets/comparison", owner="intake", rule_set=rule_set, instead=instead, first=first, after=after
        )
        return comparison_of(found)
