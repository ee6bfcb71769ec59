"""WM 15.vi: where applicable, how support by several is coordinated and duplication avoided. The Secretariat helps here."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P15_VI, Strength
from shared.modalities.rule import Finding, Outcome, because


class CoordinationOfSupport:
    """Applicable when others support the same, or several ask or back the request."""

    paragraph = P15_VI
    strength = Strength.WHERE_APPLICABLE

    def assess(self, content: RequestContent) -> Finding:
        """Unclear when nothing is said at all: only the State knows whether others support it."""
        said = content.coordination
        several = len(content.requesting_states) > 1 or bool(content.supporters)
        if said is None and not several:
            return Finding(P15_VI, Outcome.UNCLEAR, because("other_support_unsaid"))
        if said is None:
            where = ("/requesting_states", "/supporters")
            return Finding(P15_VI, Outcome.NOT_MET, because("several_uncoordinated"), where)
        evidence = tuple(
            f"/coordination/{name}"
            for name in ("existing_support", "how_coordinated", "duplication_mitigation")
            if getattr(said, name)
        )
        if not said.existing_support and not several:
            return Finding(P15_VI, Outcome.NOT_APPLICABLE, because("no_other_support"), ("/coordination",))
        if said.how_coordinated and said.duplication_mitigation:
            return Finding(P15_VI, Outcome.MET, because("coordination_described"), evidence)
        if said.how_coordinated or said.duplication_mitigation:
            return Finding(P15_VI, Outcome.PARTLY, because("coordination_half_described"), evidence)
        return Finding(P15_VI, Outcome.NOT_MET, because("coordination_undescribed"), evidence)
