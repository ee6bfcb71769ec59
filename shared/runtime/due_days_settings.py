"""Settings of time limits, once for every service that says who owes what by when."""

from pydantic import Field

from shared.contracts.reference.working_days import due
from shared.modalities.steps.limits import Limits
from shared.runtime.settings import RuntimeSettings


class ActiveRoster(RuntimeSettings):
    """How long an offer stands without a word of its party: then it is asked, and ranked after those that are confirmed."""

    offer_unconfirmed_days: int = Field(
        180, ge=1, description="Days after which the party of an offer is asked whether it still stands (WM 7)"
    )


class TimeLimits(ActiveRoster):
    """Days that steps may take; a due date falls on a working day of the deployment's bureau."""

    revision_due_days: int = Field(
        30, ge=1, description="Days a State has to revise after feedback, or not in line (WM 8)"
    )
    consent_due_days: int = Field(30, ge=1, description="Days a State has to agree to solicitation (WM 17)")
    seek_due_days: int = Field(14, ge=1, description="Days until offers are sought once that is possible (WM 16)")
    confirm_due_days: int = Field(
        7, ge=1, description="Days to confirm: a match, a revision that was seen, an offer that still stands (WM 7, 11)"
    )
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

    practice_days: int = Field(
        1096,
        ge=1,
        description="Days after which the State of a published good practice is asked whether it still holds: three years (WM 11)",
    )

    crisis_review_days: int = Field(
        90, ge=1, description="Days after which officers look whether a declared crisis still stands (WM 12)"
    )

    expert_unconfirmed_days: int = Field(
        365, ge=1, description="Days after which the party of an expert is asked whether the profile still holds (WM 7)"
    )

    @property
    def limits(self) -> Limits:
        """The same for the rules of steps."""
        return Limits(
            due, revision=self.revision_due_days, consent=self.consent_due_days, seek=self.seek_due_days,
            confirm=self.confirm_due_days, moderators=self.moderators_due_days, engage=self.engage_due_days,
            ahead=self.ahead_days, unconfirmed=self.offer_unconfirmed_days, practice=self.practice_days,
            crisis=self.crisis_review_days, expert=self.expert_unconfirmed_days,
        )  # fmt: skip


class AnswersOfParties(RuntimeSettings):
    """How long who is named beside a lead may take to give its own word; it stands in the state of what names it."""

    party_answer_days: int = Field(
        14, ge=1, description="Days in which a party named in a request or an offer answers (WM 3, 15.v, 18)"
    )
