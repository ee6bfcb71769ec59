"""WM 15.v: a request could be made by several States acting jointly. It permits."""

from dataclasses import dataclass

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P15_V, Strength
from shared.modalities.rule import Finding, Outcome


@dataclass(frozen=True)
class JointRequest:
    """Never fails a request. Met by words given, not by names typed: ``awaited`` are States named that have not answered."""

    awaited: tuple[str, ...] = ()
    paragraph = P15_V
    strength = Strength.MAY

    def assess(self, content: RequestContent) -> Finding:
        """Met when several States ask, each by its own word."""
        count, where = len(content.requesting_states), ("/requesting_states",)
        if self.awaited:
            return Finding(P15_V, Outcome.UNCLEAR, f"Not yet said by {', '.join(self.awaited)} itself", where)
        if count > 1:
            return Finding(P15_V, Outcome.MET, f"{count} States ask jointly, each by its own word", where)
        return Finding(P15_V, Outcome.NOT_APPLICABLE, "One State asks")
