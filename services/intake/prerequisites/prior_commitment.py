"""WM 13: the requesting State's own commitments, made before it asks, including through its plan of action."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P13, Strength
from shared.modalities.rule import Finding, Outcome, because


class PriorCommitment:
    """Looks for what the State itself puts in."""

    paragraph = P13
    strength = Strength.SHOULD

    def assess(self, content: RequestContent) -> Finding:
        """Met with a commitment; partly when only the plan is named."""
        if content.own_commitments:
            evidence = tuple(f"/own_commitments/{n}" for n in range(len(content.own_commitments)))
            return Finding(P13, Outcome.MET, because("own_commitment"), evidence)
        if content.national_plan is not None:
            return Finding(P13, Outcome.PARTLY, because("plan_without_own_commitment"), ("/national_plan",))
        return Finding(P13, Outcome.NOT_MET, because("no_own_commitment"))
