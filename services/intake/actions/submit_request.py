"""A competent authority submits a request (WM 8): findings are made, nothing is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.intake.domain.home import home_by_code_list
from services.intake.domain.named import as_agreed, asked_by, lead_alone
from services.intake.domain.ports import RuleSet
from services.intake.domain.support_request import feedback_due
from shared.contracts.intake import SupportRequestSubmitted
from shared.contracts.reference.working_days import due as due_date
from shared.contracts.shapes.draft import Prepared
from shared.contracts.shapes.named_party import NamedParty
from shared.contracts.shapes.support_request import CriterionFinding, RequestContent, SupportRequestState
from shared.modalities.access.states import awaited


@dataclass(frozen=True)
class SubmitRequest:
    """Parameters that a deployment fixes."""

    deployment: str
    scope: str
    rules: RuleSet
    feedback_days: int
    urgent_feedback_days: int
    party_answer_days: int = 14

    def is_home(self, content: RequestContent, now: datetime) -> bool:
        """Whether the code list has the lead State here (WM 6); a handover since then has the last word."""
        lead = content.requesting_states[0].removeprefix("iso3166:")
        return self.scope == "global" or home_by_code_list(lead, now.date()) == self.deployment

    def _days(self, content: RequestContent) -> int:
        """A crisis is judged on the urgent clock, whether or not somebody ticked that it is urgent (WM 12)."""
        return self.urgent_feedback_days if content.urgent or content.crisis is not None else self.feedback_days

    def event(
        self,
        content: RequestContent,
        request_id: str,
        reference: str,
        now: datetime,
        said: Sequence[NamedParty] = (),
        prepared: Prepared | None = None,
    ) -> SupportRequestSubmitted:
        """The new request with its findings. It is its lead's alone until the others that it names agree (WM 3, 15.v).

        ``said``: of one that was ``prepared`` as a draft, the words that others gave by signing it.
        """
        named = asked_by(content, now, due_date(now, self.party_answer_days, self.deployment), said)
        content = as_agreed(content, named)
        state = SupportRequestState(
            request_id=request_id,
            reference=reference,
            region=self.deployment,
            status="submitted",
            content_version=1,
            content=content,
            rule_set=self.rules.name,
            findings=self.rules.assess(content, awaited(named, "requester")),
            named=named,
            prepared=prepared,
            submitted_at=now,
            feedback_due_at=feedback_due(now, self._days(content), self.deployment),
        )
        return SupportRequestSubmitted(aggregate_id=request_id, aggregate_version=1, request=state)

    def check(self, content: RequestContent) -> tuple[CriterionFinding, ...]:
        """What the rules would find once the lead has submitted it, before anybody else has answered (WM 8)."""
        return self.rules.assess(lead_alone(content), content.requesting_states[1:])
