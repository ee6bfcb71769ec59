"""What is still recorded here of what requests say was done before them (WM 13): three statements, however many they are."""

from collections.abc import Iterable, Sequence

from services.intake.domain.before import Before
from services.intake.storage.records import Named, Records
from shared.contracts.shapes.support_request import RequestContent


async def recorded_before(records: Records, contents: Sequence[RequestContent]) -> list[Before]:
    """In the order of the requests. A record that is gone since is as one that was not looked up; the others are told as they are."""
    assessed = await records.assessed(_all(map(_assessment, contents)))
    planned = await records.planned(_all(map(_plan, contents)))
    pledged = await records.pledged(
        {one.recorded_as for content in contents for one in content.own_commitments if one.recorded_as is not None}
    )
    return [
        Before(
            assessed=assessed.get(named) if (named := _assessment(one)) else None,
            planned=planned.get(plan) if (plan := _plan(one)) else None,
            pledged=tuple(
                found.status
                if own.recorded_as is not None
                and (found := pledged.get(own.recorded_as)) is not None
                and found.content.party in one.requesting_states
                else None
                for own in one.own_commitments
            ),
        )
        for one in contents
    ]


def _assessment(content: RequestContent) -> Named | None:
    named = content.assessment.recorded_as if content.assessment is not None else None
    return (content.requesting_states[0], named) if named is not None else None


def _plan(content: RequestContent) -> Named | None:
    named = content.national_plan.recorded_as if content.national_plan is not None else None
    return (content.requesting_states[0], named) if named is not None else None


def _all(named: Iterable[Named | None]) -> set[Named]:
    return {one for one in named if one is not None}
