"""Methods of assessing capacity, for everybody (WM 14)."""

import datetime as dt

import strawberry

from services.gateway.graphql.told import Asked, known
from shared.contracts.assessment_methods import methods_on


@strawberry.type(
    description="A method in force. since: the day from which this version of it is; functional_areas: none for all of them"
)
class AssessmentMethod:
    code: str
    name: str
    guide: str
    since: dt.date
    functional_areas: list[str]


@strawberry.type
class MethodQueries:
    """Part of the root."""

    @strawberry.field(
        description="Methods of assessing capacity that are in force today: templates by functional area, in a language (WM 14)"
    )
    async def assessment_methods(self, info: Asked, language: str = "en") -> list[AssessmentMethod]:
        await known(info, "Query.assessmentMethods")
        return [
            AssessmentMethod(
                code=one.code,
                name=one.name(language),
                guide=one.guide(language),
                since=one.since,
                functional_areas=list(one.areas),
            )
            for one in methods_on(info.context.database.clock.now().date())
        ]
