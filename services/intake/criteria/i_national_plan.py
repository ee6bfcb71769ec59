"""WM 15.i: part of a national plan of action that improves fairness, efficiency, adaptability or integrity."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P15_I, Strength
from shared.modalities.rule import Finding, Outcome


class PartOfNationalPlan:
    """Two halves: the plan, and which characteristic it improves."""

    paragraph = P15_I
    strength = Strength.SHOULD

    def assess(self, content: RequestContent) -> Finding:
        """Met with both halves, partly with one."""
        plan, aims = content.national_plan, content.quality_characteristics
        if plan and aims:
            reason = f"Part of the plan '{plan.title}', for {', '.join(aims)}"
            return Finding(P15_I, Outcome.MET, reason, ("/national_plan", "/quality_characteristics"))
        if plan:
            reason = (
                "A national plan is named, but not whether it improves fairness, efficiency, adaptability or integrity"
            )
            return Finding(P15_I, Outcome.PARTLY, reason, ("/national_plan",))
        if aims:
            reason = f"Aims at {', '.join(aims)}, but no national plan of action is named"
            return Finding(P15_I, Outcome.PARTLY, reason, ("/quality_characteristics",))
        return Finding(P15_I, Outcome.NOT_MET, "Neither a national plan of action nor its aim is named")
