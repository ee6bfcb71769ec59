"""WM 12: in large-scale emergencies support adds to the response and complements it."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P12, Strength
from shared.modalities.rule import Finding, Outcome


class CrisisResponse:
    """Applicable once an emergency is named: which response plan, and how the support complements it."""

    paragraph = P12
    strength = Strength.WHERE_APPLICABLE

    def assess(self, content: RequestContent) -> Finding:
        """Met with both, partly with one of them."""
        said = content.crisis
        if said is None:
            return Finding(P12, Outcome.NOT_APPLICABLE, "No large-scale emergency is named")
        evidence = tuple(f"/crisis/{name}" for name in ("response_plan", "complementarity") if getattr(said, name))
        named = ("/crisis/emergency", *evidence)
        if len(evidence) == 2:
            reason = "The response plan is named, and how the support complements the response"
            return Finding(P12, Outcome.MET, reason, named)
        if said.response_plan:
            reason = "A response plan is named, but not how the support complements it"
            return Finding(P12, Outcome.PARTLY, reason, named)
        if said.complementarity:
            reason = "It is said how the support complements the response, but no response plan is named"
            return Finding(P12, Outcome.PARTLY, reason, named)
        reason = "An emergency is named, but neither a response plan nor how the support complements it"
        return Finding(P12, Outcome.NOT_MET, reason, named)
