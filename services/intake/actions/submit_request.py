"""A competent authority submits a request (WM 8): findings are made, nothing is decided."""

from dataclasses import dataclass
from datetime import datetime

from services.intake.domain.ports import RuleSet
from services.intake.domain.support_request import feedback_due
from shared.contracts.intake import SupportRequestSubmitted
from shared.contracts.shapes.support_request import RequestContent, SupportRequestState
from shared.contracts.vocabulary import bureau_of, deployment_of_bureau
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P6


@dataclass(frozen=True)
class SubmitRequest:
    """Parameters that a deployment fixes."""

    deployment: str
    scope: str
    rules: RuleSet
    feedback_days: int
    urgent_feedback_days: int

    def check_region(self, content: RequestContent, now: datetime) -> None:
        """A request belongs to the deployment of its lead State's bureau (WM 6). Raises Invalid naming the right one."""
        lead = content.requesting_states[0].removeprefix("iso3166:")
        bureau = bureau_of(lead, now.date())
        home = deployment_of_bureau(bureau) if bureau else None
        if self.scope == "global" or home == self.deployment:
            return
        where = f"'{home}'" if home else "Geneva"
        words = f"requests of {lead} are received by the deployment {where}, this one is '{self.deployment}'"
        raise Invalid((Fault("/requesting_states/0", words, "other_region"),), "other_region", P6)

    def reference(self, content: RequestContent, year: int, number: int) -> str:
        """ACSG-<year>-<lead State>-<number>."""
        return f"ACSG-{year}-{content.requesting_states[0].removeprefix('iso3166:')}-{number:03}"

    def event(self, content: RequestContent, request_id: str, number: int, now: datetime) -> SupportRequestSubmitted:
        """The new request with its findings."""
        state = SupportRequestState(
            request_id=request_id,
            reference=self.reference(content, now.year, number),
            region=self.deployment,
            status="submitted",
            content_version=1,
            content=content,
            rule_set=self.rules.name,
            findings=self.rules.assess(content),
            submitted_at=now,
            feedback_due_at=feedback_due(now, self.urgent_feedback_days if content.urgent else self.feedback_days),
        )
        return SupportRequestSubmitted(aggregate_id=request_id, aggregate_version=1, request=state)
