"""WM 15.v: a request could be made by several States acting jointly. It permits."""

from dataclasses import dataclass

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P15_V, Strength
from shared.modalities.rule import Finding, Outcome, Reason, because


@dataclass(frozen=True)
class JointRequest:
    """Never fails a request. Met by words given, not by names typed: ``awaited`` are States named that have not answered."""

    awaited: tuple[str, ...] = ()
    paragraph = P15_V
    strength = Strength.MAY

    def assess(self, content: RequestContent) -> Finding:
        """Met when several States ask, each by its own word."""
        where = ("/requesting_states",)
        if self.awaited:
            silent = tuple(Reason("own_word_awaited", party) for party in self.awaited)
            return Finding(P15_V, Outcome.UNCLEAR, silent, where)
        if len(content.requesting_states) > 1:
            return Finding(P15_V, Outcome.MET, because("several_ask"), where)
        return Finding(P15_V, Outcome.NOT_APPLICABLE, because("one_asks"))
