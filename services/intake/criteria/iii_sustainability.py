"""WM 15.iii: results last after the support ends and feed into a comprehensive plan."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P15_III, Strength
from shared.modalities.rule import Finding, Outcome, because


class SustainabilityOfResults:
    """Looks for how results last, how the support ends, and the plan they feed."""

    paragraph = P15_III
    strength = Strength.SHOULD

    def assess(self, content: RequestContent) -> Finding:
        """Met with a statement and either an exit or a comprehensive plan; partly with the statement alone."""
        plan = content.sustainability
        if plan is None:
            return Finding(P15_III, Outcome.NOT_MET, because("lasting_unsaid"))
        evidence = tuple(
            f"/sustainability/{name}"
            for name in ("statement", "exit_arrangement", "comprehensive_plan")
            if getattr(plan, name)
        )
        if len(evidence) > 1:
            return Finding(P15_III, Outcome.MET, because("lasting_said"), evidence)
        return Finding(P15_III, Outcome.PARTLY, because("lasting_alone"), evidence)
