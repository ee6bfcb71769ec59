"""Settings of time limits, once for every service that says who owes what by when."""

from pydantic import Field

from shared.contracts.reference.working_days import due
from shared.modalities.steps.limits import Limits
from shared.runtime.settings import RuntimeSettings


class TimeLimits(RuntimeSettings):
    """Days that steps may take; a due date falls on a working day of the deployment's bureau."""

    revision_due_days: int = Field(
        30, ge=1, description="Days a State has to revise after feedback, or not in line (WM 8)"
    )
    consent_due_days: int = Field(30, ge=1, description="Days a State has to agree to solicitation (WM 17)")
    seek_due_days: int = Field(14, ge=1, description="Days until offers are sought once that is possible (WM 16)")
    confirm_due_days: int = Field(7, ge=1, description="Days an officer has to confirm, or to see a revision (WM 11)")
    moderators_due_days: int = Field(
        14, ge=1, description="Days before a meeting by which moderators are chosen (WM 5)"
    )

    engage_due_days: int = Field(
        30,
        ge=1,
        description="Days a side of an engagement has to sign, to plan, to answer a report, to evaluate (WM 11, 19)",
    )

    ahead_days: int = Field(
        14, ge=1, description="Days before a day of an agreed plan from which its report is awaited (WM 15.vii)"
    )

    @property
    def limits(self) -> Limits:
        """The same for the rules of steps."""
        return Limits(
            due, revision=self.revision_due_days, consent=self.consent_due_days, seek=self.seek_due_days,
            confirm=self.confirm_due_days, moderators=self.moderators_due_days, engage=self.engage_due_days,
            ahead=self.ahead_days,
        )  # fmt: skip


class AnswersOfParties(RuntimeSettings):
    """How long who is named beside a lead may take to give its own word; it stands in the state of what names it."""

    party_answer_days: int = Field(
        14, ge=1, description="Days in which a party named in a request or an offer answers (WM 3, 15.v, 18)"
    )
