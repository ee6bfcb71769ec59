"""WM 12: in large-scale emergencies support adds to the response and complements it."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P12, Strength
from shared.modalities.rule import Finding, Outcome, because


class CrisisResponse:
    """Applicable once an emergency is named: which response plan, and how the support complements it."""

    paragraph = P12
    strength = Strength.WHERE_APPLICABLE

    def assess(self, content: RequestContent) -> Finding:
        """Met with both, partly with one of them."""
        said = content.crisis
        if said is None:
            return Finding(P12, Outcome.NOT_APPLICABLE, because("no_emergency"))
        evidence = tuple(f"/crisis/{name}" for name in ("response_plan", "complementarity") if getattr(said, name))
        named = ("/crisis/emergency", *evidence)
        if len(evidence) == 2:
            return Finding(P12, Outcome.MET, because("plan_and_complement"), named)
        if said.response_plan:
            return Finding(P12, Outcome.PARTLY, because("plan_without_complement"), named)
        if said.complementarity:
            return Finding(P12, Outcome.PARTLY, because("complement_without_plan"), named)
        return Finding(P12, Outcome.NOT_MET, because("emergency_alone"), named)
