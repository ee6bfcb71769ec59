"""WM 13: the requesting State's own commitments, made before it asks, including through its plan of action."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P13, Strength
from shared.modalities.rule import Finding, Outcome


class PriorCommitment:
    """Looks for what the State itself puts in."""

    paragraph = P13
    strength = Strength.SHOULD

    def assess(self, content: RequestContent) -> Finding:
        """Met with a commitment; partly when only the plan is named."""
        if content.own_commitments:
            evidence = tuple(f"/own_commitments/{n}" for n in range(len(content.own_commitments)))
            return Finding(P13, Outcome.MET, "The State names what it has committed itself", evidence)
        if content.national_plan is not None:
            reason = "A plan of action is named, but no commitment of the State's own within it"
            return Finding(P13, Outcome.PARTLY, reason, ("/national_plan",))
        return Finding(P13, Outcome.NOT_MET, "No commitment of the State's own is named")
