"""WM 13: a prior assessment of gaps, needs and existing capacity; not for a request that asks for an assessment."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P13, Strength
from shared.modalities.rule import Finding, Outcome


class NeedsAssessment:
    """The one clear exemption of the document is here: kind = capacity_assessment."""

    paragraph = P13
    strength = Strength.SHOULD

    def assess(self, content: RequestContent) -> Finding:
        """Met with a reference and what was found; partly with a bare reference."""
        if content.kind == "capacity_assessment":
            reason = "The request is for an assessment, so none is needed beforehand"
            return Finding(P13, Outcome.NOT_APPLICABLE, reason, ("/kind",))
        done = content.assessment
        if done is None:
            return Finding(P13, Outcome.NOT_MET, "No prior assessment of gaps and existing capacity is named")
        evidence = ("/assessment/reference",)
        if done.summary is None and done.conducted_on is None:
            return Finding(P13, Outcome.PARTLY, "An assessment is named, without its date or what it found", evidence)
        return Finding(P13, Outcome.MET, "A prior assessment is named with its date or findings", evidence)
