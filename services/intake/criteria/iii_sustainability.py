"""WM 15.iii: results last after the support ends and feed into a comprehensive plan."""

from dataclasses import dataclass

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P15_III, Strength
from shared.modalities.rule import Finding, Outcome, because


@dataclass(frozen=True)
class SustainabilityOfResults:
    """Looks for how results last, how the support ends, and the plan they feed. ``parts_needed``: how many of the three."""

    parts_needed: int = 2
    paragraph = P15_III
    strength = Strength.SHOULD

    def assess(self, content: RequestContent) -> Finding:
        """Met with a statement and an exit or a comprehensive plan, or both where a rule set asks for three parts; partly with less than is needed."""
        plan = content.sustainability
        if plan is None:
            return Finding(P15_III, Outcome.NOT_MET, because("lasting_unsaid"))
        evidence = tuple(
            f"/sustainability/{name}"
            for name in ("statement", "exit_arrangement", "comprehensive_plan")
            if getattr(plan, name)
        )
        if len(evidence) >= self.parts_needed:
            return Finding(P15_III, Outcome.MET, because("lasting_said"), evidence)
        why = "lasting_alone" if len(evidence) == 1 else "lasting_half_said"
        return Finding(P15_III, Outcome.PARTLY, because(why), evidence)
