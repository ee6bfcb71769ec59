"""WM 15.ii: a concrete gap nobody involved can fill, with objectives and quantitative and qualitative milestones."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P15_II, Strength
from shared.modalities.rule import Finding, Outcome, because


class ConcreteGap:
    """Four things are looked for: gap, objectives, both kinds of milestone."""

    paragraph = P15_II
    strength = Strength.SHOULD

    def assess(self, content: RequestContent) -> Finding:
        """Met with all four; partly names what is missing."""
        missing, evidence = [], []
        for present, code, where in (
            (content.gap is not None, "no_gap", "/gap"),
            (bool(content.objectives), "no_objectives", "/objectives"),
        ):
            evidence.append(where) if present else missing.append(code)
        places = {
            milestone.kind: f"/objectives/{n}/milestones/{m}"
            for n, objective in enumerate(content.objectives)
            for m, milestone in enumerate(objective.milestones)
        }
        for kind, code in (("quantitative", "no_quantitative_milestone"), ("qualitative", "no_qualitative_milestone")):
            evidence.append(places[kind]) if kind in places else missing.append(code)
        if not missing:
            return Finding(P15_II, Outcome.MET, because("gap_and_objectives"), tuple(evidence))
        outcome = Outcome.PARTLY if evidence else Outcome.NOT_MET
        return Finding(P15_II, outcome, because(*missing), tuple(evidence))
