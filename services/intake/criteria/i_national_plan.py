"""WM 15.i: part of a national plan of action that improves fairness, efficiency, adaptability or integrity."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P15_I, Strength
from shared.modalities.rule import Finding, Outcome, because


class PartOfNationalPlan:
    """Two halves: the plan, and which characteristic it improves."""

    paragraph = P15_I
    strength = Strength.SHOULD

    def assess(self, content: RequestContent) -> Finding:
        """Met with both halves, partly with one."""
        plan, aims = content.national_plan, content.quality_characteristics
        of_plan, of_aims = ("/national_plan",), ("/quality_characteristics",)
        if plan and aims:
            return Finding(P15_I, Outcome.MET, because("national_plan_and_aims"), (*of_plan, *of_aims))
        if plan:
            return Finding(P15_I, Outcome.PARTLY, because("national_plan_without_aims"), of_plan)
        if aims:
            return Finding(P15_I, Outcome.PARTLY, because("aims_without_national_plan"), of_aims)
        return Finding(P15_I, Outcome.NOT_MET, because("neither_national_plan_nor_aims"))
