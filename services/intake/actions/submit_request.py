"""A competent authority submits a request (WM 8): findings are made, nothing is decided."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.intake.domain.before import NOTHING, Before
from services.intake.domain.named import as_agreed, asked_by, lead_alone
from services.intake.domain.ports import RuleBook, RuleSet
from services.intake.domain.recipients import asked_recipients, with_ids_agreed
from services.intake.domain.support_request import feedback_due
from shared.contracts.intake import SupportRequestSubmitted
from shared.contracts.reference.working_days import due as due_date
from shared.contracts.shapes.draft import Prepared
from shared.contracts.shapes.named_party import NamedParty
from shared.contracts.shapes.support_request import CriterionFinding, RequestContent, SupportRequestState
from shared.contracts.vocabulary import deployment_of_country
from shared.modalities.access.states import awaited

SOON = timedelta(days=30)
"""How long before its day who prepares a request is told what a coming rule set would find."""


@dataclass(frozen=True)
class SubmitRequest:
    """Parameters that a deployment fixes."""

    deployment: str
    scope: str
    rules: RuleBook
    feedback_days: int
    urgent_feedback_days: int
    party_answer_days: int = 14
    elsewhere: Collection[str] = ()
    """Other deployments that run, as far as this one was told."""

    def is_home(self, content: RequestContent, now: datetime) -> bool:
        """Whether the code list has the lead State here (WM 6); a handover since then has the last word."""
        return self.serves(content.requesting_states[0].removeprefix("iso3166:"), now)

    def serves(self, country: str, now: datetime) -> bool:
        """Whether a country's requests are received here; Geneva's own intake takes those whose bureau has none that runs (WM 2)."""
        home = deployment_of_country(country, now.date())
        return home not in self.elsewhere if self.scope == "global" else home == self.deployment

    def feedback_due(self, content: RequestContent, now: datetime) -> datetime:
        """By when feedback is due on what is said now (WM 8, 9, 12)."""
        days = self.urgent_feedback_days if content.on_urgent_clock else self.feedback_days
        return feedback_due(now, days, self.deployment)

    def event(
        self,
        content: RequestContent,
        request_id: str,
        reference: str,
        now: datetime,
        said: Sequence[NamedParty] = (),
        prepared: Prepared | None = None,
        before: Before = NOTHING,
    ) -> SupportRequestSubmitted:
        """The new request with its findings. It is its lead's alone until the others that it names agree (WM 3, 15.v).

        ``said``: of one that was ``prepared`` as a draft, the words that others gave by signing it. ``before``: what is
        recorded here of what it says was done before (WM 13).
        """
        due = due_date(now, self.party_answer_days, self.deployment)
        named, recipients = asked_by(content, now, due, said), asked_recipients(content, now, due)
        content, rules = with_ids_agreed(as_agreed(content, named), recipients), self.rules.at(now)
        state = SupportRequestState(
            request_id=request_id,
            reference=reference,
            region=self.deployment,
            status="submitted",
            content_version=1,
            content=content,
            rule_set=rules.name,
            findings=rules.assess(content, awaited(named, "requester"), before, recipients),
            named=named,
            recipients=recipients,
            prepared=prepared,
            submitted_at=now,
            feedback_due_at=self.feedback_due(content, now),
        )
        return SupportRequestSubmitted(aggregate_id=request_id, aggregate_version=1, request=state)

    def check(self, content: RequestContent, rules: RuleSet, before: Before = NOTHING) -> tuple[CriterionFinding, ...]:
        """What a rule set would find once the lead has submitted it, before anybody else has answered (WM 8)."""
        return rules.assess(lead_alone(content), content.requesting_states[1:], before)

    def coming(self, content: RequestContent, now: datetime) -> RuleSet | None:
        """The rule set that comes into force before feedback would be due, or within thirty days (WM 21)."""
        return self.rules.coming(now, max(self.feedback_due(content, now), now + SOON))
