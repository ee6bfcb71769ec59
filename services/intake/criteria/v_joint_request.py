"""WM 15.v: a request could be made by several States acting jointly. It permits."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P15_V, Strength
from shared.modalities.rule import Finding, Outcome


class JointRequest:
    """Never fails a request."""

    paragraph = P15_V
    strength = Strength.MAY

    def assess(self, content: RequestContent) -> Finding:
        """Met when several States ask."""
        count = len(content.requesting_states)
        if count > 1:
            return Finding(P15_V, Outcome.MET, f"{count} States ask jointly", ("/requesting_states",))
        return Finding(P15_V, Outcome.NOT_APPLICABLE, "One State asks")
