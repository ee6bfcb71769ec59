"""WM 15.ii: a concrete gap nobody involved can fill, with objectives and quantitative and qualitative milestones."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P15_II, Strength
from shared.modalities.rule import Finding, Outcome


class ConcreteGap:
    """Four things are looked for: gap, objectives, both kinds of milestone."""

    paragraph = P15_II
    strength = Strength.SHOULD

    def assess(self, content: RequestContent) -> Finding:
        """Met with all four; partly names what is missing."""
        missing, evidence = [], []
        for present, words, where in (
            (content.gap is not None, "a statement of the gap", "/gap"),
            (bool(content.objectives), "objectives", "/objectives"),
        ):
            evidence.append(where) if present else missing.append(words)
        places = {
            milestone.kind: f"/objectives/{n}/milestones/{m}"
            for n, objective in enumerate(content.objectives)
            for m, milestone in enumerate(objective.milestones)
        }
        for kind in ("quantitative", "qualitative"):
            evidence.append(places[kind]) if kind in places else missing.append(f"a {kind} milestone")
        if not missing:
            reason = "Gap, objectives and both kinds of milestones are stated"
            return Finding(P15_II, Outcome.MET, reason, tuple(evidence))
        outcome = Outcome.PARTLY if evidence else Outcome.NOT_MET
        return Finding(P15_II, outcome, f"Missing: {', '.join(missing)}", tuple(evidence))
