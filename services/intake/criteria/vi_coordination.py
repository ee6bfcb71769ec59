"""WM 15.vi: where applicable, how support by several is coordinated and duplication avoided. The Secretariat helps here."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P15_VI, Strength
from shared.modalities.rule import Finding, Outcome


class CoordinationOfSupport:
    """Applicable when others support the same, or several ask or back the request."""

    paragraph = P15_VI
    strength = Strength.WHERE_APPLICABLE

    def assess(self, content: RequestContent) -> Finding:
        """Unclear when nothing is said at all: only the State knows whether others support it."""
        said = content.coordination
        several = len(content.requesting_states) > 1 or bool(content.supporters)
        if said is None and not several:
            reason = "It is not said whether others support the same; the Secretariat asks and helps"
            return Finding(P15_VI, Outcome.UNCLEAR, reason)
        if said is None:
            reason = "Several are involved, but it is not said how they are coordinated"
            return Finding(P15_VI, Outcome.NOT_MET, reason, ("/requesting_states", "/supporters"))
        evidence = tuple(
            f"/coordination/{name}"
            for name in ("existing_support", "how_coordinated", "duplication_mitigation")
            if getattr(said, name)
        )
        if not said.existing_support and not several:
            return Finding(P15_VI, Outcome.NOT_APPLICABLE, "No other support exists or is coming", ("/coordination",))
        if said.how_coordinated and said.duplication_mitigation:
            return Finding(P15_VI, Outcome.MET, "Coordination and the avoidance of duplication are described", evidence)
        if said.how_coordinated or said.duplication_mitigation:
            reason = "Of coordination and the avoidance of duplication only one is described"
            return Finding(P15_VI, Outcome.PARTLY, reason, evidence)
        reason = "Other support is named, but not how it is coordinated"
        return Finding(P15_VI, Outcome.NOT_MET, reason, evidence)
