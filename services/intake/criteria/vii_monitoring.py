"""WM 15.vii: objectives and outputs allow monitoring of impact and reporting on the use of support."""

from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.paragraphs import P15_VII, Strength
from shared.modalities.rule import Finding, Outcome, because


class MonitoringOfImpact:
    """Looks for indicators, here or at milestones, and for a schedule of reports."""

    paragraph = P15_VII
    strength = Strength.SHOULD

    def assess(self, content: RequestContent) -> Finding:
        """Met with both; partly with one."""
        evidence = []
        if content.monitoring and content.monitoring.indicators:
            evidence.append("/monitoring/indicators")
        for n, objective in enumerate(content.objectives):
            for m, milestone in enumerate(objective.milestones):
                if milestone.indicator and milestone.target:
                    evidence.append(f"/objectives/{n}/milestones/{m}")
        reports = bool(content.monitoring and content.monitoring.report_schedule)
        if evidence and reports:
            where = (*evidence, "/monitoring/report_schedule")
            return Finding(P15_VII, Outcome.MET, because("indicators_and_reports"), where)
        if evidence:
            return Finding(P15_VII, Outcome.PARTLY, because("indicators_without_reports"), tuple(evidence))
        if reports:
            where = ("/monitoring/report_schedule",)
            return Finding(P15_VII, Outcome.PARTLY, because("reports_without_indicators"), where)
        return Finding(P15_VII, Outcome.NOT_MET, because("neither_indicators_nor_reports"))
